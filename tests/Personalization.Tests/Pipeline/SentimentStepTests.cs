using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Personalization.Core;
using Personalization.Data;
using Personalization.Prediction;
using Personalization.Simulation;
using Personalization.TestKit;

namespace Personalization.Tests;

public sealed class SentimentStepConformance : PipelineStepConformance<SentimentStep>
{
    private static readonly EventLog Shop = JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = 200, Seed = 9 }).Log;

    private static readonly ScoredNotes Notes = ScoredNotes.From(new CustomerNotes(Shop.Customers.Values.Select((id, i) =>
        new CustomerNote(new CustomerId(id), new DateTime(2020, 1, 1).AddDays(i), i % 3 == 0 ? "Not good." : "I love it"))));

    protected override SentimentStep Create() => new(Notes);
}

public sealed class SentimentStepTests
{
    private static readonly EventLog Shop = JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = 60, Seed = 3 }).Log;

    private static PersonalizationResult Run(params CustomerNote[] notes)
    {
        PipelineSteps steps = PipelineSteps.Empty.Add(new ReadStep()).Add(new OrdersStep()).Add(new RfmStep()).Add(new SegmentsStep())
            .Add(new SentimentStep(ScoredNotes.From(new CustomerNotes(notes, "reviews.csv"))));
        return new PersonalizationPipeline(steps: steps).Run(Shop, cancellationToken: TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Run_Notes_MeanLastAndCountBeforeTheMomentAlone()
    {
        PersonalizationResult bare = Run();
        CustomerId customer = bare.Customers.Customers[0];
        DateTime asOf = bare.Customers.AsOf;
        double good = new SentimentAnalyzer().Analyze("good").Value, bad = new SentimentAnalyzer().Analyze("not good").Value;

        PersonalizationResult result = Run(
            new(customer, asOf.AddDays(-1), "not good"), new(customer, asOf.AddDays(-9), "good"), new(customer, asOf, "terrible"),
            new(new CustomerId("stranger"), asOf.AddDays(-1), "good"));
        CustomerTable table = result.Customers;
        SentimentFindings found = result.Get<SentimentFindings>();

        Assert.Equal(2, table.Column<WholeNumberColumn>("review_count").Values[0]);
        Assert.Equal(0, table.Column<WholeNumberColumn>("review_count").Values[1]);
        Assert.Equal((good + bad) / 2, table.Column<NumberColumn>("sentiment_mean").Values[0], 12);
        Assert.Equal(bad, table.Column<NumberColumn>("sentiment_last").Values[0], 12);
        Assert.True(table.Column<NumberColumn>("sentiment_last").IsMissing(1));
        Assert.Equal((2, 1, 1, 1, 1, 1), (found.Notes, found.Customers, found.Positive, found.Negative, found.Later, found.OfOthers));
        Assert.Equal([KeyValuePair.Create("not good", 1)], found.BadWords);
        Assert.Contains(
            "Of 2 reviews and notes of 1 customer, 50% speak well and 50% speak ill.", result.Report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NoNotes_ColumnsAndNoSection()
    {
        PersonalizationResult result = Run();

        Assert.All(result.Customers.Column<WholeNumberColumn>("review_count").Values.ToArray(), count => Assert.Equal(0, count));
        Assert.DoesNotContain("How customers speak", result.Report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_File_IsReadAndScored()
    {
        string path = Path.GetTempFileName();
        try
        {
            string id = Shop.Customers.Values[0];
            File.WriteAllText(path, $"customer,time,text\n{id},2001-01-01,I love it\n{id},2001-01-02,\n");
            PersonalizationResult result = new PersonalizationPipeline(
                    steps: PipelineSteps.Empty.Add(new ReadStep()).Add(new OrdersStep()).Add(new RfmStep()).Add(new SentimentStep(path)))
                .Run(Shop, cancellationToken: TestContext.Current.CancellationToken);
            using MemoryStream stream = new();
            using (Utf8JsonWriter json = new(stream))
            {
                json.WriteStartObject();
                new SentimentStep(path).Summarize(result, json);
                json.WriteEndObject();
            }

            using JsonDocument summary = JsonDocument.Parse(stream.ToArray());
            Assert.Equal(1, result.Get<SentimentFindings>().LeftOut);
            Assert.Equal(1, summary.RootElement.GetProperty("sentiment").GetProperty("left_out").GetInt64());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Constructor_ScoresThatDontFit_AreRefused()
    {
        CustomerNotes notes = new([new(new CustomerId("a"), default, "good")]);

        Assert.Throws<ArgumentException>(() => new ScoredNotes(notes, []));
        Assert.Throws<ArgumentException>(() => new ScoredNotes(notes, [new(1.5, SentimentLabel.Positive, [])]));
        Assert.Throws<ArgumentException>(() => new ScoredNotes(notes, [new(double.NaN, SentimentLabel.Positive, [])]));
    }
}

public sealed class ChatSentimentTests
{
    private static async Task<(ScoredNotes Scored, Recorded Client)> Ask(string text, Func<string> answer)
    {
        Recorded client = new(answer);
        CustomerNotes notes = new([new(new CustomerId("C-1044"), new DateTime(2024, 1, 1), text)]);
        return (await new ChatSentiment(client, options: new() { MaxTextLength = 200 })
            .ScoreAsync(notes, cancellationToken: TestContext.Current.CancellationToken), client);
    }

    [Theory]
    [InlineData("-0.75", -.75)]
    [InlineData(" 1 ", 1d)]
    [InlineData("−0.5.", -.5)]
    public async Task ScoreAsync_Number_IsTheScore(string answer, double value)
    {
        (ScoredNotes scored, _) = await Ask("Eleven days.", () => answer);

        Assert.Equal((value, 1), (scored.Scores[0].Value, scored.ByChat));
        Assert.Equal(value > 0 ? SentimentLabel.Positive : SentimentLabel.Negative, scored.Scores[0].Label);
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("NaN")]
    [InlineData("0,5")]
    [InlineData("very good")]
    [InlineData("0.5 because the customer is glad")]
    [InlineData("")]
    [InlineData("fail")]
    public async Task ScoreAsync_AnythingElse_FallsBackToTheLexicon(string answer)
    {
        (ScoredNotes scored, _) = await Ask("Not good.", () => answer == "fail" ? throw new HttpRequestException("busy") : answer);

        Assert.Equal(new SentimentAnalyzer().Analyze("Not good.").Value, scored.Scores[0].Value);
        Assert.Equal(0, scored.ByChat);
    }

    [Fact]
    public async Task ScoreAsync_Prompt_HoldsNoPersonalData()
    {
        (_, Recorded client) = await Ask(
            "Late! Write to ann.lee@mail.example or call +44 20 7946 0958, order 20240117-553, c-1044, @annlee, https://x.example/ann. "
            + "5 of 10, 2 kg."
            + new string('z', 500),
            () => "0");
        string sent = string.Join('\n', client.Sent);

        Assert.Equal(
            "Late! Write to [mail] or call [number], order [number], [id], [handle], [address] 5 of 10, 2 kg.",
            client.Sent[1].TrimEnd('z'));
        Assert.DoesNotContain("1044", sent, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("2024", sent, StringComparison.Ordinal);
        Assert.True(client.Sent[1].Length <= 200);
    }

    [Fact]
    public async Task ScoreAsync_Cancelled_Stops()
    {
        using CancellationTokenSource source = new();
        await source.CancelAsync();
        CustomerNotes notes = new([new(new CustomerId("a"), default, "good")]);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new ChatSentiment(new Recorded(() => "1")).ScoreAsync(notes, cancellationToken: source.Token));
    }

    private sealed class Recorded(Func<string> answer) : IChatClient
    {
        public List<string> Sent { get; } = [];

        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Sent.AddRange(messages.Select(message => message.Text));
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, answer())));
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}

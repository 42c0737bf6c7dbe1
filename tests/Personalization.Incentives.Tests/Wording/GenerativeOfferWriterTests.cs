using Microsoft.Extensions.AI;
using Personalization.Core;

namespace Personalization.Incentives.Tests;

public sealed class GenerativeOfferWriterTests
{
    private const string Good =
        """{"subject":"10% off your next order","body":"Hello {name}, we take 10% off your next order with {code}, """
        + """until 31 March.","call_to_action":"Shop now"}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Good)]
    [InlineData("```json\n" + Good + "\n```")]
    public async Task WriteAsync_TextThatSaysTheTerms_IsTakenAndFilledIn(string answer)
    {
        OfferText text = await Writer(new Chat(answer)).WriteAsync(Told.Offer(OfferKind.Percent), Brief(), Cancel);

        Assert.Equal(OfferTextSource.Generated, text.Source);
        Assert.Equal("Hello Marta, we take 10% off your next order with SPRING7, until 31 March.", text.Body);
        Assert.Empty(text.Refusals);
    }

    [Fact]
    public async Task WriteAsync_TextThatPromisesMore_FallsBackToTheTemplateAndSaysWhy()
    {
        Chat chat = new(Good.Replace("10%", "25%", StringComparison.Ordinal), Good.Replace(
            "Shop now", "Free shipping", StringComparison.Ordinal));

        OfferText text = await Writer(chat).WriteAsync(Told.Offer(OfferKind.Percent), Brief(), Cancel);

        Assert.Equal((OfferTextSource.Template, 2), (text.Source, chat.Asked.Count));
        Assert.Equal(["numbers", "numbers", "promises", "promises"], text.Refusals.Select(refusal => refusal.Check));
        Assert.Contains("SPRING7", text.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_SecondTextIsFine_TakesIt()
    {
        OfferText text = await Writer(new Chat("no", Good)).WriteAsync(Told.Offer(OfferKind.Percent), Brief(), Cancel);

        Assert.Equal(OfferTextSource.Generated, text.Source);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Here you are!")]
    [InlineData("[]")]
    [InlineData("""{"subject":"x"}""")]
    [InlineData("""{"body":{"a":1}}""")]
    [InlineData("""{"body":"\ud800"}""")]
    [InlineData("```")]
    public async Task WriteAsync_AnswerThatIsNoText_FallsBack(string answer)
    {
        OfferText text = await Writer(new Chat(answer)).WriteAsync(Told.Offer(OfferKind.Percent), Brief(), Cancel);

        Assert.Equal(OfferTextSource.Template, text.Source);
        Assert.All(text.Refusals, refusal => Assert.Equal("answer", refusal.Check));
    }

    [Fact]
    public async Task WriteAsync_EndlessAnswer_IsNotRead()
    {
        OfferText text = await Writer(new Chat(Good + new string(' ', 10_000))).WriteAsync(Told.Offer(OfferKind.Percent), Brief(), Cancel);

        Assert.Contains("at most 8000 are read", text.Refusals[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_ClientThatNeverAnswers_IsLeftAfterTheTimeout()
    {
        GenerativeOfferWriter writer = new(
            new Chat { Hangs = true }, options: new() { Timeout = TimeSpan.FromMilliseconds(30), Attempts = 1 });

        OfferText text = await writer.WriteAsync(Told.Offer(OfferKind.Percent), Brief(), Cancel);

        Assert.Equal((OfferTextSource.Template, "timeout"), (text.Source, Assert.Single(text.Refusals).Check));
    }

    [Fact]
    public async Task WriteAsync_ClientThatThrows_FallsBack()
    {
        OfferText text = await Writer(new Chat { Throws = true }).WriteAsync(Told.Offer(OfferKind.Percent), Brief(), Cancel);

        Assert.Contains("HttpRequestException", text.Refusals[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_Cancelled_Throws()
    {
        using CancellationTokenSource source = new();
        ValueTask<OfferText> writing = new GenerativeOfferWriter(new Chat { Hangs = true })
            .WriteAsync(Told.Offer(OfferKind.Percent), Brief(), source.Token);
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await writing);
    }

    [Fact]
    public async Task WriteAsync_LanguageThatTheGuideLeavesOut_AsksNobody()
    {
        Chat chat = new(Good);
        GenerativeOfferWriter writer = new(chat, options: new() { BrandGuide = new() { Languages = ["de"] } });

        OfferText text = await writer.WriteAsync(Told.Offer(OfferKind.Percent), Brief(), Cancel);

        Assert.Empty(chat.Asked);
        Assert.Equal("language", Assert.Single(text.Refusals).Check);
    }

    [Fact]
    public async Task WriteAsync_BrandGuide_IsAskedForAndHeld()
    {
        Chat chat = new(Good);
        BrandGuide guide = new()
        {
            Tone = "like a librarian",
            BannedPhrases = ["cheap*"],
            RequiredPhrases = new Dictionary<string, IReadOnlyList<string>> { ["en"] = ["while you read"] },
            Examples = ["Quiet hours are good hours."],
        };
        GenerativeOfferWriter writer = new(chat, options: new() { BrandGuide = guide, Attempts = 1 });

        OfferText text = await writer.WriteAsync(Told.Offer(OfferKind.Percent), Brief(), Cancel);

        Assert.All(
            (string[])["like a librarian", "cheap*", "while you read", "Quiet hours are good hours."],
            part => Assert.Contains(part, chat.Asked[0], StringComparison.Ordinal));
        Assert.Contains("while you read", Assert.Single(text.Refusals).Reason, StringComparison.Ordinal);
    }

    /// <summary>Whatever is known of a customer, the prompt is the same but for the offer.</summary>
    [Fact]
    public async Task WriteAsync_CustomerOfWhomMuchIsKnown_IsNotInThePrompt()
    {
        string[] planted = ["cust-98765", "Wilhelmina", "w.planted@example.org", "NIGHT-0042", "The Secret Diary", "9783", "Berlin-Mitte",
            "1234.56"];
        Offer offer = Given.Offer("ten") with { RecommendedItems = 1, Validity = new() { Duration = TimeSpan.FromDays(2) } };
        CustomerProfile customer = Given.Customer(planted[0], 1_234.56m, segment: "Berlin-Mitte").Knowing(
            new CategoryListColumn(ColumnNames.RecommendedItems, [[planted[5]]]),
            new CategoryColumn("email", [planted[2]]), new CategoryColumn("first_name", [planted[1]]));
        OfferDecision decision = Given.Plan([customer], [offer], 100_000).Decisions.Single();
        OfferBrief brief = Brief() with
        {
            FirstName = planted[1],
            Code = planted[3],
            ProductNames = new Dictionary<ItemId, string> { [new(planted[5])] = planted[4] },
        };
        Chat chat = new(Good);

        OfferText text = await Writer(chat).WriteAsync(WordedOffer.From(decision), brief, Cancel);

        Assert.NotEmpty(chat.Asked);
        Assert.All(chat.Asked, prompt => Assert.DoesNotContain(
            planted, secret => prompt.Contains(secret, StringComparison.OrdinalIgnoreCase)));
        Assert.Contains("\"placeholders\":[\"{name}\",\"{code}\",\"{items}\"]", chat.Asked[0], StringComparison.Ordinal);
        Assert.NotNull(text);
    }

    private static GenerativeOfferWriter Writer(Chat chat) => new(chat);

    private static OfferBrief Brief() => Told.Brief("en", code: "SPRING7", name: "Marta");

    /// <summary>Says what it is told to, one answer after the other, the last again and again.</summary>
    private sealed class Chat(params string[] answers) : IChatClient
    {
        public List<string> Asked { get; } = [];

        public bool Hangs { get; init; }

        public bool Throws { get; init; }

        public async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            Asked.Add(string.Join('\n', messages.Select(message => message.Text)));
            if (Throws) throw new HttpRequestException("no way there");
            if (Hangs) await Task.Delay(Timeout.Infinite, CancellationToken.None);
            return new(new ChatMessage(ChatRole.Assistant, answers[Math.Min(Asked.Count, answers.Length) - 1]));
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

using Microsoft.Extensions.AI;
using Personalization.Data;
using Personalization.Prediction;

namespace Personalization.Tests;

/// <summary>The code of the page on reviews and notes.</summary>
[Collection("current directory")]
public sealed class SentimentSnippets : IDisposable
{
    private readonly SnippetFolder _folder = new();

    public SentimentSnippets() =>
        File.WriteAllText("reviews.csv", "customer,time,text\nnobody,2001-01-01,Not good.\n");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_Reviews_ScoresByWordsAndByChat()
    {
        PipelineSteps steps = PipelineSteps.Default.AddAfter<RfmStep>(new SentimentStep("reviews.csv"));
        PersonalizationResult result = new PersonalizationPipeline(steps: steps).Run("orders.csv");
        SentimentFindings found = result.Get<SentimentFindings>();
        Console.WriteLine($"{found.Notes} notes of {found.Customers} customers, {found.Negative} speak ill");

        SentimentScore score = new SentimentAnalyzer().Analyze("Lovely colour, not comfortable.");
        Console.WriteLine($"{score.Value:0.00} {score.Label}: {score.Explain()}");

        IChatClient client = new AnswersZero();
        ScoredNotes scored = await new ChatSentiment(client).ScoreAsync(NotesFile.Read("reviews.csv"));
        PipelineSteps withChat = PipelineSteps.Default.AddAfter<RfmStep>(new SentimentStep(scored));

        Assert.Equal(steps.Count, withChat.Count);
        Assert.Equal((1, 1), (found.OfOthers, scored.ByChat));
        Assert.Equal("0.29 Positive: “Lovely” +2.8, “not comfortable” −1.6", $"{score.Value:0.00} {score.Label}: {score.Explain()}");
    }

    private sealed class AnswersZero : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "0")));

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}

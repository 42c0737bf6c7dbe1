using Personalization.Core;
using Personalization.Incentives;

namespace Personalization.Tests;

/// <summary>The code of the page on messages.</summary>
[Collection("current directory")]
public sealed class SendMessagesSnippets : IDisposable
{
    private readonly SnippetFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_MessagesStep_SaysTheOffers()
    {
        File.WriteAllText("sent.csv", "customer_id,sent,channel,opened\nC1,2025-01-02T18:00,sms,yes\n");
        HashSet<CustomerId> agreedToSms = [];

        MessagesStep messages = new(new MessagesStepOptions
        {
            ContactFiles = ["sent.csv"],
            Channels = new()
            {
                ContactCosts = new Dictionary<OfferChannel, decimal> { [OfferChannel.Email] = .003m, [OfferChannel.Sms] = .09m },
            },
            MayUse = (customer, channel) => channel != OfferChannel.Sms || agreedToSms.Contains(customer),
            Locale = "de",
            Shop = "Fern & Paper",
            Writer = new TemplateOfferWriter(),      // or a GenerativeOfferWriter over your chat model
        });
        PersonalizationResult result = new PersonalizationPipeline(steps: PipelineSteps.Default.Replace(messages)).Run("orders.csv");

        foreach (OfferMessage message in result.Messages.All.Where(message => message.Text is not null).Take(5))
            Console.WriteLine($"{message.Decision.Customer}, {message.Channel.Channel}, {message.SendAt:g}: {message.Text!.Body}");

        Assert.All(result.Messages.All, message => Assert.NotEqual(OfferChannel.Sms, message.Channel.Channel));
    }

    [Fact]
    public void Run_PolicyTrialStep_TellsWhereItCan()
    {
        File.Copy("orders.csv", "events.csv");

        PipelineSteps steps = PipelineSteps.Default.AddAfter<MessagesStep>(new PolicyTrialStep());
        PersonalizationResult result = new PersonalizationPipeline(steps: steps).Run("events.csv");
        if (result.PolicyTrial is { } trial)
            Console.WriteLine($"{trial.LastQuarter.Policy:P1} hits; the favourite {trial.LastQuarter.OwnFavorite:P1}");

        Assert.NotNull(result.Messages);
    }
}

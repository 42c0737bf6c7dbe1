using Microsoft.Extensions.AI;
using Personalization.Core;

namespace Personalization.Incentives.Tests;

/// <summary>The code of docs/how-to/word-offers.md and docs/how-to/send-time-and-channel.md.</summary>
public sealed class WordOffersSnippets
{
    private static OfferPlan Plan { get; } = Given.Plan([Given.Customer("ann")], [Given.Offer("ten")], 1_000);

    [Fact]
    public async Task WordOffers_Writers_WriteAndSayWhatWasRefused()
    {
        (OfferPlan plan, OfferCatalogue catalogue, CancellationToken cancellationToken) = (
            Plan, new([Given.Offer("ten")], currency: "EUR"), TestContext.Current.CancellationToken);
        using IChatClient chatClient = new Silent();
        OfferDecision decision = plan.Decisions[0];
        OfferBrief brief = new()
        {
            Channel = OfferChannel.Email,
            Locale = "de",
            Currency = catalogue.Currency,
            Shop = "Fern & Paper",
            FirstName = "Marta",             // only where the customer allows it
            Code = "SPRING7",
        };

        IOfferWriter writer = new GenerativeOfferWriter(chatClient, new TemplateOfferWriter(), new()
        {
            BrandGuide = new() { Tone = "calm and bookish", BannedPhrases = ["knaller*", "schnäppchen*"] },
        });
        OfferText text = await writer.WriteAsync(WordedOffer.From(decision), brief, cancellationToken);

        Console.WriteLine($"{text.Source}: {text.Subject}\n{text.Body}\n[{text.CallToAction}]");
        foreach (OfferTextFinding refusal in text.Refusals) Console.WriteLine($"refused by {refusal.Check}: {refusal.Reason}");

        Assert.Equal((OfferTextSource.Template, 2), (text.Source, text.Refusals.Count));
        Assert.StartsWith("Hallo Marta,", text.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void WordOffers_OwnTemplate_IsTaken()
    {
        TemplateOfferWriter templates = new(new()
        {
            Templates =
            [
                new()
                {
                    Name = "points by mail", Kind = OfferKind.LoyaltyPoints, Language = "pl", Channel = OfferChannel.Email,
                    Subject = "{points, plural, one {# punkt} few {# punkty} many {# punktów} other {# punktu}} dla ciebie",
                    Body = "[Dzień dobry, {name}! ]Za następne zamówienie dopiszemy ci punkty.[ Ważne do {until}.]",
                    CallToAction = "Zobacz",
                },
            ],
        });

        OfferText text = templates.Write(Told.Offer(OfferKind.LoyaltyPoints), Told.Brief("pl"));

        Assert.Equal("200 punktów dla ciebie", text.Subject);
        Assert.Equal("Za następne zamówienie dopiszemy ci punkty. Ważne do 31 marca 2026.", text.Body);
    }

    [Fact]
    public void SendTimeAndChannel_TimesAndChannels_AreChosen()
    {
        EventLog log = EventLog.From([new(new("ann"), Given.Now.DateTime.AddHours(7), EventType.View)]);
        TimedSend[] sends = [new(new("ann"), Given.Now.DateTime.AddHours(7), true), new(new("ann"), Given.Now.DateTime, false)];
        ChannelContact[] contacts = [new(new("ann"), OfferChannel.Email, true), new(new("ann"), OfferChannel.Banner, false)];
        Dictionary<CustomerId, string> segments = new() { [new("ann")] = "S" };
        HashSet<CustomerId> agreedToSms = [];
        (OfferDecision decision, QuietHours[] quiet, DateTime now) =
            (Plan.Decisions[0], [new() { From = new(21, 0), To = new(8, 0) }], Given.Now.DateTime);

        SendTimes times = SendTimes.From(SendTimes.ActionsOf(log), sends, customer => segments.GetValueOrDefault(customer));
        SendTime best = times.BestFor(decision.Customer, quiet);
        Console.WriteLine($"{best.Day} at {best.Hour}:00, {best.OpenRate:P0} open ({best.OpenRateLow:P0} to {best.OpenRateHigh:P0})");
        foreach (string reason in best.Reasons) Console.WriteLine(reason);
        DateTime next = best.NextFrom(now);

        ChannelReach reach = ChannelReach.From(contacts, customer => segments.GetValueOrDefault(customer));
        ChannelChooser chooser = new(reach, (customer, channel) => channel != OfferChannel.Sms || agreedToSms.Contains(customer));
        ChannelChoice choice = chooser.Choose(decision);
        Console.WriteLine($"{choice.Channel}: {choice.ExpectedNet:N2} expected after {choice.ContactCost:N2} for the contact");

        Assert.InRange(best.Hour, 8, 20);
        Assert.True(next >= now);
        Assert.Equal(OfferChannel.Email, choice.Channel);
    }

    /// <summary>Has nothing to say.</summary>
    private sealed class Silent : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ChatResponse());

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}

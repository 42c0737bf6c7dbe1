using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Incentives.Tests;

public sealed class ChannelChooserTests
{
    private static readonly CustomerId Ann = new("ann");

    private static readonly ChannelOptions Fixed = new()
    {
        ContactCosts = new Dictionary<OfferChannel, decimal> { [OfferChannel.Email] = .01m, [OfferChannel.Sms] = .07m },
        AssumedReach = .2,
        AssumedContacts = 10,
        CustomerStrength = 10,
    };

    /// <summary>By hand: shop (2 + 10 · .2) / (10 + 10) = .2; Ann's e-mail (2 + 2) / 20 = .2, SMS (9 + 10 · .55) / 20 = .725.</summary>
    [Theory]
    [InlineData("0.10", OfferChannel.Email, "0.01")]
    [InlineData("1.00", OfferChannel.Sms, "0.655")]
    public void Choose_TwoChannels_TakesTheHigherNet(string value, OfferChannel expected, string net)
    {
        ChannelReach reach = ChannelReach.From(
            [.. Contacts(Ann, OfferChannel.Email, 10, 2), .. Contacts(Ann, OfferChannel.Sms, 10, 9)], options: Fixed);

        ChannelChoice choice = new ChannelChooser(reach)
            .Choose(Ann, decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(.2, reach.Of(Ann, OfferChannel.Email), 12);
        Assert.Equal(.725, reach.Of(Ann, OfferChannel.Sms), 12);
        Assert.Equal((expected, 1.0), (choice.Channel, choice.Propensity));
        Assert.Equal(decimal.Parse(net, System.Globalization.CultureInfo.InvariantCulture), choice.ExpectedNet);
        Assert.Equal(0, Assert.Single(choice.Alternatives).Propensity);
        Assert.Contains("10 contacts", choice.Reasons[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_NothingPays_ChoosesNone()
    {
        ChannelChoice choice = new ChannelChooser(ChannelReach.From([], options: Fixed)).Choose(Ann, .04m);

        Assert.Equal((null, 0m, 2), (choice.Channel, choice.ExpectedNet, choice.Alternatives.Count));
        Assert.Contains("no contact pays: the best, e-mail, would bring -0.002", Assert.Single(choice.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_ChannelThatMayNotBeUsed_IsLeftOut()
    {
        ChannelReach reach = ChannelReach.From(Contacts(Ann, OfferChannel.Sms, 10, 10), options: Fixed);

        ChannelChoice choice = new ChannelChooser(reach, (_, channel) => channel != OfferChannel.Sms).Choose(Ann, 10);
        ChannelChoice none = new ChannelChooser(reach, (_, _) => false).Choose(Ann, 10);

        Assert.Equal(OfferChannel.Email, choice.Channel);
        Assert.Null(Assert.Single(choice.Alternatives).ExpectedNet);
        Assert.Null(none.Channel);
    }

    [Fact]
    public void Choose_ADecision_TakesItsMarginWithoutItsOwnContact()
    {
        Offer offer = Given.Offer("ten") with { Cost = new() { Contact = .5m } };
        OfferDecision decision = Given.Plan([Given.Customer("ann")], [offer], 1_000).Decisions.Single();
        ChannelReach reach = ChannelReach.From([], options: Fixed);

        ChannelChoice choice = new ChannelChooser(reach).Choose(decision);

        decimal value = decision.ExpectedMargin - decision.ExpectedCost + .5m;
        Assert.Equal(decimal.Round((.2m * value) - .01m, 4), choice.ExpectedNet);
    }

    [Fact]
    public void Of_Strengths_AreLearnedAndGroupsCount()
    {
        RandomStream random = new(3, "contacts");
        ChannelContact[] contacts =
        [
            .. Enumerable.Range(0, 400).SelectMany(i => Enumerable.Range(0, 10).Select(_ =>
                new ChannelContact(new($"c{i}"), OfferChannel.Email, random.NextDouble() < (i % 2 == 0 ? .1 : .6)))),
        ];

        ChannelReach alone = ChannelReach.From(contacts);
        ChannelReach grouped = ChannelReach.From(contacts, customer =>
            int.Parse(customer.Value[1..], System.Globalization.CultureInfo.InvariantCulture) % 2 == 0 ? "few" : "many");

        // Without groups customers differ a lot, so their own contacts count; within groups they are alike.
        Assert.InRange(Enumerable.Range(0, 200).Average(i => alone.Of(new($"c{2 * i}"), OfferChannel.Email)), .1, .2);
        Assert.All(Enumerable.Range(0, 200), i => Assert.InRange(grouped.Of(new($"c{2 * i}"), OfferChannel.Email), .07, .14));
        Assert.InRange(grouped.Of(new("c401"), OfferChannel.Email), .55, .65);
        Assert.Equal(.2, alone.Of(new("c1"), OfferChannel.Sms), 12);
    }

    [Fact]
    public void Options_OutOfRange_SayWhatIsAllowed()
    {
        Assert.Throws<ArgumentException>(() => new ChannelOptions { ContactCosts = new Dictionary<OfferChannel, decimal>() });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ChannelOptions { AssumedReach = 1 });
        Assert.Throws<ArgumentException>(() => ChannelReach.From([], options: Fixed).Of(Ann, OfferChannel.Store));
    }

    private static IEnumerable<ChannelContact> Contacts(CustomerId customer, OfferChannel channel, int count, int reached) =>
        Enumerable.Range(0, count).Select(i => new ChannelContact(customer, channel, i < reached));
}

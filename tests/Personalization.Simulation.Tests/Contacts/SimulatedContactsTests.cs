using Personalization.Core;

namespace Personalization.Simulation.Tests;

public sealed class SimulatedContactsTests
{
    private static readonly SimulatedShop Shop = JewelryShop.Simulate(new() { CustomerCount = 400, Seed = 2 });

    [Fact]
    public void Simulate_SameSeed_SameContactsAndAnotherSeedOthers()
    {
        IReadOnlyList<PastContact> first = SimulatedContacts.Simulate(Shop, new() { Seed = 5 }).Contacts;

        Assert.Equal(first, SimulatedContacts.Simulate(Shop, new() { Seed = 5 }).Contacts);
        Assert.NotEqual(first, SimulatedContacts.Simulate(Shop, new() { Seed = 6 }).Contacts);
    }

    [Fact]
    public void Simulate_AShop_SendsWhileCustomersAreThereAndWithinTheLog()
    {
        Assert.All(SimulatedContacts.Simulate(Shop).Contacts, contact =>
        {
            CustomerTruth truth = Shop.Truth.Find(contact.Customer)!;
            Assert.InRange(contact.Sent.DateTime, truth.Joined.Date, truth.Churned?.AddDays(1) ?? Shop.Log.LastTime);
            Assert.InRange(contact.Sent.Hour, 9, 20);
        });
    }

    [Fact]
    public void Simulate_ManyMessages_AreNoticedAsOftenAsTheTruthSays()
    {
        SimulatedContacts simulated = SimulatedContacts.Simulate(Shop, new() { PerMonth = 20 });

        foreach (OfferChannel channel in (OfferChannel[])[OfferChannel.Email, OfferChannel.Sms, OfferChannel.InApp])
        {
            PastContact[] own = [.. simulated.Contacts.Where(contact => contact.Channel == channel)];
            double expected = own.Average(contact => simulated.ReachOf(contact.Customer, channel));
            Assert.Equal(expected, own.Average(contact => contact.Reached ? 1.0 : 0), .015);
        }

        Assert.Equal(0, simulated.ReachOf(Shop.Truth.Customers[0].Id, OfferChannel.Store));
        Assert.Contains(
            "'nobody'", Assert.Throws<ArgumentException>(() => simulated.ReachOf(new("nobody"), OfferChannel.Email)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Simulate_Evening_IsNoticedMoreThanTheMorning()
    {
        ILookup<bool, PastContact> byEvening = SimulatedContacts.Simulate(Shop, new() { PerMonth = 20 }).Contacts
            .ToLookup(contact => contact.Sent.Hour >= 19);

        Assert.True(Share(byEvening[true]) > Share(byEvening[false]) + .05);

        static double Share(IEnumerable<PastContact> contacts) => contacts.Average(contact => contact.Reached ? 1.0 : 0);
    }
}

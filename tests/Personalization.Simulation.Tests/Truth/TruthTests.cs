using Personalization.Core;

namespace Personalization.Simulation.Tests;

/// <summary>The truth must be what the log was made of: each figure of it is recovered from the log, within statistical error.</summary>
public sealed class TruthTests(ShopFixture fixture)
{
    private SimulatedShop Shop => fixture.Shop;

    private ShopTruth Truth => fixture.Shop.Truth;

    [Fact]
    public void Personas_Drawn_FollowTheirShares()
    {
        int n = Truth.Customers.Count;
        foreach (Persona persona in Enum.GetValues<Persona>())
        {
            double share = Shop.Options.Personas.Share(persona);
            double count = Truth.Customers.Count(c => c.Persona == persona);
            Assert.InRange((count - (n * share)) / Math.Sqrt(n * share * (1 - share)), -4, 4);
        }
    }

    [Fact]
    public void Conversion_OfEachPersonaAndAll_IsRecoveredFromTheLog()
    {
        double allOrders = 0, allExpected = 0, allVariance = 0;

        // Those who lapse see only the first months, where sales push conversion above its mean of the year.
        foreach (Persona persona in Enum.GetValues<Persona>().Where(p => p != Persona.Lapsed))
        {
            double orders = 0, expected = 0, variance = 0;
            for (int row = 0; row < Truth.Customers.Count; row++)
            {
                CustomerTruth customer = Truth.Customers[row];
                if (customer.Persona != persona) continue;
                int sessions = fixture.Counts[row].Sessions;
                orders += fixture.Counts[row].Orders;
                expected += sessions * customer.Conversion;
                variance += sessions * customer.Conversion * (1 - customer.Conversion);
            }

            AssertWithin(orders, expected, variance);
            allOrders += orders;
            allExpected += expected;
            allVariance += variance;
        }

        AssertWithin(allOrders, allExpected, allVariance);

        // Two percent beside chance: newcomers and leavers don't see the whole calendar.
        static void AssertWithin(double orders, double expected, double variance)
        {
            double slack = (4 * Math.Sqrt(variance)) + (0.02 * expected);
            Assert.InRange(orders, expected - slack, expected + slack);
        }
    }

    [Fact]
    public void PurchaseRate_OfEachPersona_IsRecoveredFromTheLog()
    {
        foreach (Persona persona in Enum.GetValues<Persona>().Where(p => p != Persona.Lapsed))
        {
            double orders = 0, expected = 0;
            for (int row = 0; row < Truth.Customers.Count; row++)
            {
                CustomerTruth customer = Truth.Customers[row];
                if (customer.Persona != persona) continue;
                double days = ((customer.Churned ?? Shop.Options.End) - customer.Joined).TotalDays;
                orders += fixture.Counts[row].Orders;
                expected += customer.PurchasesPerDay * days;
            }

            double slack = (4 * Math.Sqrt(expected)) + (0.08 * expected);
            Assert.InRange(orders, expected - slack, expected + slack);
        }
    }

    [Fact]
    public void BaselineProbability_OfActiveCustomers_IsTheShareWhoOrderWithinAMonth()
    {
        // Over all months of the year, since the calendar moves orders between them.
        double observed = 0, expected = 0;
        int windows = Shop.Options.Days / ShopTruth.HorizonDays;
        IEnumerable<CustomerTruth> active = Truth.Customers.Where(
            c => c.Churned is null && c.Joined == Shop.Options.Start && c.Persona == Persona.OccasionalBuyer);
        foreach (CustomerTruth customer in active)
        {
            CustomerEvents events = Shop.Log.EventsOf(customer.Id);
            bool[] ordered = new bool[windows + 1];
            for (int i = 0; i < events.Count; i++)
            {
                if (events.Types[i] == Shop.Log.TypeCode(EventType.Purchase))
                    ordered[(int)(new DateTime(events.Times[i]) - Shop.Options.Start).TotalDays / ShopTruth.HorizonDays] = true;
            }

            observed += ordered.Take(windows).Count(o => o);
            expected += windows * customer.BaselineProbability;
        }

        double slack = (4 * Math.Sqrt(expected)) + (0.05 * expected);
        Assert.InRange(observed, expected - slack, expected + slack);
    }

    [Fact]
    public void Personas_InTheLog_DifferAsTheyShould()
    {
        Dictionary<Persona, (double Conversion, double Coupons, decimal AverageOrder)> by =
            Enum.GetValues<Persona>().ToDictionary(p => p, p =>
        {
            EventLog log = Shop.Log.ForCustomers(Truth.Customers.Where(c => c.Persona == p).Select(c => c.Id));
            ShopEvent[] purchases = [.. log.Events().Where(e => e.Type == EventType.Purchase)];
            double orders = purchases.Select(e => e.Order).Distinct().Count();
            double sessions = log.Events().Select(e => e.Session).Where(s => s is not null).Distinct().Count();
            double coupons = log.Events().Count(e => e.Type == EventType.Coupon);
            return (orders / sessions, coupons / orders, purchases.Sum(e => (decimal)e.Quantity * e.UnitPrice) / (decimal)orders);
        });

        Assert.InRange(by[Persona.Explorer].Conversion, 0.02, 0.04);
        Assert.InRange(by[Persona.LuxuryBuyer].Conversion, 0.19, 0.30);
        Assert.True(by[Persona.BargainHunter].Coupons > 0.55 && by[Persona.LuxuryBuyer].Coupons < 0.10);
        Assert.True(by[Persona.LuxuryBuyer].AverageOrder > 3 * by[Persona.OccasionalBuyer].AverageOrder);
        Assert.True(by[Persona.BargainHunter].AverageOrder < by[Persona.OccasionalBuyer].AverageOrder);
    }

    [Fact]
    public void GiftBuyers_BuyBeforeTheOccasions()
    {
        EventLog log = Shop.Log.ForCustomers(Truth.Customers.Where(c => c.Persona == Persona.GiftBuyer).Select(c => c.Id));
        int Orders(DateTime from, int days) =>
            log.Between(from, from.AddDays(days)).Events().Where(e => e.Type == EventType.Purchase).Select(e => e.Order).Distinct().Count();

        int usual = Orders(new(2025, 9, 1), 14);
        Assert.True(Orders(new(2025, 2, 1), 14) > 3 * usual);
        Assert.True(Orders(new(2025, 4, 28), 14) > 3 * usual);
        Assert.True(Orders(new(2025, 12, 8), 14) > 3 * usual);
    }

    [Fact]
    public void Views_FollowTaste()
    {
        // Within a category, what a customer views must be liked better than what the shop shows.
        ILookup<string, ItemTruth> byCategory = Truth.Items.ToLookup(i => i.Category, StringComparer.Ordinal);
        double gain = 0;
        int customers = 0;
        foreach (CustomerTruth customer in Truth.Customers.Take(500))
        {
            CustomerEvents events = Shop.Log.EventsOf(customer.Id);
            double viewed = 0, shown = 0;
            int count = 0;
            for (int i = 0; i < events.Count; i++)
            {
                if (events.Types[i] != Shop.Log.TypeCode(EventType.View)) continue;
                ShopEvent e = events[i];
                viewed += Truth.TrueAffinity(customer.Id, e.Item);
                ItemTruth[] peers = [.. byCategory[e.Category!]];
                shown += peers.Sum(p => p.Popularity * Truth.TrueAffinity(customer.Id, p.Id)) / peers.Sum(p => p.Popularity);
                count++;
            }

            if (count < 10) continue;
            gain += (viewed - shown) / count;
            customers++;
        }

        Assert.InRange(customers, 300, 500);
        Assert.InRange(gain / customers, 0.5, 3);
    }

    [Fact]
    public void Orders_AfterAnEngagementRing_TurnToWeddingRings()
    {
        int followed = 0, weddings = 0, allOrders = 0, allWeddings = 0;
        for (int row = 0; row < Truth.Customers.Count; row++)
        {
            long since = long.MaxValue;
            bool counted = false;
            CustomerEvents events = Shop.Log.EventsOf(row);
            for (int i = 0; i < events.Count; i++)
            {
                if (events.Types[i] != Shop.Log.TypeCode(EventType.Purchase)) continue;
                string category = Shop.Log.Categories[events.Categories[i]];
                bool wedding = category == "Wedding rings";
                allOrders++;
                if (wedding) allWeddings++;
                if (!counted && since < long.MaxValue && events.Times[i] - since > 21 * TimeSpan.TicksPerDay)
                {
                    counted = true;
                    followed++;
                    if (wedding) weddings++;
                }

                if (category == "Engagement rings") since = Math.Min(since, events.Times[i]);
            }
        }

        Assert.InRange(followed, 100, 5_000);
        Assert.True(
            weddings > 0.47 * followed && allWeddings < 0.15 * allOrders, $"{weddings} of {followed}, {allWeddings} of {allOrders}");
    }

    [Fact]
    public void TruePurchaseProbability_WithAndWithoutOffers_MeansWhatItSays()
    {
        foreach (CustomerTruth customer in Truth.Customers)
        {
            Assert.InRange(customer.BaselineProbability, 0, 1);
            Assert.Equal(1 - Math.Exp(-30 * customer.SessionsPerDay * customer.Conversion), customer.BaselineProbability, 10);
            foreach (ShopOfferKind offer in Enum.GetValues<ShopOfferKind>())
            {
                double active = customer.OfferProbability(offer);
                double factor = customer.Churned is null ? 1 : ShopTruth.WinBackShare;
                Assert.InRange(active, 0, 1);
                Assert.Equal(factor * active, Truth.TruePurchaseProbability(customer.Id, offer), 12);
                double uplift = active - customer.BaselineProbability;
                if (customer.ResponseType == ResponseType.SleepingDog) Assert.True(uplift < 0);
                else if (customer.ResponseType != ResponseType.Persuadable) Assert.InRange(uplift, -0.05, 0.05);
            }

            Assert.Equal(customer.Churned is null ? customer.BaselineProbability : 0, Truth.TruePurchaseProbability(customer.Id));
        }
    }

    [Fact]
    public void TrueUplift_OfBestKind_DiffersByPersona()
    {
        double Mean(Persona persona, ShopOfferKind offer) =>
            Truth.Customers.Where(c => c.Persona == persona && c.Churned is null).Average(c => Truth.TrueUplift(c.Id, offer));

        Assert.True(Mean(Persona.BargainHunter, ShopOfferKind.PercentOff) > 4 * Mean(Persona.BargainHunter, ShopOfferKind.EarlyAccess));
        Assert.True(Mean(Persona.LuxuryBuyer, ShopOfferKind.EarlyAccess) > 4 * Mean(Persona.LuxuryBuyer, ShopOfferKind.PercentOff));
        Assert.True(Mean(Persona.GiftBuyer, ShopOfferKind.Gift) > Mean(Persona.GiftBuyer, ShopOfferKind.PercentOff));
    }

    [Fact]
    public void Find_UnknownIds_GivesNullAndMethodsSaySo()
    {
        CustomerId stranger = new("nobody");

        Assert.Null(Truth.Find(stranger));
        Assert.Null(Truth.Find(new ItemId("nothing")));
        Assert.Contains(
            "nobody", Assert.Throws<ArgumentException>(() => Truth.TruePurchaseProbability(stranger)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Truth.TrueAffinity(Truth.Customers[0].Id, new ItemId("nothing")));
        Assert.Throws<ArgumentOutOfRangeException>(() => Truth.Customers[0].OfferProbability((ShopOfferKind)8));
    }

    [Fact]
    public void Items_OfTheCatalogue_ReadAndCostAsTheyShould()
    {
        Assert.Equal(240, Truth.Items.Select(i => i.Title).Distinct(StringComparer.Ordinal).Count());
        Assert.All(Truth.Items, item =>
        {
            Assert.Matches("^[A-Z]{3}-[0-9]{4}$", item.Id.Value);
            Assert.StartsWith(item.Collection, item.Title, StringComparison.Ordinal);
            Assert.Contains(item.Collection, item.Description, StringComparison.Ordinal);
            Assert.InRange(item.BasePrice, 4, 100_000);
            Assert.InRange(item.Margin, 0.15, 0.85);
            Assert.Equal(ShopTruth.TasteDimensions, item.Latent.Length);
        });
        decimal Median(string category) => Truth.Items.Where(i => i.Category == category).Select(i => i.BasePrice).Order().ElementAt(3);
        Assert.True(
            Median("High jewelry") > Median("Engagement rings")
            && Median("Engagement rings") > Median("Earrings")
            && Median("Earrings") > Median("Charms"));
    }
}

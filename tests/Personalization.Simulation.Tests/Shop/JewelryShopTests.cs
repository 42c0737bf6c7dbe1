using System.Diagnostics;
using Personalization.Core;

namespace Personalization.Simulation.Tests;

public sealed class JewelryShopTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Simulate_SameSeedAndAnyThreads_GivesTheSameBytes()
    {
        JewelryShopOptions options = new() { CustomerCount = 700, Seed = 3 };
        SimulatedShop one = JewelryShop.Simulate(options with { Threads = 1 }, cancellationToken: Token);
        string expected = LogHash.Of(one.Log);

        foreach (int threads in (int[])[2, 7])
        {
            SimulatedShop other = JewelryShop.Simulate(options with { Threads = threads }, cancellationToken: Token);
            Assert.Equal(expected, LogHash.Of(other.Log));
            Assert.Equal(one.Truth.Customers.Select(Describe), other.Truth.Customers.Select(Describe));
        }

        Assert.NotEqual(expected, LogHash.Of(JewelryShop.Simulate(options with { Seed = 4 }, cancellationToken: Token).Log));

        static string Describe(CustomerTruth c) =>
            $"{c.Id} {c.Persona} {c.ResponseType} {c.BaselineProbability:R} {c.OfferProbability(ShopOfferKind.Gift):R} {c.Churned} "
            + string.Join(',', c.Taste.ToArray());
    }

    [Fact]
    public void Simulate_MoreCustomers_LeavesTheFirstOnesAsTheyWere()
    {
        SimulatedShop small = JewelryShop.Simulate(new() { CustomerCount = 50 }, cancellationToken: Token);
        SimulatedShop large = JewelryShop.Simulate(new() { CustomerCount = 5_000 }, cancellationToken: Token);

        Assert.Equal(LogHash.Of(small.Log), LogHash.Of(large.Log.ForCustomers(small.Log.Customers)));
    }

    [Theory]
    [InlineData(0, 240, 365)]
    [InlineData(1, 1, 1)]
    [InlineData(1, 240, 365)]
    [InlineData(30, 1, 60)]
    [InlineData(200, 3, 2)]
    [InlineData(20, 12_000, 30)]
    [InlineData(40, 40, 1_500)]
    public void Simulate_AnySize_StaysWithinIt(int customers, int items, int days)
    {
        SimulatedShop shop = JewelryShop.Simulate(
            new() { CustomerCount = customers, ItemCount = items, Days = days, Seed = 9 }, cancellationToken: Token);

        Assert.Equal(customers, shop.Truth.Customers.Count);
        Assert.Equal(items, shop.Truth.Items.Count);
        Assert.Equal(shop.Truth.Customers.Select(c => c.Id), shop.Log.Customers);
        Assert.All(shop.Log.Events(), e => Assert.InRange(e.Time, shop.Options.Start, shop.Options.End.AddTicks(-1)));
        Assert.All(shop.Log.Items.Ids, id => Assert.NotNull(shop.Truth.Find(id)));
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(400_000)]
    public void ForEvents_Target_IsMetWithinAFewPercent(int events)
    {
        EventLog log = JewelryShop.Simulate(JewelryShopOptions.ForEvents(events, seed: 5), cancellationToken: Token).Log;

        Assert.InRange(log.EventCount, events * 0.93, events * 1.07);
    }

    [Fact]
    public void Simulate_AMillionEvents_TakesSeconds()
    {
        Stopwatch watch = Stopwatch.StartNew();
        EventLog log = JewelryShop.Simulate(JewelryShopOptions.ForEvents(1_000_000), cancellationToken: Token).Log;

        // It takes 1.0 to 1.6 s of processor time; the bound leaves room for a busy machine and catches only a change of order.
        Assert.InRange(log.EventCount, 950_000, 1_050_000);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 60);
    }

    [Fact]
    public void Simulate_Progress_RisesToAllCustomers()
    {
        List<FitProgress> reports = [];
        JewelryShop.Simulate(new() { CustomerCount = 5_000 }, new Collector(reports), Token);

        Assert.Equal(reports.Select(r => r.Count).Order(), reports.Select(r => r.Count));
        Assert.Equal((5_000L, 1.0), (reports[^1].Count, reports[^1].Fraction));
    }

    [Fact]
    public void Simulate_Cancelled_Stops()
    {
        using CancellationTokenSource source = new();
        Canceller progress = new(source);

        Assert.Throws<OperationCanceledException>(() => JewelryShop.Simulate(new() { CustomerCount = 100_000 }, progress, source.Token));
        Assert.Equal(1, progress.Reports);
        Assert.Throws<OperationCanceledException>(() => JewelryShop.Simulate(new() { CustomerCount = 0 }, null, source.Token));
    }

    private sealed class Collector(List<FitProgress> reports) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => reports.Add(value);
    }

    private sealed class Canceller(CancellationTokenSource source) : IProgress<FitProgress>
    {
        public int Reports { get; private set; }

        public void Report(FitProgress value)
        {
            Reports++;
            source.Cancel();
        }
    }
}

using Personalization.Core;
using Personalization.Numerics;
using Personalization.TestKit;

namespace Personalization.Clustering.Tests;

public sealed class DriftMonitorTests
{
    private static readonly FeatureTable Then = Customers(4_000, 0, 1);

    private static readonly KMeansModel Model =
        new KMeansTrainer(new() { ClusterCount = 3, Starts = 2 }).Fit(Then.Standardize(), null, TestContext.Current.CancellationToken);

    internal static readonly DriftMonitor Monitor = DriftMonitor.From(Model, Then);

    [Fact]
    public void Check_TrainingData_IndexIsZero()
    {
        DriftReport report = Monitor.Check(Model, Then);

        Assert.All(
            report.Features.Append(report.Segments), measure => Assert.Equal((0, DriftLevel.Stable), (measure.Index, measure.Level)));
        Assert.False(report.ShouldRetrain);
        Assert.StartsWith("Stable", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OtherCustomersOfTheSameKind_Stable() => Assert.False(Monitor.Check(Model, Customers(1_000, 0, 2)).ShouldRetrain);

    [Fact]
    public void Check_OneFeatureShifted_SaysWhichAndToRetrain()
    {
        DriftReport report = Monitor.Check(Model, Customers(1_000, 1.2, 3));

        Assert.True(report.ShouldRetrain);
        Assert.Equal(DriftLevel.Major, report.Features[0].Level);
        Assert.Equal(DriftLevel.Stable, report.Features[1].Level);
        Assert.Contains("spend (", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_AFewCustomersFarAway_ChanceIsNoAlarm()
    {
        DriftReport report = Monitor.Check(Model, Customers(6, 0, 4));

        Assert.True(report.Features.Max(feature => feature.Index) > .25, "so few move the index by chance");
        Assert.False(report.ShouldRetrain);
    }

    [Fact]
    public void Observe_EachCustomer_SameAsCheckingAll()
    {
        FeatureTable now = Customers(500, .5, 5);
        int[] labels = Model.Predict(now);
        DriftWindow window = Monitor.Start();

        Parallel.For(0, now.RowCount, row => window.Observe(now.Values.Row(row), labels[row]));

        Assert.Equal(Monitor.Check(Model, now).Features, window.Report().Features);
        window.Clear();
        Assert.Equal(0, window.Report().Rows);
        Assert.False(window.Report().ShouldRetrain);
    }

    [Fact]
    public void Check_ConstantFeature_OneBin()
    {
        FeatureTable constant = FeatureTable.Create(Then.Customers, ("spend", Then.Column("spend")), ("visits", new float[Then.RowCount]));
        KMeansModel model = new KMeansTrainer(new() { ClusterCount = 2, Starts = 1 }).Fit(
            constant, null, TestContext.Current.CancellationToken);

        Assert.Equal(0, DriftMonitor.From(model, constant).Check(model, constant).Features[1].Index);
    }

    [Fact]
    public void From_ScaledOrEmptyTable_ArgumentException()
    {
        Assert.Throws<ArgumentException>(() => DriftMonitor.From(Model, Then.Standardize()));
        Assert.Throws<ArgumentException>(() => DriftMonitor.From(Model, Customers(0, 0, 1)));
        Assert.Throws<ArgumentException>(() => DriftMonitor.From(Model, Then, new() { ModerateIndex = .3 }));
        Assert.Throws<ArgumentException>(() => Monitor.Start().Observe([1], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Monitor.Start().Observe([1, 2], 3));
    }

    [Fact]
    public void Load_Saved_SameReport()
    {
        using MemoryStream stream = new();
        Monitor.Save(stream);

        DriftMonitor loaded = DriftMonitor.Load(new MemoryStream(stream.ToArray()));

        FeatureTable now = Customers(300, .4, 6);
        Assert.Equal(Monitor.Check(Model, now).Features, loaded.Check(Model, now).Features);
        Assert.Equal(Monitor.Options, loaded.Options);
    }

    [Fact]
    public void Update_ChangedFeatures_TellsTheMoveAndCountsDrift()
    {
        LivingSegments segments = LivingSegments.Start(["low", "middle", "high"]);
        DriftWindow window = Monitor.Start();
        SegmentTracker tracker = new(Model, segments, window);
        tracker.Load(Then);
        CustomerId customer = Then.Customers[0], stranger = new("stranger");
        float[] own = Then.Values.Row(0).ToArray();
        int cluster = Model.TrainingLabels.Span[0], other = (cluster + 1) % 3;
        float[] elsewhere = Model.RawCenters.Row(other).ToArray();

        Assert.Null(tracker.Update(customer, own));
        Assert.Equal(new SegmentMove(customer, segments[cluster], segments[other], false), tracker.Update(customer, elsewhere));
        Assert.Null(tracker.Update(customer, elsewhere));
        Assert.Equal(new SegmentMove(stranger, null, segments[other], true), tracker.Update(stranger, elsewhere));

        Assert.True(tracker.TryGetSegment(stranger, out LivingSegment? segment));
        Assert.Equal(segments[other], segment);
        Assert.False(tracker.TryGetSegment(new CustomerId("nobody"), out _));
        Assert.Equal(4, window.Report().Rows);
        Assert.Equal(Then.RowCount + 1, tracker.Count);
        Assert.Throws<ArgumentException>(() => tracker.Update(customer, [1]));
        Assert.Throws<ArgumentException>(() => tracker.Update(customer, [1, float.NaN]));
    }

    /// <summary>Spend is normal around the shift, visits uniform.</summary>
    private static FeatureTable Customers(int count, double shift, ulong seed)
    {
        RandomStream random = new(seed, "customers");
        float[] spend = new float[count], visits = new float[count];
        for (int i = 0; i < count; i++)
            (spend[i], visits[i]) = ((float)random.NextGaussian(shift), random.NextSingle());

        return FeatureTable.Create(
            IdIndex<CustomerId>.From(Enumerable.Range(0, count).Select(i => new CustomerId($"c{i:00000}"))),
            ("spend", spend),
            ("visits", visits));
    }
}

public sealed class DriftMonitorConformanceTests : ModelConformance<DriftMonitor>
{
    protected override DriftMonitor Sample() => DriftMonitorTests.Monitor;
}

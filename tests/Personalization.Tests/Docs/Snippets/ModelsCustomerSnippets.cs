using Personalization.Clustering;
using Personalization.Core;
using Personalization.Data;
using Personalization.Rfm;

namespace Personalization.Tests;

/// <summary>
/// The code of docs/models about customers: rfm.md (with the formulas of docs/why/ties.md), k-means.md and repeat-purchase.md.
/// </summary>
[Collection("current directory")]
public sealed class ModelsCustomerSnippets : IDisposable
{
    private readonly SnippetFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rfm_OnAFile_ScoresAndSegments()
    {
        EventLog log = EventFile.Read("orders.csv").Log;
        RfmTable rfm = RfmTable.From(log);
        RfmScores scores = rfm.Score();
        SegmentTable segments = scores.Segment(SegmentGrids.TenNames);

        Console.WriteLine(
            $"{rfm[0].Customer}: {rfm[0].RecencyDays} days, {rfm[0].Frequency} orders, {rfm[0].Monetary:N2}, cell {scores[0].Cell}");
        foreach (SegmentProfile profile in segments.Profiles)
            Console.WriteLine(
                $"{profile.Segment.Name}: {profile.Customers} customers, {profile.ShareOfRevenue:P0} of revenue. {profile.Segment.Action}");

        Assert.Equal(rfm.Count, segments.Profiles.Sum(p => p.Customers));

        RfmScores byEdges = rfm.Score(new RfmScoreOptions
        {
            RecencyEdges = [30, 90, 365], // up to 30 days 4, up to 90 days 3, up to 365 days 2, longer 1
            FrequencyEdges = [2, 5], // 1 order 1, 2 to 4 orders 2, 5 and more 3
            Ties = TieRule.Middle, // of monetary value, which stays with quantiles
        });

        for (int row = 0; row < rfm.Count; row++)
        {
            Assert.Equal(rfm[row].RecencyDays switch { <= 30 => 4, <= 90 => 3, <= 365 => 2, _ => 1 }, byEdges[row].Recency);
            Assert.Equal(rfm[row].Frequency switch { 1 => 1, <= 4 => 2, _ => 3 }, byEdges[row].Frequency);
        }
    }

    [Fact]
    public void Ties_EqualFrequencies_ScoreByTheFormulas()
    {
        RfmTable rfm = RfmTable.From(EventFile.Read("orders.csv").Log);

        RfmScores lowest = rfm.Score(new RfmScoreOptions { Ties = TieRule.Lowest });
        RfmScores highest = rfm.Score(new RfmScoreOptions { Ties = TieRule.Highest });

        int best = lowest.RecencyBins, n = rfm.Count;
        for (int row = 0; row < n; row++)
        {
            int orders = rfm.Frequency[row], worse = 0, noBetter = 0;
            foreach (int other in rfm.Frequency)
            {
                worse += other < orders ? 1 : 0;
                noBetter += other <= orders ? 1 : 0;
            }

            Assert.Equal(1 + (best * worse / n), lowest[row].Frequency);
            Assert.Equal(((best * noBetter) + n - 1) / n, highest[row].Frequency);
        }
    }

    [Fact]
    public void KMeans_OnRfm_ClustersProfilesAndNames()
    {
        EventLog log = EventFile.Read("orders.csv").Log;
        FeatureTable raw = RfmTable.From(log).ToFeatures();
        KMeansModel model = new KMeansTrainer(new() { ClusterCount = 4, Seed = 1 }).Fit(raw.Log1P().Standardize());

        int[] clusters = model.Predict(raw);
        ClusterProfiles profiles = ClusterProfiles.From(model, raw);
        IReadOnlyList<string> names = ClusterNameBook.Default.Name(profiles);
        foreach (ClusterProfile profile in profiles)
            Console.WriteLine($"{names[profile.Cluster]}: {profile.Size} customers, {profile.Summary}");

        Assert.Equal(model.TrainingLabels.ToArray(), clusters);
        Assert.Equal(4, names.Distinct(StringComparer.Ordinal).Count());

        ClusterSelection selection = new ClusterSelector(new() { MaxClusters = 8 }).Fit(raw.Log1P().Standardize());
        Console.WriteLine(selection.Reason);
        foreach (ClusterCandidate tried in selection.Candidates)
        {
            Console.WriteLine(
                $"{tried.ClusterCount}: inertia {tried.Inertia:N0}, silhouette {tried.Silhouette.Mean:N2}, "
                + $"smallest cluster {tried.SmallestShare:P0}");
        }

        Assert.Equal(selection.RecommendedClusterCount, selection.Model.ClusterCount);
        Assert.Equal([2, 3, 4, 5, 6, 7, 8], selection.Candidates.Select(c => c.ClusterCount));

        ClusterNameBook ours = new(
        [
            new ClusterNameRule("Whales", new ClusterNameCondition("monetary", AtLeast: 1.5)),
            .. ClusterNameBook.Default.Rules,
        ]);
        IReadOnlyList<string> renamed = ours.Name(profiles);

        Assert.Equal(4, renamed.Count);

        model.Save("clusters.safetensors");
        KMeansModel loaded = KMeansModel.Load("clusters.safetensors");

        Assert.Equal(clusters, loaded.Predict(raw));
    }

    [Fact]
    public void RepeatPurchase_OnAFile_AnswersForACustomer()
    {
        OrderTable orders = OrderTable.From(EventFile.Read("orders.csv").Log);
        RepeatPurchaseRates rates = RepeatPurchaseRates.From(orders, new() { HorizonDays = 30 });

        Console.WriteLine($"{rates.OverallRate:P0} ordered again within {rates.Options.HorizonDays} days, in {rates.Windows} windows");
        double? probability = rates.Probability(recencyDays: 12, orders: 3);
        foreach (RepeatPurchaseCell cell in rates.Cells.Where(cell => cell.Customers > 0))
            Console.WriteLine(
                $"from {cell.RecencyFrom} days and {cell.OrdersFrom} orders on: {cell.Bought} of {cell.Customers}, rate {cell.Rate:P0}");

        RepeatPurchaseCell own = rates.Cells.Single(cell => cell.RecencyFrom == 8 && cell.OrdersFrom == 3);
        Assert.Equal(own.Rate, probability);
        Assert.Equal([0, 8, 15, 30, 60, 90, 180, 360], rates.Cells.Select(cell => cell.RecencyFrom).Distinct());
        Assert.Equal(6, rates.Windows);
    }
}

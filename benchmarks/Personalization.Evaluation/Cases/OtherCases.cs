using System.Diagnostics;
using System.Security.Cryptography;
using Personalization.Clustering;
using Personalization.Core;
using Personalization.Incentives;
using Personalization.Rfm;
using Personalization.Simulation;

namespace Personalization.Evaluation.Cases;

/// <summary>k-means at k = 8 on standardized log R, F, M, to be held against scikit-learn's best of 50 starts.</summary>
internal sealed class KMeansRfmCase : IEvaluationCase
{
    public string Name => "kmeans-rfm";

    public string Description => "Online Retail II: k-means, k = 8, on standardized log R, F, M";

    public void Run(EvaluationContext context)
    {
        FeatureTable features = RfmTable.From(Retail.Read(context).Log).ToFeatures().Log1P().Standardize();
        Stopwatch watch = Stopwatch.StartNew();
        KMeansModel model = new KMeansTrainer(new() { ClusterCount = 8, Starts = context.Option("starts", 50), Seed = 1 }).Fit(features);
        context.Figure("KMeansModel", "inertia", model.Inertia);
        context.Figure("KMeansModel", "silhouette", ClusterSilhouette.Mean(features.Values, model.TrainingLabels.Span));
        context.Figure("KMeansModel", "seconds", watch.Elapsed.TotalSeconds);
    }
}

/// <summary>The simulated shop at a size.</summary>
internal sealed class SimulateCase : IEvaluationCase
{
    public string Name => "simulate";

    public string Description => "The simulated jewelry shop [--events N]";

    public void Run(EvaluationContext context)
    {
        Stopwatch watch = Stopwatch.StartNew();
        SimulatedShop shop = JewelryShop.Simulate(JewelryShopOptions.ForEvents(context.Option("events", 1_000_000), seed: 1));
        double seconds = watch.Elapsed.TotalSeconds;
        context.Figure("JewelryShop", "events", shop.Log.EventCount, seconds);
        context.Figure("JewelryShop", "seconds", seconds, seconds);
    }
}

/// <summary>Offers for many customers: how near the plan is to the bound, and how long it takes.</summary>
internal sealed class OffersCase : IEvaluationCase
{
    public string Name => "offers";

    public string Description => "Offers for simulated customers at several budgets [--customers N]";

    public void Run(EvaluationContext context)
    {
        SimulatedShop shop = JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = context.Option("customers", 20_000), Seed = 1 });
        PersonalizationResult result = new PersonalizationPipeline(new() { Seed = 1, RecommendationCount = 3 }).Run(shop.Log);
        foreach (decimal budget in (decimal[])[100, 1_000, 10_000, 100_000])
        {
            Stopwatch watch = Stopwatch.StartNew();
            OfferPlan plan = new OfferAllocator(new() { Budget = budget }).Allocate(result.Customers, OfferCatalogue.Example, result.Offers.IssuedAt);
            context.Figure(
                "OfferAllocator", "share_of_bound", plan.ShareOfBound, watch.Elapsed.TotalSeconds, ("customers", result.Customers.Count), ("budget", budget),
                ("cost", plan.BudgetUsed), ("expected_value", plan.Total.ExpectedNet), ("shadow_price", plan.ShadowPrice));
        }
    }
}

/// <summary>The value model of the book shop, as published and corrected.</summary>
internal sealed class BusinessValueCase : IEvaluationCase
{
    public string Name => "business-value";

    public string Description => "The book shop's value model, as published and corrected";

    public void Run(EvaluationContext context)
    {
        foreach (BusinessValueLine line in BookShopExample.Report.Lines)
            context.Figure("BusinessValueCalculator", line.Key, (double)line.Corrected, null, ("published", line.Published ?? 0m), ("name", line.Name));
    }
}

/// <summary>The same seed, one thread and several: the same bytes in every file.</summary>
internal sealed class SameBytesCase : IEvaluationCase
{
    public string Name => "same-bytes";

    public string Description => "Online Retail II: every output file with 1 thread, with 2 and with 7, by SHA-256";

    public void Run(EvaluationContext context)
    {
        string folder = Path.Combine(Path.GetTempPath(), "personalization-same-bytes-" + Environment.ProcessId);
        string? first = null;
        try
        {
            foreach (int threads in (int[])[1, 2, 7])
            {
                string own = Path.Combine(folder, $"{threads}");
                new PersonalizationPipeline(new() { Seed = 1, Threads = threads }).Run(context.Data(Retail.File)).Save(own, includeTimings: false);
                string hash = HashOf(own);
                first ??= hash;
                context.Figure("PersonalizationPipeline", "same_bytes", hash == first ? 1 : 0, null, ("threads", threads), ("sha256", hash));
            }
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    private static string HashOf(string folder)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)) hash.AppendData(File.ReadAllBytes(path));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

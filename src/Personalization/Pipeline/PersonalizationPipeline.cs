using Personalization.Clustering;
using Personalization.Core;
using Personalization.Data;
using Personalization.Incentives;
using Personalization.Insights;
using Personalization.Recommendations;
using Personalization.Rfm;

namespace Personalization;

/// <summary>
/// The whole job: events → orders → RFM and segments → clusters with names → recommendations → an affordable offer for each customer → a report.
/// Stateless and thread-safe; every step is also there alone, in its own package.
/// </summary>
/// <param name="options">What to do; null for the defaults.</param>
/// <param name="clock">Measures the steps' seconds, nothing else. Default: the system's.</param>
public sealed class PersonalizationPipeline(PersonalizationOptions? options = null, TimeProvider? clock = null)
{
    /// <summary>Fewest customers that clusters are sought among.</summary>
    private const int FewestCustomersForClusters = 20;

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <summary>What the pipeline does.</summary>
    public PersonalizationOptions Options { get; } = options ?? new PersonalizationOptions();

    /// <summary>Reads a file of events and runs the whole job on it.</summary>
    /// <inheritdoc cref="EventFile.Read(string, EventReadOptions?, IProgress{FitProgress}?, CancellationToken)" path="/exception"/>
    public PersonalizationResult Run(
        string path, EventReadOptions? readOptions = null, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        StepClock steps = new(_clock, progress, cancellationToken);
        EventReadResult read = steps.Run("read", 0, () => EventFile.Read(path, readOptions, Scaled(progress, .4), cancellationToken));
        return Run(read.Log, read.Report, steps, cancellationToken);
    }

    /// <summary>Runs the whole job on events that were read from a file.</summary>
    public PersonalizationResult Run(EventReadResult read, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(read);
        return Run(read.Log, read.Report, new StepClock(_clock, progress, cancellationToken), cancellationToken);
    }

    /// <summary>Runs the whole job on a log.</summary>
    /// <exception cref="ArgumentException">The log holds no purchase.</exception>
    public PersonalizationResult Run(EventLog log, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        return Run(log, null, new StepClock(_clock, progress, cancellationToken), cancellationToken);
    }

    private PersonalizationResult Run(EventLog log, CleaningReport? cleaning, StepClock steps, CancellationToken cancellationToken)
    {
        OrderTable orders = steps.Run("orders", .4, () => OrderTable.From(log, Options.Threads, cancellationToken));
        if (orders.Count == 0)
            throw new ArgumentException($"None of the {log.EventCount} events is a purchase, so there are no customers to analyse; map the shop's event names to '{EventType.Purchase}'.", nameof(log));

        RfmTable rfm = steps.Run("rfm", .45, () => RfmTable.From(
            log, Options.Rfm with { ReferenceDate = Options.ReferenceDate ?? Options.Rfm.ReferenceDate, MaxThreads = Options.Threads }, cancellationToken));
        SegmentTable segments = steps.Run("segments", .5, () => rfm.Score(Options.Scores).Segment(Options.Segmentation));
        PurchaseBehavior behavior = steps.Run("behavior", .52, () => PurchaseBehavior.From(
            log, new PurchaseBehaviorOptions { ReferenceDate = rfm.ReferenceDate, MaxThreads = Options.Threads }, cancellationToken));
        (ClusterSelection? clusters, ClusterProfiles? profiles, IReadOnlyList<string>? names) = steps.Run("clusters", .58, () => Cluster(rfm, cancellationToken));
        ItemNeighborsModel recommender = steps.Run("recommender", .7, () => new ItemNeighborsTrainer(
            Options.Recommender with { MaxThreads = Options.Threads }).Fit(log, cancellationToken: cancellationToken));
        IReadOnlyList<CustomerRecommendations> recommendations = steps.Run("recommendations", .75, () => recommender.RecommendAll(
            Options.RecommendationCount, maxThreads: Options.Threads, cancellationToken: cancellationToken));
        RepeatPurchaseRates rates = steps.Run("repeat_purchases", .83, () => RepeatPurchaseRates.From(
            orders, Options.RepeatPurchases with { ReferenceDate = rfm.ReferenceDate }));
        IReadOnlyList<CustomerProfile> customers = new ProfileAssembly(rfm, segments, behavior, clusters, names, rates, recommendations).Profiles();
        OfferPlan offers = steps.Run("offers", .85, () => new OfferAllocator(
            Options.Allocation with { Budget = Options.Budget, MaxThreads = Options.Threads })
            .Allocate(customers, Options.Catalogue, new DateTimeOffset(rfm.ReferenceDate, TimeSpan.Zero), cancellationToken: cancellationToken));
        HtmlReport report = steps.Run("report", .92, () =>
        {
            string currency = rfm.Currency ?? (log.Currencies is [string only] ? only : "");
            ReportBuilder page = new(Options.Title) { Money = ValueFormat.Currency(currency) };
            RfmGroups? groups = RfmGroups.From(rfm, segments, log);
            ReadReport.Add(page, cleaning, log);
            if (groups is not null)
            {
                RfmReport.Add(page, groups);
                SegmentsReport.Add(page, groups);
            }

            if (clusters is not null) ClustersReport.Add(page, clusters, profiles!, names!);
            RecommendationsReport.Add(page, recommendations, log, groups);
            OffersReport.Add(page, offers, groups);
            if (Options.BusinessValue is { } value) BusinessValueSection.Add(page, value);
            return page.Build();
        });

        return new PersonalizationResult(Options, steps.Seconds)
        {
            Log = log,
            Cleaning = cleaning,
            Orders = orders,
            Rfm = rfm,
            Segments = segments,
            Behavior = behavior,
            Clusters = clusters,
            ClusterProfiles = profiles,
            ClusterNames = names,
            Recommender = recommender,
            Recommendations = recommendations,
            RepeatPurchases = rates,
            Customers = customers,
            Offers = offers,
            Report = report,
        };
    }

    /// <summary>Clusters on standardized log R, F, M; nothing where there are too few customers for clusters to mean anything.</summary>
    private (ClusterSelection? Selection, ClusterProfiles? Profiles, IReadOnlyList<string>? Names) Cluster(RfmTable rfm, CancellationToken cancellationToken)
    {
        if (rfm.Count < FewestCustomersForClusters) return (null, null, null);
        FeatureTable raw = rfm.ToFeatures();
        ClusterSelectorOptions selector = Options.Clusters with { KMeans = Options.Clusters.KMeans with { Seed = Options.Seed, Threads = Options.Threads } };
        ClusterSelection selection = new ClusterSelector(selector).Fit(raw.Log1P().Standardize(), cancellationToken: cancellationToken);
        ClusterProfiles profiles = ClusterProfiles.From(selection.Model, raw, [.. Enumerable.Range(0, rfm.Count).Select(row => rfm[row].Monetary)]);
        return (selection, profiles, Options.ClusterNames.Name(profiles));
    }

    /// <summary>Progress of one step as part of the whole.</summary>
    private static Progress? Scaled(IProgress<FitProgress>? progress, double share) => progress is null ? null : new Progress(progress, share);

    private sealed class Progress(IProgress<FitProgress> whole, double share) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => whole.Report(value with { Fraction = value.Fraction * share });
    }
}

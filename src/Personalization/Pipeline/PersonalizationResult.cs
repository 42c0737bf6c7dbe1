using System.Diagnostics;
using Personalization.Clustering;
using Personalization.Core;
using Personalization.Data;
using Personalization.Incentives;
using Personalization.Insights;
using Personalization.Recommendations;
using Personalization.Rfm;

namespace Personalization;

/// <summary>Everything a run of <see cref="PersonalizationPipeline"/> found: each table, model and chart. Immutable and thread-safe.</summary>
public sealed class PersonalizationResult
{
    private readonly IReadOnlyList<KeyValuePair<string, double>> _seconds;

    internal PersonalizationResult(PersonalizationOptions options, IReadOnlyList<KeyValuePair<string, double>> seconds)
    {
        Options = options;
        _seconds = seconds;
    }

    /// <summary>What was asked for.</summary>
    public PersonalizationOptions Options { get; }

    /// <summary>The events.</summary>
    public required EventLog Log { get; init; }

    /// <summary>What reading the file dropped and repaired; null where the events didn't come from a file.</summary>
    public required CleaningReport? Cleaning { get; init; }

    /// <summary>The orders.</summary>
    public required OrderTable Orders { get; init; }

    /// <summary>Recency, frequency and monetary value of each customer who bought.</summary>
    public required RfmTable Rfm { get; init; }

    /// <summary>Each customer's segment, with scores and profiles.</summary>
    public required SegmentTable Segments { get; init; }

    /// <summary>How each customer buys, beside R, F and M.</summary>
    public required PurchaseBehavior Behavior { get; init; }

    /// <summary>Clusters for every k that was tried, and the choice; null where there were too few customers.</summary>
    public required ClusterSelection? Clusters { get; init; }

    /// <summary>What the chosen clusters are like.</summary>
    public required ClusterProfiles? ClusterProfiles { get; init; }

    /// <summary>Names of the chosen clusters, by cluster.</summary>
    public required IReadOnlyList<string>? ClusterNames { get; init; }

    /// <summary>The recommender.</summary>
    public required ItemNeighborsModel Recommender { get; init; }

    /// <summary>Each customer's recommendations, best first.</summary>
    public required IReadOnlyList<CustomerRecommendations> Recommendations { get; init; }

    /// <summary>How often customers come back without an offer.</summary>
    public required RepeatPurchaseRates RepeatPurchases { get; init; }

    /// <summary>What decisions were made from, in the order of <see cref="Rfm"/>.</summary>
    public required IReadOnlyList<CustomerProfile> Customers { get; init; }

    /// <summary>A decision for each customer, within the budget.</summary>
    public required OfferPlan Offers { get; init; }

    /// <summary>The report for people.</summary>
    public required HtmlReport Report { get; init; }

    /// <summary>The run in figures, with the process's peak memory so far.</summary>
    public PersonalizationSummary Summarize()
    {
        using Process process = Process.GetCurrentProcess();
        return new PersonalizationSummary
        {
            RowsRead = Cleaning?.RowsRead ?? Log.EventCount,
            RowsKept = Cleaning?.RowsKept ?? Log.EventCount,
            Customers = Rfm.Count,
            Items = Log.Items.Count,
            Orders = Orders.Count,
            Revenue = Orders.Total,
            ReferenceDate = Rfm.ReferenceDate,
            Clusters = Clusters is { } selection
                ? new ClusterSummary(
                    selection.RecommendedClusterCount,
                    selection.Model.Inertia,
                    selection.Recommended.Silhouette.Mean,
                    selection.Recommended.DaviesBouldin,
                    selection.Model.Sizes)
                : null,
            Offers = new OfferSummary(Offers.Total.Offers, Offers.BudgetUsed, Offers.Budget, Offers.Total.ExpectedNet),
            Seconds = _seconds,
            PeakBytes = process.PeakWorkingSet64,
        };
    }

    /// <summary>Writes every file of <see cref="PersonalizationFiles"/> into a folder, which is made where it doesn't exist; files of an earlier run are replaced.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="includeTimings">False leaves seconds and memory out of summary.json, so that equal runs give equal bytes. Default true.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    public void Save(string folder, bool includeTimings = true, CancellationToken cancellationToken = default) =>
        new ResultFiles(this, Guard.NotBlank(folder, nameof(folder))).Write(includeTimings, cancellationToken);
}

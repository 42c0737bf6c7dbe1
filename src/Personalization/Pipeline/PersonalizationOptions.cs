using Personalization.Clustering;
using Personalization.Incentives;
using Personalization.Recommendations;
using Personalization.Rfm;

namespace Personalization;

/// <summary>What <see cref="PersonalizationPipeline"/> does with a log. Immutable; every default is valid.</summary>
public sealed record PersonalizationOptions
{
    /// <summary>Title of the report. Default "Personalization report".</summary>
    public string Title { get; init => field = Guard.NotBlank(value); } = "Personalization report";

    /// <summary>The most that all offers may cost together, in the shop's currency, 0 to 100 billion. What counts against it is
    /// <see cref="AllocationOptions.Basis"/>: by default everybody redeeming on an average order. No plan goes above it. Default 10,000.</summary>
    public decimal Budget { get; init => field = Guard.InRange(value, 0m, 100_000_000_000m); } = 10_000m;

    /// <summary>Seed of all randomness. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads at most, at least 1; the outcome doesn't depend on it. Default: one for each processor.</summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }

    /// <summary>The day recency counts to, and offers are issued on. Default: the day after the last event.</summary>
    public DateTime? ReferenceDate { get; init; }

    /// <summary>How orders become R, F and M; its reference date and threads follow from the options here.</summary>
    public RfmOptions Rfm { get; init; } = new();

    /// <summary>How R, F and M are scored.</summary>
    public RfmScoreOptions Scores { get; init; } = new();

    /// <summary>How customers are named by their scores. Default: the eight segments of <see cref="SegmentGrids.OnlineRetailer"/>, which the example catalogue is written for.</summary>
    public Segmentation Segmentation { get; init; } = SegmentGrids.OnlineRetailer;

    /// <summary>How clusters are fitted and their number is chosen; its seed and threads follow from the options here.</summary>
    public ClusterSelectorOptions Clusters { get; init; } = new();

    /// <summary>The book that names clusters.</summary>
    public ClusterNameBook ClusterNames { get; init; } = ClusterNameBook.Default;

    /// <summary>How items are recommended; its threads follow from the options here.</summary>
    public ItemNeighborsOptions Recommender { get; init; } = new();

    /// <summary>Items recommended to each customer, 1 to 1,000. Default 10.</summary>
    public int RecommendationCount { get; init => field = Guard.InRange(value, 1, 1_000); } = 10;

    /// <summary>How the shop's own past is counted for the probability of an order without an offer; its reference date is that of RFM.</summary>
    public RepeatPurchaseOptions RepeatPurchases { get; init; } = new();

    /// <summary>The offers. Default: the shipped example.</summary>
    public OfferCatalogue Catalogue { get; init; } = OfferCatalogue.Example;

    /// <summary>How offers are given; budget and threads follow from the options here.</summary>
    public AllocationOptions Allocation { get; init; } = new();

    /// <summary>A value model to print in the report beside the plan; null (default) for none.</summary>
    public BusinessValueReport? BusinessValue { get; init; }
}

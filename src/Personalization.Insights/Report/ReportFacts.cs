namespace Personalization.Insights;

/// <summary>All that a report may tell, in plain numbers and text; what wasn't computed is null and its section is absent.</summary>
internal sealed record ReportFacts
{
    public required string Title { get; init; }

    public string Generated { get; init; } = "";

    public string Currency { get; init; } = "";

    public ShopFacts? Shop { get; init; }

    public CleaningFacts? Cleaning { get; init; }

    public RfmFacts? Rfm { get; init; }

    public ClusterChoiceFacts? ClusterChoice { get; init; }

    public IReadOnlyList<ClusterFacts>? Clusters { get; init; }

    public IReadOnlyList<SuggestionFacts>? Suggestions { get; init; }

    public OfferFacts? Offers { get; init; }

    public IReadOnlyList<ValueFacts>? BusinessValue { get; init; }
}

internal sealed record ShopFacts(long Customers, long Items, long Orders, decimal Revenue, DateOnly First, DateOnly Last);

/// <summary>What was read, and what each rule did to it.</summary>
internal sealed record CleaningFacts(string Source, long RowsRead, long RowsKept, IReadOnlyList<CleaningRuleFacts> Rules);

/// <summary>A rule with its counts and, in <paramref name="Examples"/>, a few of the rows it met.</summary>
internal sealed record CleaningRuleFacts(string Name, string Explanation, long Dropped, long Repaired, long Reported, IReadOnlyList<string> Examples);

/// <summary>Recency, frequency and monetary of each customer (equally long, one entry a customer), and the segment each belongs to.</summary>
internal sealed record RfmFacts
{
    public required DateOnly ReferenceDate { get; init; }

    public required IReadOnlyList<string> Customers { get; init; }

    /// <summary>Days since the last order.</summary>
    public required double[] Recency { get; init; }

    /// <summary>Number of orders.</summary>
    public required double[] Frequency { get; init; }

    /// <summary>Amount spent.</summary>
    public required double[] Monetary { get; init; }

    /// <summary>Index into <see cref="Segments"/> for each customer.</summary>
    public required int[] SegmentOf { get; init; }

    public required IReadOnlyList<SegmentFacts> Segments { get; init; }

    /// <summary>Customers by recency score (columns, 1 to 5 from the left) and frequency score (rows, 5 to 1 from the top); null to leave the grid out.</summary>
    public double[]? ScoreGrid { get; init; }

    /// <summary>Names of the segments in the cells of <see cref="ScoreGrid"/>, in the same order.</summary>
    public IReadOnlyList<string> ScoreGridNames { get; init; } = [];
}

internal sealed record SegmentFacts(string Name, string Profile);

/// <summary>Quality of the clustering for each number of clusters, and the number that was chosen, with the reason.</summary>
internal sealed record ClusterChoiceFacts(IReadOnlyList<ClusterCountFacts> Counts, int Recommended, string Reason);

internal sealed record ClusterCountFacts(int Count, double Inertia, double Silhouette, double DaviesBouldin);

internal sealed record ClusterFacts(
    string Name, string Profile, long Customers, double RevenueShare, double Recency, double Frequency, double Monetary, string SetsApart);

/// <summary>What one customer is recommended.</summary>
internal sealed record SuggestionFacts(string Customer, string Segment, string History, IReadOnlyList<SuggestedItem> Items);

internal sealed record SuggestedItem(string Title, double Score, string Reason);

internal sealed record OfferFacts
{
    public required decimal Budget { get; init; }

    public required decimal Spent { get; init; }

    public required decimal ExpectedValue { get; init; }

    public required long CustomersAsked { get; init; }

    public required IReadOnlyList<OfferLine> Lines { get; init; }

    public IReadOnlyList<DecisionFacts> Samples { get; init; } = [];
}

/// <summary>An offer to a segment: how many get it, what it costs and what it is expected to bring.</summary>
internal sealed record OfferLine(string Offer, string Segment, long Customers, decimal Cost, decimal ExpectedValue);

internal sealed record DecisionFacts(string Customer, string Segment, string Offer, decimal Cost, decimal ExpectedValue, IReadOnlyList<string> Reasons);

/// <summary>A line of the business value model: the published figure beside the corrected one.</summary>
internal sealed record ValueFacts(string Name, decimal? Published, decimal? Corrected, string Explanation);

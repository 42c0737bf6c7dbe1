using Personalization.Clustering;
using Personalization.Core;
using Personalization.Data;
using Personalization.Incentives;
using Personalization.Recommendations;
using Personalization.Rfm;

namespace Personalization.Insights;

/// <summary>
/// What <see cref="HtmlReport.Create"/> tells about. Everything but the title may be left out: what is null has no section, so RFM alone
/// makes a page too. Immutable.
/// </summary>
public sealed record ReportInput
{
    /// <summary>Heading of the page; not blank. Default "Personalization report".</summary>
    public string Title { get; init => field = Guard.NotBlank(value); } = "Personalization report";

    /// <summary>
    /// ISO 4217 code of all amounts. Default null: that of <see cref="Rfm"/>, or the only one of <see cref="Log"/>; amounts have no sign
    /// where there is none.
    /// </summary>
    public string? Currency { get; init; }

    /// <summary>
    /// A sentence for the foot of the page, such as when and by what it was made. Default empty, so that the same input gives the same
    /// bytes.
    /// </summary>
    public string Generated { get; init; } = "";

    /// <summary>The account of the file that was read: rows kept, dropped and repaired, rule by rule.</summary>
    public CleaningReport? Cleaning { get; init; }

    /// <summary>
    /// The events that all else was computed from: the period, the items and their titles, and what customers bought last.
    /// </summary>
    public EventLog? Log { get; init; }

    /// <summary>Recency, frequency and monetary value. Default null: those that <see cref="Segments"/> were made of, if any.</summary>
    public RfmTable? Rfm { get; init; }

    /// <summary>The customers' segments.</summary>
    public SegmentTable? Segments { get; init; }

    /// <summary>The numbers of clusters that were tried, and the one to take, with the reason.</summary>
    public ClusterSelection? Clusters { get; init; }

    /// <summary>What the clusters are like.</summary>
    public ClusterProfiles? ClusterProfiles { get; init; }

    /// <summary>
    /// A name for each of <see cref="ClusterProfiles"/>, in the same order. Default null: those of <see cref="ClusterNameBook.Default"/>.
    /// </summary>
    public IReadOnlyList<string>? ClusterNames { get; init; }

    /// <summary>
    /// Lists of any number of customers; the page shows, of those with a list, the highest spender of each segment or,
    /// without segments, the highest spenders.
    /// </summary>
    public IReadOnlyList<CustomerRecommendations>? Recommendations { get; init; }

    /// <summary>Who gets which offer.</summary>
    public OfferPlan? Offers { get; init; }

    /// <summary>The business value model, published beside corrected.</summary>
    public BusinessValueReport? BusinessValue { get; init; }

    internal RfmTable? Measures => Rfm ?? Segments?.Scores.Table;

    /// <summary>How amounts are written.</summary>
    internal ValueFormat Money =>
        ValueFormat.Currency(Currency ?? Measures?.Currency ?? (Log is { Currencies.Count: 1 } log ? log.Currencies[0] : ""));

    /// <exception cref="ArgumentException">Parts contradict each other.</exception>
    internal static void Validate(ReportInput input)
    {
        if (input is { Rfm: { } rfm, Segments: { } segments } && !ReferenceEquals(segments.Scores.Table, rfm))
        {
            throw new ArgumentException(
                "Segments were made of another RfmTable than Rfm, so their figures would contradict each other; "
                + "leave Rfm out, or give the table that was scored.",
                nameof(input));
        }

        int clusters = input.ClusterProfiles?.Count ?? 0;
        if (input.ClusterNames is { } names && names.Count != clusters)
        {
            throw new ArgumentException(
                $"There are {names.Count} names for {clusters} clusters; give one for each profile, or none at all.", nameof(input));
        }
    }
}

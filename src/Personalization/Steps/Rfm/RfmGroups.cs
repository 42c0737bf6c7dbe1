using System.Collections.Immutable;
using System.Globalization;
using Personalization.Core;
using Personalization.Insights;
using Personalization.Rfm;

namespace Personalization;

/// <summary>The customers who bought, all together and by segment, as the charts and the samples need them.</summary>
internal sealed class RfmGroups
{
    private RfmGroups(RfmTable table, SegmentTable? segments, EventLog? log)
    {
        LessRefunds = table.Options.NetOfRefunds && (log is null || log.TypeCode(EventType.Refund) >= 0);
        Table = table;
        Segments = segments;
        double[] recency = new double[table.Count], frequency = new double[table.Count], monetary = new double[table.Count];
        for (int row = 0; row < table.Count; row++)
        {
            recency[row] = table.RecencyDays[row];
            frequency[row] = table.Frequency[row];
            monetary[row] = (double)table.MonetaryUnits[row] / MoneyUnits.Scale;
        }

        All = new RfmGroup("All customers", null, [.. Enumerable.Range(0, table.Count)], recency, frequency, monetary);
        ByRevenue = segments is null ? [] : Split(segments, All);
    }

    public RfmTable Table { get; }

    public SegmentTable? Segments { get; }

    /// <summary>Everybody who bought, in the rows of <see cref="Table"/>.</summary>
    public RfmGroup All { get; }

    /// <summary>Segments that hold buyers, by revenue from the top; none without segments.</summary>
    public ImmutableArray<RfmGroup> ByRevenue { get; }

    /// <summary>Whether refunds were taken off; false where the log is known to hold none.</summary>
    public bool LessRefunds { get; }

    public string MonetaryMeaning => LessRefunds ? "amount spent, less refunds" : "amount spent";

    /// <summary>What frequency counts, in the plural.</summary>
    public string FrequencyUnit => Table.Options.CountFrequencyBy switch
    {
        Personalization.Rfm.FrequencyUnit.PurchaseEvents => "order lines",
        Personalization.Rfm.FrequencyUnit.Days => "days with a purchase",
        _ => "orders",
    };

    /// <summary>The same in the singular.</summary>
    public string OneFrequencyUnit => Table.Options.CountFrequencyBy switch
    {
        Personalization.Rfm.FrequencyUnit.PurchaseEvents => "order line",
        Personalization.Rfm.FrequencyUnit.Days => "day with a purchase",
        _ => "order",
    };

    /// <summary>The groups of a run, made once for all its reports.</summary>
    public static RfmGroups Of(PersonalizationResult result) =>
        result.Shared(() => From(result.Rfm, result.Find<SegmentTable>(), result.Log)
            ?? throw new InvalidOperationException("Nobody bought, so there is nothing to report."));

    /// <summary>Null where nobody bought.</summary>
    /// <exception cref="ArgumentException">The segments are those of another table.</exception>
    public static RfmGroups? From(RfmTable table, SegmentTable? segments = null, EventLog? log = null)
    {
        if (segments is not null && !ReferenceEquals(segments.Scores.Table, table))
        {
            throw new ArgumentException(
                "The segments were made of another RfmTable than the one given, so their figures would contradict each other; "
                + "give the table that was scored.",
                nameof(segments));
        }

        return table.Count > 0 ? new RfmGroups(table, segments, log) : null;
    }

    /// <summary>
    /// Of some customers the highest spender of each segment, or all from the highest spender down where there are no segments; of equals
    /// the ordinally first id first.
    /// </summary>
    public IEnumerable<CustomerId> HighestSpenders(IReadOnlySet<CustomerId> among) => ByRevenue.IsEmpty
        ? Sorted(All, among)
        : ByRevenue.SelectMany(group => Sorted(group, among).Take(1));

    private IEnumerable<CustomerId> Sorted(RfmGroup group, IReadOnlySet<CustomerId> among) =>
        group.Rows.OrderByDescending(row => Table.MonetaryUnits[row]).ThenBy(row => row).Select(row => Table.Customers[row])
            .Where(among.Contains);

    private static ImmutableArray<RfmGroup> Split(SegmentTable segments, RfmGroup all)
    {
        RfmTable table = segments.Scores.Table;
        bool sameRows = segments.Customers.Count == table.Count;
        List<int>[] rows = new List<int>[segments.Profiles.Length];
        for (int i = 0; i < rows.Length; i++) rows[i] = [];
        for (int row = 0; row < table.Count; row++)
        {
            int at = row;
            if (sameRows || segments.Customers.TryGetRow(table.Customers[row], out at)) rows[segments.SegmentIndexes[at]].Add(row);
        }

        return
        [
            .. segments.Profiles.Select((profile, index) => (Profile: profile, Rows: rows[index].ToArray()))
                .Where(segment => segment.Rows.Length > 0)
                .OrderByDescending(segment => segment.Profile.Revenue)
                .ThenBy(segment => segment.Profile.Segment.Name, StringComparer.Ordinal)
                .Select(segment => new RfmGroup(
                    segment.Profile.Segment.Name, segment.Profile, segment.Rows,
                    Of(all.Recency, segment.Rows), Of(all.Frequency, segment.Rows), Of(all.Monetary, segment.Rows))),
        ];
    }

    private static double[] Of(double[] column, int[] rows) => Array.ConvertAll(rows, row => column[row]);
}

/// <summary>Some of the customers; the columns have an entry for each of the rows.</summary>
internal sealed record RfmGroup(string Name, SegmentProfile? Profile, int[] Rows, double[] Recency, double[] Frequency, double[] Monetary)
{
    public string Subtitle => ReportText.Counted(Rows.Length, "customer", "customers")
        + (Profile is null ? "" : string.Create(CultureInfo.InvariantCulture, $", {ReportText.Share(Profile.ShareOfRevenue)} of revenue"));
}

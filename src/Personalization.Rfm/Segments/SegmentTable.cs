using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Rfm;

/// <summary>The segment of each customer, and what each segment is like. Immutable and thread-safe.</summary>
public sealed class SegmentTable
{
    private readonly int[] _segments;

    private SegmentTable(RfmScores scores, Segmentation segmentation, IdIndex<CustomerId> customers, int[] segments)
    {
        Scores = scores;
        Segmentation = segmentation;
        Customers = customers;
        _segments = segments;
        decimal total = scores.Table.TotalMonetary;
        Profiles = [.. segmentation.Segments.Select((segment, index) => Profile(segment, index, total))];
    }

    /// <summary>What the customers were assigned by.</summary>
    public RfmScores Scores { get; }

    /// <summary>The segments and their rule.</summary>
    public Segmentation Segmentation { get; }

    /// <summary>
    /// The customers, in ordinal order: all who bought, and, where the segmentation has a segment for them, all who didn't.
    /// </summary>
    public IdIndex<CustomerId> Customers { get; }

    /// <summary>For each customer of <see cref="Customers"/>, the position of the segment in <see cref="Profiles"/>.</summary>
    public ReadOnlySpan<int> SegmentIndexes => _segments;

    /// <summary>A profile of each segment, in the order of the segmentation, empty segments too.</summary>
    public ImmutableArray<SegmentProfile> Profiles { get; }

    /// <summary>The segment of a customer.</summary>
    /// <exception cref="KeyNotFoundException">The table doesn't hold the customer.</exception>
    public Segment this[CustomerId customer] =>
        Find(customer) ?? throw new KeyNotFoundException($"Customer '{customer}' has no segment in '{Segmentation.Name}'.");

    /// <summary>The segment of a customer; null where the table doesn't hold the customer.</summary>
    public Segment? Find(CustomerId customer) => Customers.TryGetRow(customer, out int row) ? Segmentation.Segments[_segments[row]] : null;

    /// <summary>The customers of a segment, in ordinal order.</summary>
    /// <exception cref="ArgumentException">The segmentation has no such segment.</exception>
    public ImmutableArray<CustomerId> CustomersOf(string segment)
    {
        int index = IndexOf(segment);
        return index >= 0
            ? [.. Enumerable.Range(0, _segments.Length).Where(row => _segments[row] == index).Select(row => Customers[row])]
            : throw new ArgumentException(
                $"'{Segmentation.Name}' has no segment '{segment}'; it has {string.Join(", ", Segmentation.Segments.Select(s => s.Name))}.",
                nameof(segment));
    }

    /// <summary>
    /// The scores (<see cref="RfmScores.ToColumns"/>) and <c>segment</c> as columns for the customers of a table; missing where a customer
    /// has none.
    /// </summary>
    public IReadOnlyList<CustomerColumn> ToColumns(CustomerTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        Vocabulary names = Vocabulary.From(Segmentation.Segments.Select(segment => segment.Name));
        int[] codeOfSegment = new int[Segmentation.Segments.Length];
        for (int segment = 0; segment < codeOfSegment.Length; segment++)
            names.TryGetRow(Segmentation.Segments[segment].Name, out codeOfSegment[segment]);
        int[] codes = table.Customers.RowsIn(Customers);
        for (int row = 0; row < codes.Length; row++) codes[row] = codes[row] < 0 ? -1 : codeOfSegment[_segments[codes[row]]];
        CategoryColumn column = new(ColumnNames.Segment, names, codes)
        {
            Description = $"Segment by recency, frequency and monetary value, of '{Segmentation.Name}'.",
        };
        return [.. Scores.ToColumns(table), column];
    }

    internal static SegmentTable From(RfmScores scores, Segmentation segmentation)
    {
        RfmTable table = scores.Table;
        int[] segments = new int[table.Count];
        (int, int, int) bins = (scores.RecencyBins, scores.FrequencyBins, scores.MonetaryBins);
        for (int row = 0; row < segments.Length; row++) segments[row] = segmentation.IndexOf(table[row], scores[row], bins);
        return segmentation.Prospects is null || table.Prospects.Count == 0
            ? new SegmentTable(scores, segmentation, table.Customers, segments)
            : WithProspects(scores, segmentation, segments);
    }

    private static SegmentTable WithProspects(RfmScores scores, Segmentation segmentation, int[] buyerSegments)
    {
        RfmTable table = scores.Table;
        IdIndex<CustomerId> customers = IdIndex<CustomerId>.From(table.Customers.Concat(table.Prospects));
        int[] segments = customers.RowsIn(table.Customers);
        for (int row = 0; row < segments.Length; row++)
            segments[row] = segments[row] < 0 ? segmentation.Segments.Length - 1 : buyerSegments[segments[row]];

        return new SegmentTable(scores, segmentation, customers, segments);
    }

    private int IndexOf(string segment)
    {
        for (int i = 0; i < Profiles.Length; i++)
        {
            if (Profiles[i].Segment.Name == segment) return i;
        }

        return -1;
    }

    private SegmentProfile Profile(Segment segment, int index, decimal total)
    {
        RfmTable table = Scores.Table;
        int customers = _segments.AsSpan().Count(index);
        List<double> recency = [], frequency = [], monetary = [];
        decimal revenue = 0;
        if (segment != Segmentation.Prospects)
        {
            int[] buyers = Customers.RowsIn(table.Customers);
            for (int row = 0; row < _segments.Length; row++)
            {
                if (_segments[row] != index) continue;
                int buyer = buyers[row];
                recency.Add(table.RecencyDays[buyer]);
                frequency.Add(table.Frequency[buyer]);
                monetary.Add(table.MonetaryUnits[buyer]);
                revenue += MoneyUnits.ToDecimal(table.MonetaryUnits[buyer]);
            }
        }

        decimal orders = (decimal)frequency.Sum();
        return new SegmentProfile(
            segment,
            customers,
            customers == 0 ? 0 : customers / (double)Customers.Count,
            revenue,
            total > 0 ? (double)(revenue / total) : 0,
            Median(recency),
            Median(frequency),
            MoneyUnits.ToDecimal((long)Median(monetary)),
            orders == 0 ? 0 : revenue / orders);
    }

    private static double Median(List<double> values) => values.Count == 0 ? 0 : Quantiles.Median(CollectionsMarshal.AsSpan(values));
}

using System.Runtime.InteropServices;
using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>Learns of a table's customers how each column is encoded.</summary>
internal static class EncodingFit
{
    public static FeatureEncoding Of(CustomerTable table, IReadOnlyList<FeatureColumn> columns) =>
        new([.. columns.Select(column => Fit(table, column))]);

    private static EncodedColumn Fit(CustomerTable table, FeatureColumn column)
    {
        ColumnEncoding encoding = column.Encoding ?? Default(table, column.Name);
        EncodedColumn encoded = new(column.Name, encoding) { FlagMissing = column.FlagMissing };
        return encoding switch
        {
            ColumnEncoding.Numbers => encoded with { Missing = Missing(column, Numbers(table, column.Name)) },
            ColumnEncoding.OneHot => OneHot(encoded, Counts(table, column.Name), column.MaximumLevels),
            ColumnEncoding.Ordinal => Ordinal(encoded, table, column),
            ColumnEncoding.Vector => encoded with { FlagMissing = false, Dimensions = table.Column<VectorColumn>(column.Name).Dimensions },
            ColumnEncoding.Frequency => Frequency(encoded, Counts(table, column.Name), table.Count),
            _ => throw new ArgumentOutOfRangeException(nameof(column), encoding, $"{encoding} isn't a {nameof(ColumnEncoding)}."),
        };
    }

    private static ColumnEncoding Default(CustomerTable table, string name) => table.Column<CustomerColumn>(name) switch
    {
        NumericColumn => ColumnEncoding.Numbers,
        CategoryColumn or TextColumn => ColumnEncoding.OneHot,
        VectorColumn => ColumnEncoding.Vector,
        CustomerColumn other => throw new ArgumentException(
            $"Column '{name}' is a {other.GetType().Name}, of which no features are made; make numbers or categories of it first.",
            nameof(name)),
    };

    /// <summary>The levels that are seen, in ordinal order, each with its customers.</summary>
    private static List<(string Level, int Customers)> Counts(CustomerTable table, string name)
    {
        CategoryColumn cells = ColumnEncoder.LevelsOf(table, name);
        int[] counts = new int[cells.Levels.Count];
        foreach (int code in cells.Codes)
        {
            if (code >= 0) counts[code]++;
        }

        List<(string, int)> seen = [];
        for (int code = 0; code < counts.Length; code++)
        {
            if (counts[code] > 0) seen.Add((cells.Levels[code], counts[code]));
        }

        return seen;
    }

    private static EncodedColumn OneHot(EncodedColumn encoded, List<(string Level, int Customers)> counts, int maximum)
    {
        if (counts.Count <= maximum) return encoded with { Levels = [.. counts.Select(count => count.Level)] };

        // A level that is itself called "other" goes where the rare ones go.
        IEnumerable<string> kept = counts
            .Where(count => count.Level != EncodedColumn.Other)
            .OrderByDescending(count => count.Customers)
            .ThenBy(count => count.Level, StringComparer.Ordinal)
            .Take(maximum)
            .Select(count => count.Level)
            .Order(StringComparer.Ordinal);
        return encoded with { Levels = [.. kept], HasOther = true };
    }

    private static EncodedColumn Frequency(EncodedColumn encoded, List<(string Level, int Customers)> counts, int customers) => encoded with
    {
        Levels = [.. counts.Select(count => count.Level)],
        Shares = [.. counts.Select(count => (double)count.Customers / customers)],
    };

    private static EncodedColumn Ordinal(EncodedColumn encoded, CustomerTable table, FeatureColumn column)
    {
        EncodedColumn ordered = encoded with
        {
            Levels = column.Levels.Count > 0 ? column.Levels : [.. Counts(table, column.Name).Select(count => count.Level)],
        };
        if (!column.Missing.IsMedian) return ordered with { Missing = column.Missing.Value };

        // Places as the encoder writes them, with NaN, which no place is, where there is none.
        Matrix places = new(table.Count, encoded.FeatureCount);
        ColumnEncoder.Write(table, ordered with { Missing = double.NaN }, places, 0);
        List<double> known = [];
        for (int row = 0; row < places.Rows; row++)
        {
            if (!float.IsNaN(places[row, 0])) known.Add(places[row, 0]);
        }

        return ordered with { Missing = Missing(column, known) };
    }

    private static List<double> Numbers(CustomerTable table, string name)
    {
        NumericColumn numbers = table.Column<NumericColumn>(name);
        List<double> known = [];
        for (int row = 0; row < numbers.Count; row++)
        {
            if (!numbers.IsMissing(row)) known.Add(numbers.NumberAt(row));
        }

        return known;
    }

    private static double? Missing(FeatureColumn column, List<double> known)
    {
        if (!column.Missing.IsMedian) return column.Missing.Value;
        return known.Count > 0
            ? Quantiles.Median(CollectionsMarshal.AsSpan(known))
            : throw new ArgumentException(
                $"No customer has a '{column.Name}', so there is no median; set {nameof(FeatureColumn)}."
                + $"{nameof(FeatureColumn.Missing)} to a number, or leave the column out.",
                nameof(column));
    }
}

using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>Writes the features of one column of one table.</summary>
internal static class ColumnEncoder
{
    /// <summary>Fills the columns of a matrix from <paramref name="first"/> on, as many as the encoded column has features.</summary>
    public static void Write(CustomerTable table, EncodedColumn encoded, Matrix features, int first)
    {
        if (encoded.Encoding == ColumnEncoding.Numbers) WriteNumbers(table, encoded, features, first);
        else if (encoded.Encoding == ColumnEncoding.Vector) WriteVectors(table, encoded, features, first);
        else WriteLevels(table, encoded, features, first);
    }

    /// <summary>The levels of a column: a category as it is, texts, whole numbers and flags by their text.</summary>
    /// <exception cref="ArgumentException">The column is of another kind.</exception>
    public static CategoryColumn LevelsOf(CustomerTable table, string name)
    {
        CustomerColumn column = table.Column<CustomerColumn>(name);
        if (column is CategoryColumn category) return category;
        if (column is not (TextColumn or WholeNumberColumn or FlagColumn))
            throw new ArgumentException($"Column '{name}' is a {column.GetType().Name}, which has no levels to encode.", nameof(name));
        string?[] texts = new string?[column.Count];
        for (int row = 0; row < texts.Length; row++) texts[row] = column.TextAt(row);
        return new CategoryColumn(name, texts);
    }

    private static void WriteNumbers(CustomerTable table, EncodedColumn encoded, Matrix features, int first)
    {
        NumericColumn numbers = table.Column<NumericColumn>(encoded.Name);
        for (int row = 0; row < features.Rows; row++)
        {
            bool missing = numbers.IsMissing(row);
            Span<float> values = features.Row(row);
            values[first] = (float)(missing ? encoded.Missing ?? throw Missing(table, encoded, row) : numbers.NumberAt(row));
            if (encoded.FlagMissing) values[first + 1] = missing ? 1 : 0;
            if (float.IsFinite(values[first])) continue;
            throw new ArgumentException(
                $"'{encoded.Name}' of customer '{table.Customers[row]}' is {numbers.TextAt(row)}, more than a feature can hold.",
                nameof(table));
        }
    }

    private static void WriteVectors(CustomerTable table, EncodedColumn encoded, Matrix features, int first)
    {
        VectorColumn vectors = table.Column<VectorColumn>(encoded.Name);
        if (vectors.Dimensions != encoded.Dimensions)
        {
            throw new ArgumentException(
                $"Column '{encoded.Name}' has vectors of {vectors.Dimensions}; those of the fit had {encoded.Dimensions}.", nameof(table));
        }

        for (int row = 0; row < features.Rows; row++) vectors.VectorAt(row).CopyTo(features.Row(row)[first..]);
    }

    private static void WriteLevels(CustomerTable table, EncodedColumn encoded, Matrix features, int first)
    {
        CategoryColumn cells = LevelsOf(table, encoded.Name);
        int[] places = Places(encoded, cells.Levels);
        int flag = first + encoded.FeatureCount - 1;
        for (int row = 0; row < features.Rows; row++)
        {
            int code = cells.Codes[row], place = code < 0 ? -1 : places[code];
            bool missing = code < 0;
            Span<float> values = features.Row(row);
            switch (encoded.Encoding)
            {
                case ColumnEncoding.OneHot:
                    if (place >= 0) values[first + place] = 1;
                    else if (code >= 0 && encoded.HasOther) values[first + encoded.Levels.Count] = 1;
                    break;
                case ColumnEncoding.Ordinal:
                    missing = place < 0;
                    if (missing && encoded.Missing is null)
                        throw code < 0 ? Missing(table, encoded, row) : Unknown(table, encoded, row, cells.Levels[code]);
                    values[first] = (float)(missing ? encoded.Missing.GetValueOrDefault() : place);
                    break;
                default:
                    values[first] = place >= 0 ? (float)encoded.Shares[place] : 0;
                    break;
            }

            if (encoded.FlagMissing) values[flag] = missing ? 1 : 0;
        }
    }

    /// <summary>For each level of a table its place among those of the fit; −1 where it wasn't seen.</summary>
    private static int[] Places(EncodedColumn encoded, Vocabulary levels)
    {
        Dictionary<string, int> fitted = new(StringComparer.Ordinal);
        for (int place = 0; place < encoded.Levels.Count; place++) fitted.Add(encoded.Levels[place], place);
        int[] places = new int[levels.Count];
        for (int code = 0; code < places.Length; code++) places[code] = fitted.GetValueOrDefault(levels[code], -1);
        return places;
    }

    private static ArgumentException Missing(CustomerTable table, EncodedColumn encoded, int row) => new(
        $"Customer '{table.Customers[row]}' has no '{encoded.Name}'; say what stands for it with {nameof(FeatureColumn)}."
        + $"{nameof(FeatureColumn.Missing)} (median, zero or a number of your own), or take only customers who have one with "
        + $"{nameof(CustomerTable.ForCustomers)}.",
        nameof(table));

    private static ArgumentException Unknown(CustomerTable table, EncodedColumn encoded, int row, string level) => new(
        $"'{encoded.Name}' of customer '{table.Customers[row]}' is '{level}', which isn't one of its levels "
        + $"{string.Join(", ", encoded.Levels)}; add it to {nameof(FeatureColumn)}.{nameof(FeatureColumn.Levels)}, or say what stands "
        + $"for it with {nameof(FeatureColumn)}.{nameof(FeatureColumn.Missing)}.",
        nameof(table));
}

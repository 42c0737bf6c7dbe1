using System.Text;
using CsvHelper;

namespace Personalization.Data;

/// <summary>A look at the beginning of delimited text: which of its lines is the header, and the rows that columns are judged by.</summary>
internal sealed record CsvHead(int LinesAbove, FileSample Sample, string? Preamble)
{
    /// <summary>More lines than this above a header are no title.</summary>
    public const int MaxLinesAbove = 30;

    private const int MaxShown = 80;

    /// <param name="head">The first bytes.</param>
    /// <param name="isAll">True where nothing follows; else the last row may be cut off.</param>
    /// <param name="delimiter">The delimiter.</param>
    /// <param name="options">How the file is read.</param>
    public static CsvHead From(ReadOnlySpan<byte> head, bool isAll, char delimiter, EventReadOptions options)
    {
        List<byte[][]> rows = RowsOf(head, delimiter, options.MaxRowBytes);
        if (!isAll && rows.Count > 1) rows.RemoveAt(rows.Count - 1);
        int header = 0;
        for (int i = 0; i < Math.Min(rows.Count, MaxLinesAbove + 1); i++)
        {
            if (!ColumnPlan.Fits(HeaderOf(rows[i]), options.ColumnChoice, new FileSample(rows[(i + 1)..]))) continue;
            header = i;
            break;
        }

        FileSample sample = new(rows.Count > 0 ? rows[(header + 1)..] : rows);
        return new CsvHead(header, sample, header == 0 ? null : Describe(rows, header));
    }

    private static string Describe(List<byte[][]> rows, int header)
    {
        string first = ReadableText.Of(string.Join(' ', rows[0].Select(field => Encoding.UTF8.GetString(field))));
        string lines = header == 1 ? "One line stands" : $"{header} lines stand";
        return $"{lines} above the header and {(header == 1 ? "was" : "were")} passed over; the first is "
            + $"'{(first.Length > MaxShown ? first[..MaxShown] : first)}'.";
    }

    private static string[] HeaderOf(byte[][] row) => [.. row.Select(field => Encoding.UTF8.GetString(field).Trim())];

    private static List<byte[][]> RowsOf(ReadOnlySpan<byte> head, char delimiter, int maxRowBytes)
    {
        List<byte[][]> rows = [];
        using MemoryStream stream = new(head.ToArray());
        using CsvReader reader = CsvReader.Create(stream, CsvSource.Options(delimiter, maxRowBytes), leaveOpen: true);
        try
        {
            while (rows.Count < FileSample.MaxRows + MaxLinesAbove && reader.Read())
            {
                if (reader.FieldCount > CsvSource.MaxColumns) break;
                byte[][] fields = new byte[reader.FieldCount][];
                for (int i = 0; i < fields.Length; i++) fields[i] = reader.GetSpan(i).ToArray();
                rows.Add(fields);
            }
        }
        catch (Exception e) when (e is EventFileException or CsvFormatException)
        {
            // A look ahead ends anywhere, also within a quoted field; what is really broken is told when the row is read.
        }

        return rows;
    }
}

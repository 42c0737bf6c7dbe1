using System.Globalization;
using System.Text;
using ExcelDataReader;

namespace Personalization.Data;

/// <summary>
/// Reads the worksheets of a workbook on ExcelDataReader: all whose header fits, or the one that was named. Sizes that the workbook
/// declares are checked before it is opened, and its streams end where they said they would.
/// </summary>
internal static class XlsxSource
{
    /// <summary>Excel itself has at most 16,384 columns, and no shop uses a thousand.</summary>
    private const int MaxColumns = 1024;

    /// <summary>So many empty rows in a row are formatting, not data.</summary>
    private const int MaxEmptyRows = 1000;

    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss";

    // The library asks for code page 1252 whenever it is configured, even for workbooks, whose text is always Unicode.
    static XlsxSource() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static SourceFacts Read(Stream stream, CleaningPipeline pipeline, SourceFacts facts)
    {
        try
        {
            WorkbookGuard.Check(stream, pipeline.Options.MaxExpansionRatio);
            ExcelReaderConfiguration configuration = new() { LeaveOpen = true };
            using IExcelDataReader reader = ExcelReaderFactory.CreateOpenXmlReader(stream, configuration);
            return ReadSheets(reader, pipeline, facts);
        }
        catch (Exception e) when (e is not (EventFileException or OperationCanceledException or InsufficientExecutionStackException))
        {
            // The parser under this throws whatever it stumbles over: a damaged workbook must look like one.
            throw new EventFileException(
                $"The workbook is damaged or isn't one: {e.Message} Open it in a spreadsheet and save it again, or save it as CSV.", e);
        }
    }

    private static SourceFacts ReadSheets(IExcelDataReader reader, CleaningPipeline pipeline, SourceFacts facts)
    {
        string? wanted = pipeline.Options.Sheet;
        List<string> seen = [], ignored = [];
        EventFileException? misfit = null;
        ColumnPlan? plan = null;
        pipeline.Progress.Share = () => ShareOf(reader, seen.Count - 1);
        do
        {
            seen.Add(reader.Name);
            if (wanted is not null && !string.Equals(reader.Name, wanted, StringComparison.OrdinalIgnoreCase)) continue;
            SheetRows rows = new(reader, pipeline.Options.MaxRowBytes);
            if (!rows.MoveToHeader(MaxColumns, MaxEmptyRows)) continue;
            try
            {
                ColumnPlan own = ColumnPlan.For(rows.Header(), pipeline.Options.ColumnChoice, FileSample.None, $"worksheet '{reader.Name}'");
                plan ??= own;
                ReadRows(rows, own, pipeline);
            }
            catch (EventFileException e) when (e.Row is null && wanted is null && rows.AtHeader)
            {
                misfit ??= e;
                ignored.Add($"worksheet '{reader.Name}'");
            }
        }
        while (reader.NextResult());

        if (plan is not null)
        {
            SourceFacts found = facts.With(plan);
            return found with { IgnoredColumns = [.. found.IgnoredColumns, .. ignored] };
        }

        throw misfit ?? new EventFileException(wanted is null
            ? "The workbook has no worksheet with a header and rows."
            : $"The workbook has no worksheet '{wanted}' with rows; it has {string.Join(", ", seen.Select(s => $"'{s}'"))}.");
    }

    /// <summary>
    /// Worksheets and rows tell how far the reading is; the place in the file doesn't, since a zip is read from its end and in pieces.
    /// </summary>
    private static double ShareOf(IExcelDataReader reader, int sheetsBefore) =>
        (sheetsBefore + Math.Min(1, (reader.Depth + 1) / (double)Math.Max(1, reader.RowCount))) / reader.ResultsCount;

    private static void ReadRows(SheetRows rows, ColumnPlan plan, CleaningPipeline pipeline)
    {
        pipeline.Start(plan.Layout);
        pipeline.Times.TakesIso = true; // cells that are dates come as such text, whatever format the others have
        RowFiller filler = new(pipeline, plan, FileSample.None);
        rows.TimeColumn = plan[EventField.Time];
        int empty = 0;
        while (empty < MaxEmptyRows && rows.Read())
        {
            if (rows.IsEmpty)
            {
                empty++;
                continue;
            }

            empty = 0;
            Fingerprint fingerprint = new();
            for (int i = 0; i < rows.Count; i++) fingerprint.Add(rows[i]);
            filler.Take(rows, rows.RowNumber, repaired: false, fingerprint.Value);
        }

        filler.Complete();
    }

    /// <summary>A cell as the text that a CSV of the sheet would hold.</summary>
    internal static string TextOf(object? cell, bool isTime) => cell switch
    {
        null => "",
        string text => text,
        DateTime time => time.ToString(TimeFormat, CultureInfo.InvariantCulture),
        double serial when isTime && serial is >= 1 and < 2_958_466 =>
            DateTime.FromOADate(serial).ToString(TimeFormat, CultureInfo.InvariantCulture),
        double whole when whole == Math.Floor(whole) && Math.Abs(whole) < 1e15 => ((long)whole).ToString(CultureInfo.InvariantCulture),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? "",
    };
}

using System.Globalization;
using System.Text;
using ExcelDataReader;

namespace Personalization.Data;

/// <summary>
/// Reads the worksheets of a workbook on ExcelDataReader: those that <see cref="SheetChoice"/> chooses. Sizes that the workbook declares
/// are checked before it is opened, and its streams end where they said they would.
/// </summary>
internal static class XlsxSource
{
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss";

    /// <summary>Days between the two beginnings that spreadsheets count from.</summary>
    private const int DaysTo1904 = 1462;

    // The library asks for code page 1252 whenever it is configured, even for workbooks, whose text is always Unicode.
    static XlsxSource() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <param name="stream">The workbook; must seek.</param>
    /// <param name="pipeline">Where rows go.</param>
    /// <param name="facts">What is known of the file.</param>
    /// <param name="sheet">Name of the one worksheet to read; null chooses.</param>
    public static SourceFacts Read(Stream stream, CleaningPipeline pipeline, SourceFacts facts, string? sheet)
    {
        try
        {
            bool since1904 = WorkbookGuard.Check(stream, pipeline.Options.MaxExpansionRatio);
            ExcelReaderConfiguration configuration = new() { LeaveOpen = true };
            using IExcelDataReader reader = ExcelReaderFactory.CreateOpenXmlReader(stream, configuration);
            return ReadSheets(reader, pipeline, facts, sheet, since1904);
        }
        catch (Exception e) when (e is not (EventFileException or SurveyNeededException or OperationCanceledException
            or InsufficientExecutionStackException))
        {
            // The parser under this throws whatever it stumbles over: a damaged workbook must look like one.
            throw new EventFileException(
                $"The workbook is damaged or isn't one: {e.Message} Open it in a spreadsheet and save it again, or save it as CSV.", e);
        }
    }

    private static SourceFacts ReadSheets(
        IExcelDataReader reader, CleaningPipeline pipeline, SourceFacts facts, string? wanted, bool since1904)
    {
        List<string> names = [];
        List<SheetLook> looks = [];
        SheetRows rows;
        pipeline.Progress.Share = () => null;
        do
        {
            names.Add(reader.Name);
            rows = new(reader, pipeline.Options, since1904);
            if (rows.Look() is { } look) looks.Add(look);
        }
        while (reader.NextResult());

        if (looks.Count > 0) pipeline.See(looks[0].Header, looks[0].Sample);
        SheetChoice choice = SheetChoice.Of(looks, wanted, names);
        foreach (string warning in choice.Warnings) pipeline.Notes.Warn(warning);
        pipeline.See(choice.Chosen[0].Header, choice.Chosen[0].Sample);
        if (names.Count == 1)
        {
            // The one worksheet is open still, and its first rows are kept.
            pipeline.Progress.Share = () => ShareOf(reader, 0);
            ReadRows(rows, choice.Chosen[0], pipeline);
        }
        else
        {
            ReadChosen(reader, choice, pipeline, since1904);
        }

        SourceFacts found = facts.With(choice.Chosen[0].Plan!);
        return found with { IgnoredColumns = [.. found.IgnoredColumns, .. choice.Ignored] };
    }

    private static void ReadChosen(IExcelDataReader reader, SheetChoice choice, CleaningPipeline pipeline, bool since1904)
    {
        reader.Reset();
        int sheet = 0;
        pipeline.Progress.Share = () => ShareOf(reader, sheet);
        do
        {
            if (choice.Chosen.FirstOrDefault(look => look.Name == reader.Name) is { } chosen)
            {
                SheetRows rows = new(reader, pipeline.Options, since1904);
                rows.Look();
                ReadRows(rows, chosen, pipeline);
            }

            sheet++;
        }
        while (!pipeline.IsDone && reader.NextResult());
    }

    /// <summary>
    /// Worksheets and rows tell how far the reading is; the place in the file doesn't, since a zip is read from its end and in pieces.
    /// </summary>
    private static double ShareOf(IExcelDataReader reader, int sheetsBefore) =>
        (sheetsBefore + Math.Min(1, (reader.Depth + 1) / (double)Math.Max(1, reader.RowCount))) / reader.ResultsCount;

    private static void ReadRows(SheetRows rows, SheetLook look, CleaningPipeline pipeline)
    {
        ColumnPlan plan = look.Plan!;
        pipeline.Start(plan.Layout);
        pipeline.Times.TakesIso = true; // cells that are dates come as such text, whatever format the others have
        if (look.Preamble is { } preamble) pipeline.Notes.Warn(preamble);
        RowFiller filler = new(pipeline, plan, look.Sample);
        rows.TimeColumn = plan[EventField.Time];
        while (!pipeline.IsDone && rows.Read())
        {
            Fingerprint fingerprint = new();
            for (int i = 0; i < rows.Count; i++) fingerprint.Add(rows[i]);
            filler.Take(rows, rows.RowNumber, repaired: false, fingerprint.Value);
        }

        filler.Complete();
    }

    /// <summary>A cell as the text that a CSV of the sheet would hold.</summary>
    internal static string TextOf(object? cell, bool isTime, bool since1904) => cell switch
    {
        null => "",
        string text => text,
        DateTime time => time.ToString(TimeFormat, CultureInfo.InvariantCulture),
        double serial when isTime && serial is >= 1 and < 2_958_466 - DaysTo1904 =>
            DateTime.FromOADate(since1904 ? serial + DaysTo1904 : serial).ToString(TimeFormat, CultureInfo.InvariantCulture),
        double whole when whole == Math.Floor(whole) && Math.Abs(whole) < 1e15 => ((long)whole).ToString(CultureInfo.InvariantCulture),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? "",
    };
}

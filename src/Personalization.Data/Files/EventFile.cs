using Personalization.Core;

namespace Personalization.Data;

/// <summary>
/// Reads a shop's events from a file: CSV, XLSX, JSON Lines in Segment's vocabulary, CDNOW's text; plain or in gzip. Format, delimiter,
/// encoding and the meaning of the columns are told from the file; each can be set. <see cref="EventReadOptions.Formats"/> adds others,
/// such as Parquet. Rows are cleaned on the way, and every row is accounted for in the report.
/// </summary>
/// <remarks>
/// Memory: the log (39 bytes an event), its dictionaries, and 16 to 46 bytes a row for finding duplicates; the file itself is streamed.
/// Nothing in a file can make a reader allocate more than <see cref="EventReadOptions"/> allows. All members are thread-safe.
/// </remarks>
public static partial class EventFile
{
    private const int FileBuffer = 1 << 16;
    private const long WorthAThread = 1 << 20;
    private const long MaxBuffered = 256L << 20;
    private const int InspectedRows = 10_000;

    /// <summary>
    /// Reads a file, or a folder of files of one layout. An archive (.zip) is read where it holds one file of events, or
    /// <see cref="EventReadOptions.Sheet"/> names one.
    /// </summary>
    /// <param name="path">The file, or the folder.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Hears of rows, rows a second and the share of bytes read.</param>
    /// <param name="cancellationToken">Stops the reading within a few thousand rows.</param>
    /// <exception cref="EventFileException">The file can't be read as events, or changed while it was read; the message says where, what,
    /// and what would mend it.</exception>
    /// <exception cref="IOException">The file can't be opened or read.</exception>
    public static EventReadResult Read(
        string path, EventReadOptions? options = null, IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path)) return ReadFolder(path, new Pass(options ?? new EventReadOptions()), progress, cancellationToken);
        using FileStream stream = Open(path);
        return new FileWatch(stream).Read(() => Read(stream, Path.GetFileName(path), options, progress, cancellationToken));
    }

    /// <summary>Reads a stream from where it stands. The stream stays open.</summary>
    /// <param name="stream">The bytes of a file. A workbook, or a format from outside, must be seekable, or is held in memory.</param>
    /// <param name="name">Name of the file, for its ending and for messages: "orders.csv.gz".</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Hears of rows, rows a second and, where the stream knows its length, the share of bytes read.</param>
    /// <param name="cancellationToken">Stops the reading within a few thousand rows.</param>
    /// <exception cref="EventFileException">The content can't be read as events; the message says where, what, and what would mend
    /// it.</exception>
    public static EventReadResult Read(
        Stream stream, string name, EventReadOptions? options = null, IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return ReadSettled(stream, name, new Pass(options ?? new EventReadOptions()), progress, cancellationToken);
    }

    /// <summary>
    /// Looks at the first rows of a file, as many as 10,000, and says what would be made of it: in a second, however large the file is.
    /// Doesn't throw for what a file holds; see <see cref="FileInspection.Problem"/>.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the reading within a few thousand rows.</param>
    /// <exception cref="IOException">The file can't be opened or read.</exception>
    public static FileInspection Inspect(string path, EventReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path)) return Look(options, pass => ReadFolder(path, pass, null, cancellationToken));
        using FileStream stream = Open(path);
        return Look(options, pass => ReadSettled(stream, Path.GetFileName(path), pass, null, cancellationToken));
    }

    /// <summary>Reads a file on the thread pool: parsing is work for a core, not waiting.</summary>
    /// <inheritdoc cref="Read(string, EventReadOptions?, IProgress{FitProgress}?, CancellationToken)"/>
    public static Task<EventReadResult> ReadAsync(
        string path, EventReadOptions? options = null, IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        Task.Run(() => Read(path, options, progress, cancellationToken), cancellationToken);

    /// <summary>Reads a stream on the thread pool. The stream stays open.</summary>
    /// <inheritdoc cref="Read(Stream, string, EventReadOptions?, IProgress{FitProgress}?, CancellationToken)"/>
    public static Task<EventReadResult> ReadAsync(
        Stream stream, string name, EventReadOptions? options = null, IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        Task.Run(() => Read(stream, name, options, progress, cancellationToken), cancellationToken);

    private static FileInspection Look(EventReadOptions? options, Func<Pass, EventReadResult> read)
    {
        CleaningPipeline? pipeline = null;
        try
        {
            Pass pass = new(options ?? new EventReadOptions()) { MaxRows = InspectedRows, Begin = begun => pipeline = begun };
            EventReadResult result = read(pass);
            return new FileInspection
            {
                Report = result.Report,
                Log = result.Log,
                WholeFile = result.Report.RowsRead < InspectedRows,
                Columns = FileInspection.ColumnsOf(pipeline!),
            };
        }
        catch (EventFileException e)
        {
            return new FileInspection
            {
                Report = e.Report,
                Problem = e.Message,
                Columns = pipeline is null ? [] : FileInspection.ColumnsOf(pipeline),
            };
        }
    }

    /// <summary>
    /// Reads by what the first rows show; where a later row contradicts them, looks at all rows first, and then reads by what those show.
    /// </summary>
    private static EventReadResult ReadSettled(
        Stream stream, string name, Pass pass, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        long start = stream.CanSeek ? stream.Position : 0;
        try
        {
            return ReadOnce(stream, name, pass, progress, cancellationToken);
        }
        catch (SurveyNeededException e)
        {
            if (!stream.CanSeek) throw new EventFileException($"{name}: {e.ToError().Message} (A stream is read once.)", e);
            ValueSurvey survey = new();
            stream.Position = start;
            ReadOnce(stream, name, pass with { Survey = survey }, progress, cancellationToken);
            stream.Position = start;
            return ReadOnce(stream, name, pass with { Settled = survey.Decide(pass.Options, wasWhole: true) }, progress, cancellationToken);
        }
    }

    private static EventReadResult ReadOnce(
        Stream stream, string name, Pass pass, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        long? length = stream.CanSeek ? stream.Length - stream.Position : null;
        CountingStream counted = new(stream);
        double? Share() => length is > 0 ? Math.Min(1, counted.Count / (double)length) : null;
        ReadProgress report = new(progress, Share, cancellationToken);
        CleaningPipeline pipeline = pass.Start(report, isLarge: length is null or > WorthAThread);
        try
        {
            SourceFacts facts = ReadRows(stream, counted, name, pipeline, false, pass.Options.Sheet, cancellationToken);
            return pipeline.Finish(facts);
        }
        catch (EventFileException e) when (pipeline.RowsRead > 0)
        {
            string message = e.Row is not null ? e.Message : $"{name}: {e.Message} ({pipeline.RowsRead:N0} complete rows were read "
                + "before.)";
            throw new EventFileException(message, e, pipeline.AccountOfFailure(name));
        }
        catch (EventFileException e) when (e.Row is null)
        {
            throw new EventFileException($"{name}: {e.Message}", e);
        }
    }

    private static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileBuffer, FileOptions.SequentialScan);

    /// <param name="stream">The file.</param>
    /// <param name="counted">The same, counted.</param>
    /// <param name="name">Its name.</param>
    /// <param name="pipeline">Where rows go.</param>
    /// <param name="inArchive">True for a file of an archive, which may not be one itself.</param>
    /// <param name="sheet">The worksheet, or the file of an archive, to read; null where none is named.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    private static SourceFacts ReadRows(
        Stream stream, CountingStream counted, string name, CleaningPipeline pipeline, bool inArchive, string? sheet,
        CancellationToken cancellationToken)
    {
        EventReadOptions options = pipeline.Options;
        byte[] magic = new byte[8];
        int got = counted.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        ReadOnlyMemory<byte> start = magic.AsMemory(0, got);
        FileSignature signature = FileSignatures.Of(start.Span);
        if (signature == FileSignature.OldExcel)
            throw new EventFileException("This is a workbook in the format before Excel 2007 (.xls). Save it as .xlsx or CSV.");
        if (OutsideFormat(options, start.Span) is { } outside)
        {
            SourceFacts named = new(name, EventFileFormat.Custom) { FormatName = outside.Name };
            return WithSeekable(stream, counted, start, whole => OutsideSource.Read(outside, whole, pipeline, named));
        }

        if (signature == FileSignature.Parquet)
        {
            throw new EventFileException(
                "This is a Parquet file, which the package Personalization.Parquet reads: add it, and name its format in the options, " +
                "Formats = [ParquetFormat.Instance].");
        }

        if (signature == FileSignature.Zip || options.Format == EventFileFormat.Xlsx)
        {
            SourceFacts workbook = new(name, EventFileFormat.Xlsx);
            return WithSeekable(stream, counted, start, whole => signature != FileSignature.Zip || Archive.IsWorkbook(whole)
                ? XlsxSource.Read(whole, pipeline, workbook, sheet)
                : ReadArchive(whole, name, pipeline, inArchive, cancellationToken));
        }

        using Stream bytes = signature == FileSignature.Gzip ? Gunzip(stream, counted, start, options) : new PeekedStream(start, counted);
        using Stream ahead = pipeline.IsLarge ? new PrefetchStream(bytes, cancellationToken) : bytes;
        using TextContent content = TextContent.Open(ahead, options.Encoding);
        EventFileFormat format = options.Format == EventFileFormat.Detect ? FileSignatures.FormatOf(content.Head, name) : options.Format;
        SourceFacts facts = new(name, format) { Encoding = content.EncodingName };
        return format switch
        {
            EventFileFormat.JsonLines => JsonLinesSource.Read(content, pipeline, facts),
            EventFileFormat.Whitespace => WhitespaceSource.Read(content, pipeline, facts),
            EventFileFormat.Csv => CsvSource.Read(content, pipeline, facts),
            _ => throw new EventFileException($"Format {format} isn't one of a file; records go through EventRecords."),
        };
    }

    private static IEventFileFormat? OutsideFormat(EventReadOptions options, ReadOnlySpan<byte> start)
    {
        if (options.Format is not (EventFileFormat.Detect or EventFileFormat.Custom)) return null;
        foreach (IEventFileFormat format in options.Formats)
        {
            if (format.Recognizes(start)) return format;
        }

        return options.Format == EventFileFormat.Detect
            ? null
            : throw new EventFileException(
                $"Format {options.Format} is asked for, and none of Formats [{string.Join(", ", options.Formats.Select(f => f.Name))}] " +
                "knows this file. Name its format there.");
    }

    /// <summary>Some formats are read from their end, so a stream that can't seek is held in memory first, up to a bound.</summary>
    private static SourceFacts WithSeekable(
        Stream stream, CountingStream counted, ReadOnlyMemory<byte> start, Func<Stream, SourceFacts> read)
    {
        if (stream.CanSeek)
        {
            stream.Position -= start.Length;
            return read(stream);
        }

        using MemoryStream copy = new();
        copy.Write(start.Span);
        byte[] buffer = new byte[FileBuffer];
        int count;
        while ((count = counted.Read(buffer)) > 0)
        {
            if (copy.Length + count > MaxBuffered)
            {
                throw new EventFileException(
                    $"A file of this format and over {MaxBuffered >> 20} MiB needs a stream that can seek: read it from a file.");
            }

            copy.Write(buffer, 0, count);
        }

        copy.Position = 0;
        return read(copy);
    }

    private static GunzipStream Gunzip(Stream stream, CountingStream counted, ReadOnlyMemory<byte> start, EventReadOptions options) =>
        new(stream, counted, start, options.MaxExpansionRatio);

    /// <summary>One way through files: what is settled, and whether values are read or only looked at.</summary>
    private sealed record Pass(EventReadOptions Options)
    {
        public ValueSurvey? Survey { get; init; }

        public ValueDecisions? Settled { get; init; }

        public long? MaxRows { get; init; }

        /// <summary>Told of the pipeline before the first row, so that what it saw can be told even where it fails.</summary>
        public Action<CleaningPipeline>? Begin { get; init; }

        public CleaningPipeline Start(ReadProgress progress, bool isLarge)
        {
            CleaningPipeline pipeline = new(Options, progress) { IsLarge = isLarge, Survey = Survey, Settled = Settled, MaxRows = MaxRows };
            Begin?.Invoke(pipeline);
            return pipeline;
        }
    }
}

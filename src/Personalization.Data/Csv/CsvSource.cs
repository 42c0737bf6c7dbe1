using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using CsvHelper;

namespace Personalization.Data;

/// <summary>
/// Reads delimited text on CsvHelper's parser, which gives fields as UTF-8 without allocating. Rows are bounded by its record limit.
/// </summary>
internal static class CsvSource
{
    public const int MaxColumns = 4096;

    private const int BufferSize = 1 << 17;

    [MethodImpl(Hot.Loop)]
    public static SourceFacts Read(TextContent content, CleaningPipeline pipeline, SourceFacts facts)
    {
        EventReadOptions options = pipeline.Options;
        DelimiterGuess guess = DelimiterGuess.From(content.Head, options.Delimiter);
        CsvHead head = CsvHead.From(content.Head, content.HeadIsAll, guess.Delimiter, options);
        Fields fields = new(CsvReader.Create(content.Stream, Options(guess.Delimiter, options.MaxRowBytes), leaveOpen: true));
        using CsvReader reader = fields.Reader;
        try
        {
            ColumnPlan plan = ReadHeader(reader, pipeline, guess, head);
            pipeline.Start(plan.Layout);
            if (head.Preamble is { } preamble) pipeline.Notes.Warn(preamble);
            RowFiller filler = new(pipeline, plan, head.Sample);
            bool readsAll = pipeline.MaxRows is null;
            using (RowRelay? aside = pipeline.JudgeAside())
            {
                while ((readsAll || !pipeline.IsDone) && reader.Read()) TakeRow(fields, filler, pipeline);
                filler.Complete();
                aside?.Complete();
            }

            return (facts with { Delimiter = guess.Delimiter }).With(plan);
        }
        catch (CsvFormatException e)
        {
            throw new EventFileException(Math.Max(e.LineNumber, 1), null, null,
                $"the row is longer than {options.MaxRowBytes:N0} bytes, or a quote that opens here isn't closed. Mend the row, or " +
                $"raise MaxRowBytes. ({e.Message})");
        }
    }

    /// <summary>How delimited text is parsed, here and in the look ahead.</summary>
    internal static CsvReaderOptions Options(char delimiter, int maxRowBytes) => new()
    {
        Separator = delimiter,
        HasHeader = false,
        MaxRecordSize = maxRowBytes,
        BufferSize = BufferSize,
        TrackLineNumbers = true,
        OnMalformedRecord = static record =>
        {
            if (record.Reason == CsvMalformedReason.UnterminatedQuote)
            {
                throw new EventFileException(record.LineNumber, null, null,
                    "a quote opens a field here and never closes, which would swallow all rows after it. Close or remove the quote.");
            }
        },
    };

    private static ColumnPlan ReadHeader(CsvReader reader, CleaningPipeline pipeline, DelimiterGuess guess, CsvHead head)
    {
        for (int i = 0; i <= head.LinesAbove; i++)
        {
            if (!reader.Read()) throw new EventFileException("The file is empty: a header and rows were expected.");
        }

        if (reader.FieldCount > MaxColumns)
            throw new EventFileException($"The header has {reader.FieldCount} columns; at most {MaxColumns} are read.");
        if (reader.RawRecord.Contains((byte)0))
            throw new EventFileException("The header holds NUL bytes: this isn't text, or text in an encoding without a byte order mark.");
        string[] header = new string[reader.FieldCount];
        for (int i = 0; i < header.Length; i++) header[i] = Encoding.UTF8.GetString(reader.GetSpan(i)).Trim();
        pipeline.See(header, head.Sample);
        return ColumnPlan.For(header, pipeline.Options.ColumnChoice, head.Sample, guess.Seen);
    }

    [MethodImpl(Hot.Loop)]
    private static void TakeRow(Fields fields, RowFiller filler, CleaningPipeline pipeline)
    {
        CsvReader reader = fields.Reader;
        ReadOnlySpan<byte> raw = reader.RawRecord;
        if (raw.Contains((byte)0))
        {
            pipeline.Row.Clear(reader.LineNumber);
            pipeline.Reject(null, Encoding.Latin1.GetString(raw[..Math.Min(raw.Length, 80)]),
                "the row holds NUL bytes. Mend or remove it.");
            return;
        }

        filler.Take(fields, reader.LineNumber, !Utf8.IsValid(raw), FingerprintOf(reader, raw));
    }

    /// <summary>
    /// Of the whole row at once where nothing in it is quoted; a row with quotes that didn't need them has the same fingerprint as one
    /// without, and a row that needed them can't equal any that had none.
    /// </summary>
    [MethodImpl(Hot.Loop)]
    private static UInt128 FingerprintOf(CsvReader reader, ReadOnlySpan<byte> raw)
    {
        Fingerprint fingerprint = new();
        if (!raw.Contains((byte)'"'))
        {
            fingerprint.Add(raw);
            return fingerprint.Value;
        }

        using MemoryStream joined = new(raw.Length);
        bool needed = false;
        for (int i = 0; i < reader.FieldCount; i++)
        {
            ReadOnlySpan<byte> field = reader.GetSpan(i);
            needed |= field.IndexOfAny((byte)reader.Separator, (byte)'"') >= 0 || field.IndexOfAny((byte)'\r', (byte)'\n') >= 0;
            if (i > 0) joined.WriteByte((byte)reader.Separator);
            joined.Write(field);
        }

        if (!needed)
        {
            fingerprint.Add(joined.GetBuffer().AsSpan(0, (int)joined.Length));
            return fingerprint.Value;
        }

        fingerprint.Add("\""u8);
        for (int i = 0; i < reader.FieldCount; i++) fingerprint.Add(reader.GetSpan(i));
        return fingerprint.Value;
    }

    private sealed class Fields(CsvReader reader) : IRowFields
    {
        public CsvReader Reader => reader;

        public int Count => reader.FieldCount;

        public ReadOnlySpan<byte> this[int index] => reader.GetSpan(index);
    }
}

using System.Runtime.CompilerServices;

namespace Personalization.Data;

/// <summary>Reads rows that a format from outside gives. It is trusted to open files, and held to the limits all the same.</summary>
internal static class OutsideSource
{
    private const int MaxColumns = 4096;

    private const long NeverRefusedBelow = 16L << 20;

    /// <summary>The header of a CSV with the same rows is row 1.</summary>
    private const long FirstRow = 2;

    public static SourceFacts Read(IEventFileFormat format, Stream stream, CleaningPipeline pipeline, SourceFacts facts)
    {
        long size = stream.Length - stream.Position;
        using IEventRows rows = format.Open(stream, pipeline.Options);
        if (rows.Header.Count is 0 or > MaxColumns)
            throw new EventFileException($"The file has {rows.Header.Count} columns that can be read; 1 to {MaxColumns} are expected.");
        ColumnPlan plan = ColumnPlan.For([.. rows.Header], pipeline.Options.ColumnChoice, FileSample.None, $"format {format.Name}");
        pipeline.Start(plan.Layout);
        pipeline.Times.TakesIso = true;
        pipeline.Progress.Share = () => rows.Share;
        Fields fields = new(rows, plan.Header.Count);
        RowFiller filler = new(pipeline, plan, FileSample.None);
        using (RowRelay? aside = pipeline.JudgeAside())
        {
            ReadRows(fields, filler, pipeline.Options, size);
            filler.Complete();
            aside?.Complete();
        }

        SourceFacts found = facts.With(plan);
        return found with { IgnoredColumns = [.. found.IgnoredColumns, .. rows.LeftOut] };
    }

    [MethodImpl(Hot.Loop)]
    private static void ReadRows(Fields fields, RowFiller filler, EventReadOptions options, long size)
    {
        long total = 0;
        for (long row = FirstRow; fields.Rows.Read(); row++)
        {
            Fingerprint fingerprint = new();
            long length = 0;
            for (int i = 0; i < fields.Count; i++)
            {
                ReadOnlySpan<byte> field = fields[i];
                length += field.Length + 1;
                fingerprint.Add(field);
            }

            if (length > options.MaxRowBytes)
            {
                throw new EventFileException(row, null, null,
                    $"the row is longer than {options.MaxRowBytes:N0} bytes. Mend the row, or raise MaxRowBytes.");
            }

            total += length;
            if (total > NeverRefusedBelow && total / options.MaxExpansionRatio > size)
            {
                throw new EventFileException(
                    $"The file of {size:N0} bytes grew to over {total:N0} bytes of content, more than {options.MaxExpansionRatio} times: " +
                    "it looks like a decompression bomb. Raise MaxExpansionRatio if it isn't.");
            }

            filler.Take(fields, row, repaired: false, fingerprint.Value);
        }
    }

    private sealed class Fields(IEventRows rows, int count) : IRowFields
    {
        public IEventRows Rows => rows;

        public int Count => count;

        public ReadOnlySpan<byte> this[int index] => rows.Field(index);
    }
}

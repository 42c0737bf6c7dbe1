using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Personalization.Data;

/// <summary>Reads columns that stand apart by blanks or tabs, as in CDNOW's files, with or without a header.</summary>
internal static class WhitespaceSource
{
    private const int MaxColumns = 64;

    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789.-+"u8);

    public static SourceFacts Read(TextContent content, CleaningPipeline pipeline, SourceFacts facts)
    {
        LineReader lines = new(content.Stream, pipeline.Options.MaxRowBytes);
        Words words = new();
        ReadOnlySpan<byte> line;
        do
        {
            if (!lines.TryRead(out line)) throw new EventFileException("The file is empty: columns apart by blanks were expected.");
            words.Split(line);
        }
        while (words.Count == 0);

        ColumnPlan plan = Plan(words, pipeline.Options);
        pipeline.Start(plan.Layout);
        RowFiller filler = new(pipeline, plan, FileSample.None);
        if (HoldsNumbers(words)) TakeRow(words, line, lines.LineNumber, filler, pipeline);
        while (!pipeline.IsDone && lines.TryRead(out line))
        {
            words.Split(line);
            if (words.Count > 0) TakeRow(words, line, lines.LineNumber, filler, pipeline);
        }

        filler.Complete();
        return facts.With(plan);
    }

    private static ColumnPlan Plan(Words words, EventReadOptions options)
    {
        if (HoldsNumbers(words) && options.Columns is null)
        {
            return words.Count is 4 or 5
                ? ColumnPlan.CdnowWithoutHeader(words.Count, options.ColumnChoice)
                : throw new EventFileException(
                    $"The first line has {words.Count} columns and no header. CDNOW's files have 4 or 5; name other columns in a header " +
                    "line.");
        }

        string[] header = new string[words.Count];
        for (int i = 0; i < header.Length; i++) header[i] = Encoding.UTF8.GetString(words[i]);
        return ColumnPlan.For(header, options.ColumnChoice, FileSample.None, "columns apart by blanks");
    }

    private static bool HoldsNumbers(Words words)
    {
        for (int i = 0; i < words.Count; i++)
        {
            if (words[i].ContainsAnyExcept(Digits)) return false;
        }

        return true;
    }

    private static void TakeRow(Words words, ReadOnlySpan<byte> line, long number, RowFiller filler, CleaningPipeline pipeline)
    {
        if (line.Contains((byte)0))
        {
            pipeline.Row.Clear(number);
            pipeline.Reject(null, Encoding.Latin1.GetString(line[..Math.Min(line.Length, 80)]),
                "the row holds NUL bytes. Mend or remove it.");
            return;
        }

        Fingerprint fingerprint = new();
        for (int i = 0; i < words.Count; i++) fingerprint.Add(words[i]);
        filler.Take(words, number, !Utf8.IsValid(line), fingerprint.Value);
    }

    /// <summary>The words of a line; words past the 64th count as one more, which no header matches.</summary>
    private sealed class Words : IRowFields
    {
        private readonly (int Start, int Length)[] _words = new (int, int)[MaxColumns + 1];
        private byte[] _line = [];

        public int Count { get; private set; }

        public ReadOnlySpan<byte> this[int index] => _line.AsSpan(_words[index].Start, _words[index].Length);

        public void Split(ReadOnlySpan<byte> line)
        {
            if (_line.Length < line.Length) _line = new byte[Math.Max(line.Length, 256)];
            line.CopyTo(_line);
            Count = 0;
            int i = 0;
            while (i < line.Length && Count <= MaxColumns)
            {
                if (line[i] is (byte)' ' or (byte)'\t')
                {
                    i++;
                    continue;
                }

                int length = line[i..].IndexOfAny((byte)' ', (byte)'\t');
                if (length < 0) length = line.Length - i;
                _words[Count++] = (i, length);
                i += length;
            }
        }
    }
}

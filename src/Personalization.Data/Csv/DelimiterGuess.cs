namespace Personalization.Data;

/// <summary>The delimiter of a header, and what was seen there, for the message when it doesn't fit.</summary>
internal readonly record struct DelimiterGuess(char Delimiter, string Seen)
{
    private static ReadOnlySpan<char> Candidates => [',', ';', '\t', '|'];

    /// <summary>
    /// Counts the usual delimiters outside quotes in the first line; the most frequent wins, of equals the first of comma, semicolon, tab,
    /// bar.
    /// </summary>
    public static DelimiterGuess From(ReadOnlySpan<byte> head, char? given)
    {
        ReadOnlySpan<byte> line = FirstLine(head);
        if (line.Length == 5 && line.StartsWith("sep="u8)) // Excel's hint, a line that the parser passes over
        {
            return new DelimiterGuess(given ?? (char)line[4], $"delimiter {Name(given ?? (char)line[4])} from the line sep=");
        }

        Span<int> counts = stackalloc int[4];
        int best = Count(line, counts);
        if (counts[best] < 2) best = BelowTitles(head, counts, best);
        char delimiter = given ?? Candidates[best];
        return new DelimiterGuess(delimiter,
            $"delimiter {Name(delimiter)} (the first line holds {counts[0]} commas, {counts[1]} semicolons, {counts[2]} tabs, " +
            $"{counts[3]} bars)");
    }

    /// <summary>Lines above a header hold few delimiters or none: then the line that holds most of them tells.</summary>
    private static int BelowTitles(ReadOnlySpan<byte> head, Span<int> counts, int best)
    {
        Span<int> own = stackalloc int[4];
        for (int i = 0; i < CsvHead.MaxLinesAbove; i++)
        {
            head = head.TrimStart("\r\n"u8);
            int end = head.IndexOfAny((byte)'\r', (byte)'\n');
            if (end <= 0) break;
            own.Clear();
            int most = Count(head[..end], own);
            if (own[most] > Math.Max(2, counts[best]))
            {
                best = most;
                own.CopyTo(counts);
            }

            head = head[end..];
        }

        return best;
    }

    private static int Count(ReadOnlySpan<byte> line, Span<int> counts)
    {
        bool quoted = false;
        foreach (byte b in line)
        {
            if (b == '"') quoted = !quoted;
            int candidate = quoted ? -1 : Candidates.IndexOf((char)b);
            if (candidate >= 0) counts[candidate]++;
        }

        int best = 0;
        for (int i = 1; i < 4; i++)
        {
            if (counts[i] > counts[best]) best = i;
        }

        return best;
    }

    public static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> head)
    {
        head = head.TrimStart("\r\n"u8);
        int end = head.IndexOfAny((byte)'\r', (byte)'\n');
        return end < 0 ? head : head[..end];
    }

    private static string Name(char delimiter) => delimiter == '\t' ? "tab" : $"'{delimiter}'";
}

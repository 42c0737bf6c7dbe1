using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Personalization.TestKit;

/// <summary>Formats of event files that are fuzzed.</summary>
public enum FuzzFormat
{
    Csv,
    CsvGzip,
    Xlsx,
    JsonLines,
    Cdnow,
}

/// <summary>What came of fuzzing a format or a layout.</summary>
/// <param name="Format">Name of the format or layout.</param>
/// <param name="Cases">Files that were tried.</param>
/// <param name="Results">Files that gave a result.</param>
/// <param name="Errors">Files that gave a clear error.</param>
/// <param name="WorstSeconds">Longest time of a file.</param>
/// <param name="WorstBytes">Most bytes allocated for a file (which bounds what was in use at once).</param>
/// <param name="Failures">Up to ten files that gave anything else, as "case: what".</param>
public sealed record FuzzOutcome(
    string Format, int Cases, int Results, int Errors, double WorstSeconds, long WorstBytes, IReadOnlyList<string> Failures);

/// <summary>Reads damaged files, one after the other: each must end in a result or a clear error.</summary>
public static class Fuzz
{
    /// <summary>Seconds that a file may take.</summary>
    public const double MaxSeconds = 1;

    /// <summary>Bytes that a file may take.</summary>
    public const long MaxBytes = 256L << 20;

    /// <summary>Mutates a sound file of a format <paramref name="count"/> times and reads each.</summary>
    /// <param name="format">The format.</param>
    /// <param name="count">How many files.</param>
    /// <param name="seed">Seed of the damage; case <c>i</c> depends on it and <c>i</c> alone, so that one case can be repeated.</param>
    /// <param name="read">Reads a stream under a file's name.</param>
    /// <param name="isClearError">Says whether an exception is the reader's own way of refusing a file.</param>
    /// <param name="first">Number of the first case.</param>
    public static FuzzOutcome Run(
        FuzzFormat format, int count, ulong seed, Action<Stream, string> read, Func<Exception, bool> isClearError, int first = 0)
    {
        read(new MemoryStream(Sound(format)), NameOf(format)); // the sound file must be readable, and warms the code up
        return Run(format.ToString(), NameOf(format), i => Case(format, seed, i), count, read, isClearError, first);
    }

    /// <summary>Reads the damaged files of a layout; the sound one is for the caller to check.</summary>
    /// <param name="file">The sound file.</param>
    /// <param name="count">How many files.</param>
    /// <param name="seed">Seed of the damage.</param>
    /// <param name="read">Reads a stream under a file's name.</param>
    /// <param name="isClearError">Says whether an exception is the reader's own way of refusing a file.</param>
    /// <param name="first">Number of the first case.</param>
    public static FuzzOutcome Run(
        LayoutFile file, int count, ulong seed, Action<Stream, string> read, Func<Exception, bool> isClearError, int first = 0)
    {
        byte[] sound = Encoding.UTF8.GetBytes(file.Text);
        Measure(read, sound, file.Name); // warms the code up
        return Run(file.Layout, file.Name, i => Mutator(seed, i).Mutate(sound), count, read, isClearError, first);
    }

    private static FuzzOutcome Run(
        string format, string name, Func<int, byte[]> fileOf, int count, Action<Stream, string> read, Func<Exception, bool> isClearError,
        int first)
    {
        int results = 0, errors = 0;
        double worstSeconds = 0;
        long worstBytes = 0;
        List<string> failures = [];
        for (int i = first; i < first + count; i++)
        {
            byte[] file = fileOf(i);
            (double seconds, long bytes, Exception? error) = Measure(read, file, name);

            // The machine may have been busy elsewhere: slow is what is slow three times.
            for (int again = 0; again < 2 && seconds > MaxSeconds; again++)
                seconds = Math.Min(seconds, Measure(read, file, name).Seconds);
            worstSeconds = Math.Max(worstSeconds, seconds);
            worstBytes = Math.Max(worstBytes, bytes);
            if (error is null) results++;
            else if (isClearError(error)) errors++;
            string? failure = error is not null && !isClearError(error) ? error.ToString()
                : seconds > MaxSeconds ? string.Create(CultureInfo.InvariantCulture, $"{seconds:F2} s")
                : bytes > MaxBytes ? $"{bytes >> 20} MiB"
                : null;
            if (failure is not null && failures.Count < 10) failures.Add($"{format} case {i}: {failure}");
        }

        return new FuzzOutcome(format, count, results, errors, worstSeconds, worstBytes, failures);
    }

    /// <summary>The damaged file of a case.</summary>
    public static byte[] Case(FuzzFormat format, ulong seed, int index)
    {
        FileMutator mutator = Mutator(seed, index);
        bool inside = mutator.Below(3) > 0;
        switch (format)
        {
            case FuzzFormat.CsvGzip when inside:
                return Gzip(mutator.Mutate(Csv()));
            case FuzzFormat.Xlsx when inside:
                List<(string Name, byte[] Content)> parts = Workbook();
                int part = mutator.Below(parts.Count);
                parts[part] = (parts[part].Name, mutator.Mutate(parts[part].Content));
                return TinyWorkbook.Zip(parts);
            default:
                return mutator.Mutate(Sound(format));
        }
    }

    /// <summary>A small sound file of a format.</summary>
    public static byte[] Sound(FuzzFormat format) => format switch
    {
        FuzzFormat.Csv => Csv(),
        FuzzFormat.CsvGzip => Gzip(Csv()),
        FuzzFormat.Xlsx => TinyWorkbook.Zip(Workbook()),
        FuzzFormat.JsonLines => JsonLines(),
        _ => Cdnow(),
    };

    /// <summary>A file name that fits a format.</summary>
    public static string NameOf(FuzzFormat format) => format switch
    {
        FuzzFormat.Csv => "fuzz.csv",
        FuzzFormat.CsvGzip => "fuzz.csv.gz",
        FuzzFormat.Xlsx => "fuzz.xlsx",
        FuzzFormat.JsonLines => "fuzz.jsonl",
        _ => "fuzz.txt",
    };

    private static FileMutator Mutator(ulong seed, int index) => new((seed * 0xD1342543DE82EF95) + (ulong)index);

    private static (double Seconds, long Bytes, Exception? Error) Measure(Action<Stream, string> read, byte[] file, string name)
    {
        using MemoryStream stream = new(file);
        long before = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
        Exception? error = null;
        try
        {
            read(stream, name);
        }
        catch (Exception e)
        {
            error = e;
        }

        return (Stopwatch.GetElapsedTime(start).TotalSeconds, GC.GetAllocatedBytesForCurrentThread() - before, error);
    }

    private static byte[] Csv()
    {
        StringBuilder text = new("Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\r\n");
        for (int i = 0; i < 60; i++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{(i % 9 == 4 ? "C" : "")}{489434 + (i / 4)},850{i % 7}{(char)('A' + (i % 3))},\"LIGHT, \"\"{i}\"\" CAFÉ\",{(i % 11) - 1},"
                + $"2009-12-{1 + (i / 3):00} 07:{i % 60:00}:00,{i * 0.35m:F2},"
                + $"{(i % 6 == 5 ? "" : $"{13085 + (i % 8)}")},United Kingdom\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static byte[] Gzip(byte[] content)
    {
        using MemoryStream stream = new();
        using (GZipStream gzip = new(stream, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(content);
        return stream.ToArray();
    }

    private static List<(string Name, byte[] Content)> Workbook()
    {
        object?[][] rows =
        [
            ["Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "Customer ID", "Country"],
            .. Enumerable.Range(0, 40).Select(i => new object?[]
            {
                489434 + (i / 4), $"850{i % 7}A", $"LIGHT {i % 5}", (i % 11) - 1, new DateTime(2009, 12, 1 + (i / 3), 7, i, 0),
                i * 0.35, i % 6 == 5 ? null : 13085 + (i % 8), "UK",
            }),
        ];
        return TinyWorkbook.Parts(("Year 2009-2010", rows), ("Year 2010-2011", rows[..9]));
    }

    private static byte[] JsonLines()
    {
        string[] lines =
        [
            """{"type":"identify","userId":"u1","traits":{"email":"a@example.com"}}""",
            """{"type":"track","event":"Product Viewed","userId":"u1","timestamp":"2024-03-01T10:00:00.000Z","properties":"""
                + """{"product_id":"ring-1","name":"Ring","category":"rings","price":"199.50","currency":"EUR","session_id":"s1"}}""",
            """{"type":"track","event":"Added Product","anonymousId":"a7","originalTimestamp":"2024-03-01T11:02:03+01:00","properties":"""
                + """{"sku":"N-2","quantity":"2","price":19.99},"context":{"sessionId":12}}""",
            """{"type":"track","event":"Order Completed","userId":"u1","timestamp":"2024-03-01T10:05:00Z","properties":"""
                + """{"order_id":"o1","total":419.48,"products":["""
                + """{"product_id":"ring-1","price":199.5,"quantity":1},{"sku":"N-2","price":"19.99","quantity":"2"}]}}""",
            """{"type":"track","event":"Order Refunded","userId":"u1","timestamp":"2024-03-05T10:05:00Z","properties":"""
                + """{"order_id":"o1","total":20}}""",
            """{"type":"page","userId":"u2","name":"Home","timestamp":"2024-03-01T10:05:00Z","context":{"channel":"web"}}""",
            """{"type":"track","event":"Store Visited","userId":"u2","timestamp":"2024-03-01T10:06:00Z","properties":"""
                + """{"nested":{"a":[1,2,{"b":null}]}}}""",
        ];
        return Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Repeat(lines, 8).SelectMany(l => l)) + "\n");
    }

    private static byte[] Cdnow()
    {
        StringBuilder text = new();
        for (int i = 0; i < 80; i++)
            text.Append(
                CultureInfo.InvariantCulture,
                $" {1 + (i / 3):00000} 1997{1 + (i % 12):00}{1 + (i % 28):00} {1 + (i % 4),2} {11.77m + i,7:F2}\r\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }
}

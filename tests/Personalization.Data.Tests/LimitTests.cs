using System.Text;
using Personalization.Core;
using Personalization.TestKit;
using static Personalization.Data.Tests.Texts;

namespace Personalization.Data.Tests;

/// <summary>Files that are cut off, endless, or lie about their size.</summary>
public sealed class LimitTests
{
    private static readonly byte[] Rows = Encoding.UTF8.GetBytes(
        RetailHeader
            + string.Concat(
                Enumerable.Range(0, 3000).Select(i => $"{i},A{i % 50},b,2,2010-12-01 08:{i % 60:00}:00,1.{i % 100:00},{i % 70},UK\n")));

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(500)]
    [InlineData(5000)]
    public void Read_TruncatedGzip_IsAnErrorThatCountsCompleteRows(int missing)
    {
        byte[] whole = Gzip(Rows);
        EventFileException e = Assert.Throws<EventFileException>(() => Read(whole[..^missing], "cut.csv.gz"));
        Assert.Contains("cut off", e.Message, StringComparison.Ordinal);
        Assert.Contains("complete rows were read", e.Message, StringComparison.Ordinal);
        Assert.Equal(3000, Read(whole, "whole.csv.gz").Report.RowsRead);
    }

    [Fact]
    public void Read_DamagedGzip_IsAnError()
    {
        byte[] damaged = Gzip(Rows);
        damaged[damaged.Length / 2] ^= 0x10;
        Assert.Throws<EventFileException>(() => Read(damaged, "damaged.csv.gz"));
    }

    [Fact]
    public void Read_GzipOfTwoMembers_ReadsBothAndStillNoticesTruncation()
    {
        byte[] more = Encoding.UTF8.GetBytes("9,A,b,2,2010-12-01 08:00:00,1.00,7,UK\n");
        byte[] joined = [.. Gzip(Rows), .. Gzip(more)];
        Assert.Equal(3001, Read(joined, "joined.csv.gz").Report.RowsRead);
        Assert.Throws<EventFileException>(() => Read(joined[..^5], "joined.csv.gz"));
    }

    [Fact]
    public void Read_LineOfThreeGigabytes_EndsInAnErrorInBoundedMemory()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (string name in (ReadOnlySpan<string>)["endless.csv", "endless.jsonl", "endless.txt"])
        {
            using EndlessStream endless = new(name.EndsWith("csv", StringComparison.Ordinal) ? RetailHeader : "", 'x', 3L << 30);
            EventFileException e = Assert.Throws<EventFileException>(() => EventFile.Read(
                endless, name, new() { Format = FormatOf(name) }, cancellationToken: TestContext.Current.CancellationToken));
            Assert.Contains("longer than 1,048,576 bytes", e.Message, StringComparison.Ordinal);
            Assert.True(endless.Given < 16 << 20, $"{endless.Given} bytes were read");
        }

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 64 << 20);
    }

    [Fact]
    public void Read_GzipBomb_IsRefused()
    {
        using MemoryStream packed = new();
        using (System.IO.Compression.GZipStream gzip = new(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(RetailHeader));
            byte[] block = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("1,A,b,2,2010-12-01 08:00:00,1.00,7,UK\n", 10_000)));
            for (int i = 0; i < 220; i++) gzip.Write(block);
        }

        packed.Position = 0;
        EventFileException e = Assert.Throws<EventFileException>(() => EventFile.Read(
            packed, "bomb.csv.gz", new() { MaxExpansionRatio = 50 }, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("bomb", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Cancelled_Stops()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        byte[] many = [.. Rows, .. Rows];
        Assert.Throws<OperationCanceledException>(() => EventFile.Read(new MemoryStream(many), "x.csv", cancellationToken: source.Token));
    }

    [Fact]
    public void Read_Progress_CountsRowsAndRisesToOne()
    {
        Recorder recorder = new();
        using SlowStream slow = new([.. Rows, .. Rows, .. Rows]);
        EventFile.Read(slow, "x.csv", progress: recorder, cancellationToken: TestContext.Current.CancellationToken);
        AssertRisesToOne(recorder, 9002); // the header comes again twice, and is counted
        Assert.Contains(recorder.Seen, p => p.Stage == "reading");
    }

    [Fact]
    public void Read_ProgressOfAWorkbook_RisesToOneThoughAZipIsReadFromItsEnd()
    {
        object?[][] rows = [["customer", "date"], .. Enumerable.Range(0, 60_000).Select(i => (object?[])[$"c{i % 9}", "2024-01-01"])];
        Recorder recorder = new();
        using MemoryStream workbook = new(TinyWorkbook.Build(("A", rows), ("B", rows[..5000])));
        EventFile.Read(workbook, "x.xlsx", progress: recorder, cancellationToken: TestContext.Current.CancellationToken);
        AssertRisesToOne(recorder, 64_999);
    }

    [Fact]
    public void Read_ProgressWithoutALength_EndsAtOne()
    {
        Recorder recorder = new();
        using EndlessStream once = new(Encoding.UTF8.GetString(Rows), 'x', 0);
        EventFile.Read(once, "x.csv", progress: recorder, cancellationToken: TestContext.Current.CancellationToken);
        AssertRisesToOne(recorder, 3000);
    }

    [Fact]
    public async Task ReadAsync_FromPathAndFromAStreamThatCannotSeek_AgreesWithRead()
    {
        string path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, Rows, TestContext.Current.CancellationToken);
            EventReadResult fromPath = await EventFile.ReadAsync(path, cancellationToken: TestContext.Current.CancellationToken);
            using EndlessStream once = new(Encoding.UTF8.GetString(Rows), 'x', 0);
            EventReadResult fromStream = await EventFile.ReadAsync(once, "x.csv", cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(fromPath.Log.Events(), fromStream.Log.Events());
            Assert.Equal(3000, fromPath.Report.RowsKept);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void AssertRisesToOne(Recorder recorder, long rows)
    {
        double[] shares = [.. recorder.Seen.Where(p => p.Fraction is not null).Select(p => p.Fraction!.Value)];
        Assert.Equal(shares.Order(), shares);
        Assert.All(shares, share => Assert.InRange(share, 0, 1));
        Assert.Equal((1.0, rows, "rows"), (recorder.Seen[^1].Fraction, recorder.Seen[^1].Count, recorder.Seen[^1].Unit));
    }

    private static EventFileFormat FormatOf(string name) => Path.GetExtension(name) switch
    {
        ".csv" => EventFileFormat.Csv,
        ".jsonl" => EventFileFormat.JsonLines,
        _ => EventFileFormat.Whitespace,
    };

    private sealed class Recorder : IProgress<FitProgress>
    {
        public List<FitProgress> Seen { get; } = [];

        public void Report(FitProgress value) => Seen.Add(value);
    }

    /// <summary>Gives a little at a time and waits between, so that progress has time to be told.</summary>
    private sealed class SlowStream(byte[] content) : MemoryStream(content)
    {
        public override int Read(Span<byte> buffer)
        {
            Thread.Sleep(20);
            return base.Read(buffer[..Math.Min(buffer.Length, 1 << 14)]);
        }
    }

    /// <summary>A beginning, then one letter as often as is asked, without holding it; can't seek.</summary>
    private sealed class EndlessStream(string start, char letter, long count) : ForwardStream
    {
        private readonly MemoryStream _start = new(Encoding.UTF8.GetBytes(start));

        public long Given { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            int read = _start.Read(buffer);
            if (read > 0) return read;
            read = (int)Math.Min(buffer.Length, count - Given);
            buffer[..read].Fill((byte)letter);
            Given += read;
            return read;
        }
    }
}

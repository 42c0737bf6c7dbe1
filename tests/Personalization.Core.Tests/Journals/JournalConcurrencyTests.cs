using System.Buffers.Binary;
using System.Reflection;
using Microsoft.Win32.SafeHandles;

namespace Personalization.Core.Tests;

public sealed class JournalConcurrencyTests : IDisposable
{
    private const string Kind = "test-1";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("journal-");

    private string FilePath => Path.Combine(_folder.FullName, "records");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Each thread's records stay in its order, none lost or doubled, whether it waits, awaits, or does so at the end.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Append_ManyThreads_KeepsEveryRecordInEachThreadsOrder(bool flushToDisk)
    {
        int each = flushToDisk ? 40 : 4_000;
        const int Threads = 6;
        JournalOptions options = new() { BufferBytes = 4 << 10, FlushToDisk = flushToDisk };
        using (Journal journal = Journal.Open(FilePath, Kind, options: options))
        {
            await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(async () =>
            {
                for (int i = 0; i < each; i++)
                {
                    byte[] record = Record(thread, i);
                    if (thread % 3 == 0) journal.Append(record);
                    else if (thread % 3 == 1) await journal.AppendAsync(record);
                    else journal.Begin(record);
                }
            })));
            journal.Flush();
            Assert.Equal(Threads * each, journal.Count);
        }

        int[] next = new int[Threads];
        using Journal read = Journal.Open(FilePath, Kind, record =>
            Assert.Equal(next[BinaryPrimitives.ReadInt32LittleEndian(record)]++, BinaryPrimitives.ReadInt32LittleEndian(record[4..])));
        Assert.All(next, count => Assert.Equal(each, count));
    }

    [Fact]
    public void Read_WhileWriting_SeesWhatIsAcknowledgedAndGoesOn()
    {
        using Journal journal = Journal.Open(FilePath, Kind);
        using JournalReader reader = JournalReader.Open(FilePath, Kind);
        Assert.False(reader.TryRead(out _));
        for (int i = 0; i < 20_000; i++)
        {
            journal.Append(Record(0, i));
            if (i % 3 != 0) continue;
            while (reader.TryRead(out ReadOnlySpan<byte> record))
                Assert.Equal(reader.Count - 1, BinaryPrimitives.ReadInt32LittleEndian(record[4..]));
            Assert.Equal(i + 1, reader.Count);
        }
    }

    /// <summary>Each thread's records behind the last snapshot are its latest, without a gap.</summary>
    [Fact]
    public async Task Compact_WhileOthersAppend_LosesNothingOfTheirs()
    {
        const int Threads = 4, Each = 4_000;
        int compacted = 0;
        using (Journal journal = Journal.Open(FilePath, Kind, options: new() { BufferBytes = 4 << 10 }))
        {
            Task appending = Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
            {
                for (int i = 0; i < Each; i++)
                {
                    JournalReceipt receipt = journal.Begin(Record(thread, i));
                    if (i % 5 == thread) receipt.Wait();
                }
            })));
            while (!appending.IsCompleted) journal.Compact([Record(Threads, compacted++)]);
            await appending;
            journal.Append("last"u8);
        }

        int[] last = new int[Threads + 1];
        Array.Fill(last, -1);
        int ends = 0;
        using Journal read = Journal.Open(FilePath, Kind, record =>
        {
            if (record.Length != 8)
            {
                ends++;
                return;
            }

            ref int before = ref last[BinaryPrimitives.ReadInt32LittleEndian(record)];
            int i = BinaryPrimitives.ReadInt32LittleEndian(record[4..]);
            Assert.True(before < 0 || i == before + 1);
            before = i;
        });
        Assert.Equal(1, ends);
        Assert.Equal(compacted - 1, last[Threads]);
        Assert.All(last[..Threads], one => Assert.True(one is -1 or Each - 1));
        Assert.True(compacted > 3);
    }

    [Fact]
    public void Compact_ThenKilledBeforeTheMove_OpensTheFileAsItWas()
    {
        using (Journal journal = Journal.Open(FilePath, Kind)) journal.Append("first"u8);
        File.WriteAllBytes(FilePath + ".new", [1, 2, 3]);

        using Journal read = Journal.Open(FilePath, Kind);

        Assert.Equal(1, read.Count);
        Assert.False(File.Exists(FilePath + ".new"));
    }

    [Fact]
    public void Append_Forever_AllocatesNothing()
    {
        using Journal journal = Journal.Open(FilePath, Kind);
        byte[] record = new byte[60];
        for (int i = 0; i < 20_000; i++) journal.Append(record);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20_000; i++) journal.Append(record);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000);
    }

    [Fact]
    public async Task Append_AfterDispose_SaysSo()
    {
        Journal journal = Journal.Open(FilePath, Kind);
        JournalReceipt receipt = journal.Begin("x"u8);
        journal.Dispose();

        receipt.Wait();
        await receipt.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Throws<ObjectDisposedException>(() => journal.Append("y"u8));
    }

    /// <summary>A write that fails, as on a full disk: everybody who waits is told, and so is whoever comes later.</summary>
    [Fact]
    public async Task Append_WriteFails_SaysSoAndTakesNothingMore()
    {
        using (Journal journal = Journal.Open(FilePath, Kind))
        {
            journal.Append("kept"u8);
            Task before = journal.AppendAsync("kept too"u8.ToArray());
            await before;
            FieldInfo file = typeof(Journal).GetField("_file", BindingFlags.NonPublic | BindingFlags.Instance)!;
            ((SafeFileHandle)file.GetValue(journal)!).Dispose();

            JournalReceipt waiting = journal.Begin("lost"u8);
            JournalException fault = await Assert.ThrowsAsync<JournalException>(() => journal.AppendAsync("lost too"u8.ToArray()));
            Assert.Contains("takes no more records since a write failed", fault.Message, StringComparison.Ordinal);
            Assert.Throws<JournalException>(() => waiting.Wait());
            await Assert.ThrowsAsync<JournalException>(() => waiting.WaitAsync());
            Assert.Throws<JournalException>(() => journal.Append("late"u8));
            Assert.Throws<JournalException>(() => journal.Flush());
            Assert.Equal(2, journal.Count);
        }

        using Journal again = Journal.Open(FilePath, Kind);
        Assert.Equal(2, again.Count);
    }

    private static byte[] Record(int thread, int i)
    {
        byte[] record = new byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(record, thread);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(4), i);
        return record;
    }
}

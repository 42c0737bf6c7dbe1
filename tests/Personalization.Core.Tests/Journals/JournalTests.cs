using System.Text;

namespace Personalization.Core.Tests;

public sealed class JournalTests : IDisposable
{
    private const string Kind = "test-1";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("journal-");

    private string FilePath => Path.Combine(_folder.FullName, "records");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>The check value of CRC-32C, and a vector of RFC 3720, appendix B.4.</summary>
    [Fact]
    public void Crc32C_PublishedVectors_AreTheirs()
    {
        Assert.Equal(0xE3069283u, Crc32C.Of("123456789"u8));
        Assert.Equal(0x8A9136AAu, Crc32C.Of(new byte[32]));
        Assert.Equal(0x46DD794Eu, Crc32C.Of([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
    }

    [Fact]
    public void Open_WhatWasAppended_ReplaysInOrder()
    {
        using (Journal journal = Journal.Open(FilePath, Kind))
        {
            journal.Append("one"u8);
            journal.Append([]);
            journal.Begin("three"u8);
            Assert.Equal(2, journal.Count);
            journal.Flush();
            Assert.Equal(3, journal.Count);
        }

        Assert.Equal(["one", "", "three"], Replay());
    }

    /// <summary>A process may be killed while any byte is written: what is whole before it stays, and can be appended to.</summary>
    [Fact]
    public void Open_FileCutAtEveryByte_KeepsExactlyTheWholeRecords()
    {
        List<(long End, int Count)> ends = [];
        using (Journal journal = Journal.Open(FilePath, Kind))
        {
            ends.Add((journal.Length, 0));
            for (int i = 1; i <= 12; i++)
            {
                journal.Append(Encoding.UTF8.GetBytes(new string((char)('a' + i), i * 3)));
                ends.Add((journal.Length, i));
            }
        }

        byte[] whole = File.ReadAllBytes(FilePath);
        for (int cut = 0; cut <= whole.Length; cut++)
        {
            File.WriteAllBytes(FilePath, whole.AsSpan(0, cut));
            int kept = ends.LastOrDefault(end => end.End <= cut).Count;
            List<string> replayed = [];
            using (Journal journal = Journal.Open(FilePath, Kind, record => replayed.Add(Encoding.UTF8.GetString(record))))
            {
                Assert.Equal(kept, replayed.Count);
                Assert.Equal(cut - ends.LastOrDefault(end => end.End <= cut).End, journal.CutBytes);
                journal.Append("after"u8);
            }

            Assert.Equal([.. replayed, "after"], Replay());
        }
    }

    /// <summary>Every bit of a file is checked: none can turn without being told, at the offset of the record it is in.</summary>
    [Fact]
    public void Open_AnyBitTurned_IsRefusedWithTheOffset()
    {
        List<long> starts = [];
        using (Journal journal = Journal.Open(FilePath, Kind))
        {
            foreach (string text in (string[])["first", "second", "third"])
            {
                starts.Add(journal.Length);
                journal.Append(Encoding.UTF8.GetBytes(text));
            }
        }

        byte[] whole = File.ReadAllBytes(FilePath);
        for (int bit = 0; bit < 8 * whole.Length; bit++)
        {
            byte[] turned = [.. whole];
            turned[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(FilePath, turned);

            JournalException fault = Assert.Throws<JournalException>(() => Journal.Open(FilePath, Kind).Dispose());

            if (bit / 8 >= starts[0]) Assert.Equal(starts.Last(start => start <= bit / 8), fault.Offset);
            Assert.Equal(turned, File.ReadAllBytes(FilePath));
        }
    }

    [Fact]
    public void Cut_AlteredInTheMiddle_KeepsWhatStandsBefore()
    {
        long second;
        using (Journal journal = Journal.Open(FilePath, Kind))
        {
            journal.Append("first"u8);
            second = journal.Length;
            journal.Append("second"u8);
            journal.Append("third"u8);
        }

        byte[] bytes = File.ReadAllBytes(FilePath);
        bytes[second + 14] ^= 1;
        File.WriteAllBytes(FilePath, bytes);

        JournalException fault = Assert.Throws<JournalException>(() => Journal.Open(FilePath, Kind).Dispose());
        Assert.Contains($"at byte {second}, after 1 whole records", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Journal.Cut", fault.Message, StringComparison.Ordinal);
        Assert.Throws<JournalException>(() => Journal.Cut(FilePath, Kind, second - 1));
        Journal.Cut(FilePath, Kind, fault.Offset);

        Assert.Equal(["first"], Replay());
        Assert.Equal(bytes, File.ReadAllBytes(FilePath + ".damaged"));
    }

    [Fact]
    public void Open_ZerosAtTheEnd_AreATornTail()
    {
        using (Journal journal = Journal.Open(FilePath, Kind)) journal.Append("first"u8);
        using (FileStream stream = new(FilePath, FileMode.Append)) stream.Write(new byte[5_000]);

        using (Journal journal = Journal.Open(FilePath, Kind)) Assert.Equal(5_000, journal.CutBytes);

        Assert.Equal(["first"], Replay());
    }

    [Fact]
    public void Open_OtherKindOrNoJournal_IsRefused()
    {
        using (Journal journal = Journal.Open(FilePath, Kind)) journal.Append("first"u8);
        Assert.Contains(
            "of kind 'test-1', not 'test-2'",
            Assert.Throws<JournalException>(() => Journal.Open(FilePath, "test-2").Dispose()).Message,
            StringComparison.Ordinal);

        string text = Path.Combine(_folder.FullName, "text");
        File.WriteAllText(text, "customer_id,time\n");
        Assert.Contains(
            "is no journal",
            Assert.Throws<JournalException>(() => Journal.Open(text, Kind).Dispose()).Message,
            StringComparison.Ordinal);
        Assert.Equal("customer_id,time\n", File.ReadAllText(text));
    }

    [Fact]
    public void Open_Twice_OnlyOneWrites()
    {
        using Journal journal = Journal.Open(FilePath, Kind);

        Assert.Contains(
            "one writer at a time",
            Assert.Throws<JournalException>(() => Journal.Open(FilePath, Kind).Dispose()).Message,
            StringComparison.Ordinal);
        journal.Append("still open"u8);
    }

    [Fact]
    public void Append_TooLarge_IsRefusedAndTheJournalGoesOn()
    {
        JournalOptions small = new() { MaximumRecordBytes = 10 };
        using (Journal journal = Journal.Open(FilePath, Kind, options: small))
        {
            ArgumentException fault = Assert.Throws<ArgumentException>(() => journal.Append(new byte[11]));
            Assert.Contains("11 bytes", fault.Message, StringComparison.Ordinal);
            journal.Append(new byte[10]);
        }

        Assert.Contains(
            "record of 10 bytes",
            Assert.Throws<JournalException>(() => Journal.Open(FilePath, Kind, options: new() { MaximumRecordBytes = 9 })).Message,
            StringComparison.Ordinal);
    }

    private List<string> Replay()
    {
        List<string> records = [];
        using Journal journal = Journal.Open(FilePath, Kind, record => records.Add(Encoding.UTF8.GetString(record)));
        return records;
    }
}

using Personalization.Core;
using Personalization.TestKit;

namespace Personalization.Parquet.Tests;

public sealed class CustomerFileTests
{
    [Fact]
    public void Read_OfWhatWasWritten_IsTheSameTable() => Properties.HoldForSeeds(40, seed =>
    {
        CustomerTable table = Tables.OfAllKinds(seed, seed % 60);
        Tables.AssertEqual(table, ParquetCustomers.Read(new MemoryStream(Bytes(table))));
    });

    [Fact]
    public void WriteParquet_SameTable_SameBytes() =>
        Assert.Equal(Bytes(Tables.OfAllKinds(7, 500)), Bytes(Tables.OfAllKinds(7, 500)));

    [Fact]
    public async Task WriteParquet_ToAnyDestination_SameBytes()
    {
        CustomerTable table = Tables.OfAllKinds(3, 40);
        byte[] expected = Bytes(table);
        string path = Path.GetTempFileName();
        try
        {
            table.WriteParquet(path, TestContext.Current.CancellationToken);
            Assert.Equal(expected, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
            Tables.AssertEqual(table, ParquetCustomers.Read(path, TestContext.Current.CancellationToken));

            // Within a stream, where the file isn't its beginning; and where nothing may be written or flushed synchronously.
            using AsynchronousStream body = new();
            body.SetLength(10);
            body.Position = 10;
            await table.WriteParquetAsync(body, TestContext.Current.CancellationToken);
            Assert.Equal(expected, body.ToArray()[10..]);
            body.Position = 10;
            Tables.AssertEqual(table, ParquetCustomers.Read(body, TestContext.Current.CancellationToken));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void WriteParquet_Cancelled_LeavesTheFileThatStoodThere()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string path = Path.Combine(folder, "customers.parquet");
            File.WriteAllText(path, "old");
            using CancellationTokenSource source = new();
            source.Cancel();
            Assert.ThrowsAny<OperationCanceledException>(() => Tables.OfAllKinds(1, 10).WriteParquet(path, source.Token));
            Assert.Equal("old", File.ReadAllText(Assert.Single(Directory.GetFiles(folder))));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void WriteParquet_ManyCustomers_MakesSeveralRowGroups()
    {
        CustomerTable table = Tables.OfAllKinds(5, 100_001);
        byte[] bytes = Bytes(table);
        using (ParquetSource source = ParquetSource.Open(new MemoryStream(bytes), 50))
            Assert.Equal([100_000, 1], Enumerable.Range(0, source.GroupCount).Select(source.RowsOf));
        Tables.AssertEqual(table.With(), ParquetCustomers.Read(new MemoryStream(bytes)));
    }

    [Fact]
    public void WriteParquet_AverageWithMoreDigits_IsRoundedHalfToEvenToFour()
    {
        CustomerTable table = Two().With(new MoneyColumn("average", [1.00005m, 2.00015m]));
        MoneyColumn read = ParquetCustomers.Read(new MemoryStream(Bytes(table))).Column<MoneyColumn>("average");
        Assert.Equal((1.0000m, 2.0002m), (read.AmountAt(0), read.AmountAt(1)));
    }

    [Fact]
    public void WriteParquet_WhatAFileCannotHold_IsNamed()
    {
        ArgumentException taken = Assert.Throws<ArgumentException>(() => Bytes(Two().With(new TextColumn("customer_id", ["a", "b"]))));
        Assert.Contains("'customer_id'", taken.Message, StringComparison.Ordinal);
        CustomerTable indebted = Two().With(new MoneyColumn("debt", [1m, -100_000_000_000_000m]));
        ArgumentException large = Assert.Throws<ArgumentException>(() => Bytes(indebted));
        Assert.Contains("'debt' has -100000000000000 in row 1", large.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DamagedFile_EndsInATableOrAClearError()
    {
        byte[] whole = Bytes(Tables.OfAllKinds(11, 30));
        int refused = 0;
        for (ulong seed = 0; seed < 300; seed++)
        {
            byte[] damaged = new FileMutator(seed).Mutate(whole);
            try
            {
                ParquetCustomers.Read(new MemoryStream(damaged));
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 100, 300);
    }

    internal static byte[] Bytes(CustomerTable table)
    {
        using MemoryStream stream = new();
        table.WriteParquet(stream);
        return stream.ToArray();
    }

    private static CustomerTable Two() =>
        new(IdIndex<CustomerId>.From([new CustomerId("a"), new CustomerId("b")]), new DateTime(2024, 1, 1));

    private sealed class AsynchronousStream : MemoryStream
    {
        public override void Flush() => throw new NotSupportedException();

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            base.Write(buffer.ToArray(), 0, buffer.Length);
        }
    }
}

using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Parquet.Tests;

/// <summary>Tables of customers with a column of every kind.</summary>
internal static class Tables
{
    public static CustomerTable OfAllKinds(int seed, int rows)
    {
        Random random = new(seed);
        CustomerTable table = new(
            IdIndex<CustomerId>.From(Enumerable.Range(0, rows).Select(i => new CustomerId($"c{i:D6}-é✓"))),
            new DateTime(2011, 12, 9, 12, 50, 0).AddTicks(random.Next()));
        int dimensions = random.Next(4);
        Matrix vectors = new(rows, dimensions);
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < dimensions; i++) vectors.Row(row)[i] = random.NextSingle() - 0.5f;
        }

        return table.With(
            new NumberColumn("share", [.. Each(rows, () => Known(random) ? random.NextDouble() * 1e6 : double.NaN)])
            {
                Unit = "of all",
                Description = "A share, \"quoted\".",
                Step = "Rfm",
                Decimals = 3,
            },
            new MoneyColumn("spent", [.. Each(rows, () => Known(random) ? random.NextInt64(2_000_000) - 1_000_000 : MoneyColumn.Missing)])
            {
                Unit = "GBP",
            },
            new WholeNumberColumn("orders", [.. Each(rows, () => Known(random) ? -random.NextInt64() : WholeNumberColumn.Missing)]),
            new CategoryColumn("segment", [.. Each(rows, () => Known(random) ? $"s{random.Next(3)}" : null)]) { Step = "Cluster" },
            new CategoryListColumn("categories", [.. Each(rows, () => Each(random.Next(4), () => $"k{random.Next(5)}").ToArray())]),
            new TextColumn("note", [.. Each(rows, () => Known(random) ? new string('ü', random.Next(20)) : null)]),
            new TimeColumn("first", [.. Each<DateTime?>(rows, () => Known(random) ? MomentOf(random) : null)]),
            new FlagColumn("member", [.. Each(rows, () => Known(random) ? (bool?)(random.Next(2) == 0) : null)]),
            new VectorColumn("taste", vectors) { Description = "Where the customer stands." });
    }

    public static void AssertEqual(CustomerTable expected, CustomerTable actual)
    {
        Assert.Equal(expected.AsOf, actual.AsOf);
        Assert.Equal(expected.Customers, actual.Customers);
        Assert.Equal(expected.Columns.Select(c => c.Name), actual.Columns.Select(c => c.Name));
        foreach ((CustomerColumn one, CustomerColumn other) in expected.Columns.Zip(actual.Columns))
        {
            Assert.Equal(
                (one.Kind, one.Unit, one.Description, one.Step, one.Count),
                (other.Kind, other.Unit, other.Description, other.Step, other.Count));
            Assert.Equal((one as NumberColumn)?.Decimals, (other as NumberColumn)?.Decimals);
            Assert.Equal((one as VectorColumn)?.Dimensions, (other as VectorColumn)?.Dimensions);
            for (int row = 0; row < one.Count; row++) Assert.Equal(CellOf(one, row), CellOf(other, row));
        }
    }

    private static object? CellOf(CustomerColumn column, int row) => column switch
    {
        NumberColumn numbers => numbers.Values[row],
        MoneyColumn money => money.AmountAt(row),
        TimeColumn times => times.Values[row],
        VectorColumn vectors => vectors.VectorAt(row).ToArray(),
        CategoryListColumn lists => lists.ListAt(row).ToArray(),
        _ => column.TextAt(row),
    };

    private static DateTime MomentOf(Random random) => new DateTime(1969, 1, 1).AddMicroseconds(random.NextInt64(1L << 51));

    private static bool Known(Random random) => random.Next(4) > 0;

    private static IEnumerable<T> Each<T>(int count, Func<T> next) => Enumerable.Range(0, count).Select(_ => next());
}

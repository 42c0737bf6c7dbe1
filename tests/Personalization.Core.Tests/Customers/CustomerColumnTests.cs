using Personalization.Numerics;

namespace Personalization.Core.Tests;

public sealed class CustomerColumnTests
{
    [Fact]
    public void TextAt_EveryKind_InvariantTextAndNullWhereMissing()
    {
        IReadOnlyList<CustomerColumn> columns = Given.EveryKind();

        Assert.Equal(
            ["0.333333", "12.3456", "3.3333", "3", "=Loyal, \"old\"", "rings; chains", "+1", "2011-12-01T08:05:09", "true"],
            columns.Select(column => column.TextAt(0)));
        Assert.Equal([null, null, null, null, null, "", null, null, null], columns.Select(column => column.TextAt(1)));
        Assert.Equal(columns.Select(column => column.TextAt(1) is null), columns.Select(column => column.IsMissing(1)));
        Assert.Equal("1 -2.5", new VectorColumn("v", Matrix.FromRows([1, -2.5f])).TextAt(0));
    }

    [Fact]
    public void NumberAt_KindsOfNumbers_ValueOrNaN()
    {
        NumericColumn[] columns = [.. Given.EveryKind().OfType<NumericColumn>()];

        Assert.Equal([1 / 3.0, 12.3456, 10 / 3.0, 3, 1], columns.Select(column => column.NumberAt(0)));
        Assert.All(columns, column => Assert.True(double.IsNaN(column.NumberAt(1))));
        Assert.Equal(0, new FlagColumn("no", [false]).NumberAt(0));
    }

    [Fact]
    public void MoneyColumn_Amounts_KeepEveryDecimalAndRoundInText()
    {
        MoneyColumn column = new("average", [10m / 3, 6.66995m, 2.5m, null]);

        Assert.Equal(10m / 3, column.AmountAt(0));
        Assert.Equal([33_333, 66_700, 25_000, MoneyColumn.Missing], column.Units);
        Assert.Equal(["3.3333", "6.6700", "2.5", null], Enumerable.Range(0, 4).Select(column.TextAt));
        Assert.Null(column.AmountAt(3));
        Assert.Throws<OverflowException>(() => new MoneyColumn("average", [decimal.MaxValue]));
    }

    [Fact]
    public void Take_RowsInAnyOrder_MinusOneIsMissing()
    {
        foreach (CustomerColumn column in Given.EveryKind())
        {
            CustomerColumn taken = column.Take([-1, 0, 1, 0]);

            Assert.Equal(
                [column.TextAt(1), column.TextAt(0), column.TextAt(1), column.TextAt(0)], Enumerable.Range(0, 4).Select(taken.TextAt));
            Assert.Equal((column.GetType(), column.Unit, column.Step), (taken.GetType(), taken.Unit, taken.Step));
            Assert.Throws<ArgumentOutOfRangeException>(() => column.Take([2]));
        }

        VectorColumn vectors = new("v", Matrix.FromRows([1], [2]));
        Assert.Equal("2", vectors.Take([1]).TextAt(0));
        Assert.Contains(
            "no vector for row 1", Assert.Throws<ArgumentException>(() => vectors.Take([0, -1])).Message, StringComparison.Ordinal);
        Assert.Equal(2, ((NumberColumn)new NumberColumn("n", [1.239]) { Decimals = 2 }.Take([0])).Decimals);
    }

    [Fact]
    public void WrittenBy_Step_CopySaysItAndTheOldDoesNot()
    {
        foreach (CustomerColumn column in Given.EveryKind().Append(new VectorColumn("v", Matrix.FromRows([1], [2]))))
        {
            CustomerColumn written = column.WrittenBy("rfm");

            Assert.Equal(
                ("rfm", column.Name, column.Unit, column.Description), (written.Step, written.Name, written.Unit, written.Description));
            Assert.NotEqual("rfm", column.Step);
            Assert.Equal(column.TextAt(0), written.TextAt(0));
            Assert.Throws<ArgumentException>(() => column.WrittenBy(" "));
        }
    }

    [Fact]
    public void CategoryColumn_NamesAndCodes_AreTheSame()
    {
        CategoryColumn names = new("segment", ["new", null, "loyal", "new"]);
        CategoryColumn codes = new("segment", Vocabulary.From(["new", "loyal", "gone"]), [2, -1, 1, 2]);

        Assert.Equal(["loyal", "new"], names.Levels);
        Assert.Equal([1, -1, 0, 1], names.Codes);
        Assert.Equal(Enumerable.Range(0, 4).Select(names.TextAt), Enumerable.Range(0, 4).Select(codes.TextAt));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CategoryColumn("segment", names.Levels, [2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CategoryColumn("segment", names.Levels, [-2]));
    }

    [Fact]
    public void CategoryListColumn_ListsAndCodes_AreTheSame()
    {
        CategoryListColumn lists = new("categories", [["b", "a"], [], ["c"]]);
        CategoryListColumn codes = new("categories", lists.Levels, [0, 2, 2, 3], [1, 0, 2]);

        Assert.Equal([["b", "a"], [], ["c"]], Enumerable.Range(0, 3).Select(codes.ListAt));
        Assert.Equal(Enumerable.Range(0, 3).Select(lists.ListAt), Enumerable.Range(0, 3).Select(codes.ListAt));
        Assert.Equal([1, 0], codes.CodesAt(0));
        Assert.Throws<ArgumentException>(() => new CategoryListColumn("categories", lists.Levels, [0, 2], [1]));
        Assert.Throws<ArgumentException>(() => new CategoryListColumn("categories", lists.Levels, [1, 1], [1]));
        Assert.Throws<ArgumentException>(() => new CategoryListColumn("categories", lists.Levels, [], []));
        Assert.Contains(
            "fall at row 1",
            Assert.Throws<ArgumentException>(() => new CategoryListColumn("categories", lists.Levels, [0, 2, 1, 3], [1, 0, 2])).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CategoryListColumn("categories", lists.Levels, [0, 1], [3]));
    }

    [Fact]
    public void Constructor_ValuesThatNoCellHolds_ErrorNamesColumnAndRow()
    {
        Assert.Contains(
            "Column 'n' has an infinite value in row 1",
            Assert.Throws<ArgumentException>(() => new NumberColumn("n", [0, double.NegativeInfinity])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Column 'v' has NaN in row 0",
            Assert.Throws<ArgumentException>(() => new VectorColumn("v", Matrix.FromRows([float.NaN]))).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new TextColumn(" ", []));
    }

    [Fact]
    public void Constructor_Arrays_AreCopied()
    {
        double[] numbers = [1];
        int[] whole = [1];
        NumberColumn number = new("n", numbers);
        WholeNumberColumn wholeNumber = new("w", whole);
        (numbers[0], whole[0]) = (2, 2);

        Assert.Equal((1, 1), (number.NumberAt(0), wholeNumber.NumberAt(0)));
    }
}

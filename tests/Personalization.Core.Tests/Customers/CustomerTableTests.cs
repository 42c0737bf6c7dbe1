namespace Personalization.Core.Tests;

public sealed class CustomerTableTests
{
    private static WholeNumberColumn Whole(string name, params long[] values) => new(name, values);

    [Fact]
    public void With_NewColumns_LeaveTheOldTableAsItWas()
    {
        CustomerTable old = Given.Table(2, Whole("x", 1, 2));
        CustomerTable added = old.With(Whole("y", 3, 4));

        Assert.Equal(["x"], old.Columns.Select(column => column.Name));
        Assert.False(old.TryGetColumn("y", out _));
        Assert.Equal(["x", "y"], added.Columns.Select(column => column.Name));
        Assert.Same(old.Column<WholeNumberColumn>("x"), added.Column<WholeNumberColumn>("x"));
        Assert.Same(old.Customers, added.Customers);
        Assert.Equal((2, Given.AsOf), (added.Count, added.AsOf));
    }

    [Fact]
    public void With_TakenName_ReplacesInPlace()
    {
        CustomerTable old = Given.Table(2, Whole("x", 1, 2), Whole("y", 3, 4));
        CustomerTable replaced = old.With(new TextColumn("x", ["new", null]), Whole("z", 5, 6));

        Assert.Equal(["x", "y", "z"], replaced.Columns.Select(column => column.Name));
        Assert.Equal("new", replaced.Column<TextColumn>("x").TextAt(0));
        Assert.Equal(1, old.Column<WholeNumberColumn>("x").ValueAt(0));
    }

    [Fact]
    public void With_AnotherNumberOfRows_ErrorNamesTheColumn()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Given.Table(2).With(Whole("x", 1, 2, 3)));
        Assert.Contains("Column 'x' has 3 rows for 2 customers", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_OneNameTwice_Throws() =>
        Assert.Contains(
            "Two columns are called 'x'",
            Assert.Throws<ArgumentException>(() => Given.Table(1).With(Whole("x", 1), Whole("x", 2))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Without_Columns_KeepsTheOthersInOrder()
    {
        CustomerTable old = Given.Table(1, Whole("x", 1), Whole("y", 2), Whole("z", 3));

        Assert.Equal(["y"], old.Without("z", "x").Columns.Select(column => column.Name));
        Assert.Equal(3, old.Columns.Count);
        Assert.Contains(
            "There is no column 'w'; the table has 'x', 'y', 'z'",
            Assert.Throws<ArgumentException>(() => old.Without("w")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ForCustomers_AnyOrderAndUnknownIds_TakesTheRowsOfEveryKind()
    {
        CustomerTable table = Given.Table(2, Given.EveryKind()).With(new VectorColumn("embedding", Matrix(1, 2)));
        CustomerTable taken = table.ForCustomers([new CustomerId("z"), new CustomerId("b")]);

        Assert.Equal(["b"], taken.Customers.Values);
        Assert.Equal(table.Columns.Select(Facts), taken.Columns.Select(Facts));
        Assert.All(table.Columns.Zip(taken.Columns), pair => Assert.Equal(pair.First.TextAt(1), pair.Second.TextAt(0)));
        Assert.Equal(0, table.ForCustomers([]).Count);
        Assert.Same(table.Customers, table.ForCustomers(table.Customers).Customers);
    }

    [Fact]
    public void Find_KnownAndUnknown_RowOrNull()
    {
        CustomerTable table = Given.Table(2, Whole("x", 1, 2));

        Assert.Equal(1, table.Find(new CustomerId("b"))!.Row);
        Assert.Null(table.Find(new CustomerId("c")));
        Assert.Throws<ArgumentOutOfRangeException>(() => table[2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => table[-1]);
    }

    [Fact]
    public void Column_UnknownOrOfAnotherType_ErrorSaysWhatThereIs()
    {
        CustomerTable table = Given.Table(1, Whole("x", 1));

        Assert.Contains(
            "There is no column 'y'; the table has 'x'",
            Assert.Throws<ArgumentException>(() => table.Column<NumericColumn>("y")).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Column 'x' is a WholeNumberColumn, not a TextColumn",
            Assert.Throws<ArgumentException>(() => table.Column<TextColumn>("x")).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "the table has no columns yet",
            Assert.Throws<ArgumentException>(() => Given.Table(1).Column<TextColumn>("x")).Message,
            StringComparison.Ordinal);
    }

    private static Numerics.Matrix Matrix(params float[] values) =>
        Numerics.Matrix.FromRows([.. values.Select(value => new[] { value, -value })]);

    private static (string, ColumnKind, string, string, string) Facts(CustomerColumn column) =>
        (column.Name, column.Kind, column.Unit, column.Description, column.Step);
}

using Microsoft.ML;
using Microsoft.ML.Data;
using Personalization.Core;
using Personalization.Numerics;
using Personalization.Simulation;

namespace Personalization.MicrosoftML.Tests;

public sealed class DataViewsTests
{
    private static readonly DateTime AsOf = new(2026, 1, 11);

    [Fact]
    public void CustomerTable_EveryKind_IsShownWithMissingCells()
    {
        Matrix vectors = Matrix.FromRows([1, 2], [3, 4]);
        CustomerTable table = Table(
            new NumberColumn("share", [.5, double.NaN]), new WholeNumberColumn("orders", [3, WholeNumberColumn.Missing]),
            new MoneyColumn("spent", [12.5m, null]), new FlagColumn("consent", [true, null]), new CategoryColumn("city", ["b", null]),
            new TextColumn("note", ["hi", null]), new TimeColumn("first", [new DateTime(2026, 1, 1), null]),
            new CategoryListColumn("likes", [["x", "y"], []]), new VectorColumn("embedding", vectors));

        IDataView view = table.ToDataView();

        Assert.Equal(2, view.GetRowCount());
        Assert.Equal(["a", "b"], view.GetColumn<string>("customer"));
        Assert.Equal([.5f, float.NaN], view.GetColumn<float>("share"));
        Assert.Equal([3, float.NaN], view.GetColumn<float>("orders"));
        Assert.Equal([12.5f, float.NaN], view.GetColumn<float>("spent"));
        Assert.Equal([1, float.NaN], view.GetColumn<float>("consent"));
        Assert.Equal(["b", ""], view.GetColumn<string>("city"));
        Assert.Equal(["hi", ""], view.GetColumn<string>("note"));
        Assert.Equal([10, float.NaN], view.GetColumn<float>("first"));
        Assert.Equal([[1, 2], [3, 4]], view.GetColumn<float[]>("embedding"));
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 2), view.Schema["embedding"].Type);
        Assert.Equal([["x", "y"], []], view.GetColumn<string[]>("likes"));
    }

    [Fact]
    public void CustomerTable_Keys_HaveTheirNames()
    {
        CustomerTable table = Table(new CategoryColumn("city", ["town", null]), new CategoryListColumn("likes", [["y", "x"], []]));

        IDataView view = table.ToDataView(CategoryCells.Keys);

        Assert.Equal([1u, 0u], view.GetColumn<uint>("city"));
        Assert.Equal([[2u, 1u], []], view.GetColumn<uint[]>("likes"));
        MLContext context = new(1);
        IDataView named = context.Transforms.Conversion.MapKeyToValue("city").Fit(view).Transform(view);
        Assert.Equal(["town", ""], named.GetColumn<string>("city"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void GetRowCursorSet_AnyNumber_EveryRowOnceWithBatchesThatRise(int cursors)
    {
        int rows = (3 * ColumnarView.BatchRows) + 5;
        ColumnarView view = new(rows, Cells.Numbers("x", row => row));

        DataViewRowCursor[] set = view.GetRowCursorSet(view.Schema, cursors);

        List<(long Batch, float Value)> seen = [];
        foreach (DataViewRowCursor cursor in set)
        {
            ValueGetter<float> getter = cursor.GetGetter<float>(view.Schema["x"]);
            long last = -1;
            while (cursor.MoveNext())
            {
                float value = 0;
                getter(ref value);
                Assert.Equal(cursor.Position, (long)value);
                Assert.True(cursor.Batch >= last);
                last = cursor.Batch;
                seen.Add((cursor.Batch, value));
            }

            Assert.False(cursor.MoveNext());
            cursor.Dispose();
        }

        Assert.InRange(set.Length, 1, cursors);
        Assert.Equal(Enumerable.Range(0, rows).Select(row => (float)row), seen.OrderBy(own => own.Batch).Select(own => own.Value));
    }

    [Fact]
    public void GetGetter_OtherTypeOrInactive_Throws()
    {
        ColumnarView view = new(3, Cells.Numbers("x", row => row), Cells.Numbers("y", row => row));
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["x"]]);

        Assert.True(cursor.IsColumnActive(view.Schema["x"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<double>(view.Schema["x"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<float>(view.Schema["y"]));
    }

    [Fact]
    public void EventLog_Simulated_SameEvents()
    {
        EventLog log = JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = 60, Seed = 2 }).Log;
        ShopEvent[] events = [.. log.Events()];

        IDataView view = log.ToDataView();

        Assert.Equal(events.Length, view.GetRowCount());
        Assert.Equal(events.Select(own => own.Time), view.GetColumn<DateTime>("time"));
        Assert.Equal(events.Select(own => (float)own.UnitPrice), view.GetColumn<float>("unit_price"));
        Assert.Equal(events.Select(own => own.Order ?? ""), view.GetColumn<string>("order"));
        Assert.Equal(events.Select(own => own.Customer.Value), Named(view, "customer"));
        Assert.Equal(events.Select(own => own.Type.Name), Named(view, "type"));
        Assert.Equal(events.Select(own => own.Item == default ? "" : own.Item.Value), Named(view, "item"));
    }

    [Fact]
    public void InteractionMatrix_ByElement_AndByCustomer()
    {
        InteractionMatrix matrix = InteractionMatrix.From(
        [
            (new CustomerId("a"), new ItemId("x"), 2f), (new CustomerId("c"), new ItemId("y"), 3f),
            (new CustomerId("c"), new ItemId("x"), 1f),
        ]);

        IDataView view = matrix.ToDataView(), sparse = matrix.ToSparseDataView();

        Assert.Equal(3, view.GetRowCount());
        Assert.Equal(["a", "c", "c"], Named(view, "customer"));
        Assert.Equal(["x", "x", "y"], Named(view, "item"));
        Assert.Equal([2, 1, 3], view.GetColumn<float>("value"));
        Assert.Equal([[2, 0], [1, 3]], sparse.GetColumn<float[]>("items"));
    }

    [Fact]
    public void OwnerRows_AnyOrder_FindTheOwner()
    {
        // Owners 0, 2 and 5 have rows, the others none.
        OwnerRows owners = new([2, 2, 5, 5, 5, 6]);

        Assert.Equal([(0, 0), (0, 1), (2, 0), (2, 1), (2, 2), (5, 0)], Enumerable.Range(0, 6).Select(owners.At));
        Assert.Equal([(2, 1), (0, 0), (5, 0), (2, 0)], ((int[])[3, 0, 5, 2]).Select(owners.At));
    }

    private static IEnumerable<string> Named(IDataView view, string column) =>
        new MLContext(1).Transforms.Conversion.MapKeyToValue(column).Fit(view).Transform(view).GetColumn<string>(column);

    private static CustomerTable Table(params CustomerColumn[] columns) =>
        new CustomerTable(IdIndex<CustomerId>.From([new CustomerId("a"), new CustomerId("b")]), AsOf).With(columns);
}

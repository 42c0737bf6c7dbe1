using Microsoft.ML;
using Microsoft.ML.Data;
using Personalization.Core;

namespace Personalization.MicrosoftML;

/// <summary>How names of categories are shown to ML.NET.</summary>
public enum CategoryCells
{
    /// <summary>
    /// As text. An ML.NET pipeline that encodes texts remembers which it saw, so that its model serves any other table.
    /// </summary>
    Texts,

    /// <summary>
    /// As keys with their names, without a string a cell. Keys count the levels of this table alone: another table may number them
    /// otherwise.
    /// </summary>
    Keys,
}

/// <summary>
/// Tables, logs and matrices as ML.NET sees data. Nothing is copied: cells are read where they lie. The views know the number of their rows
/// and can be read by several threads at once.
/// </summary>
public static class DataViews
{
    /// <summary>Name of the column with the ids of customers.</summary>
    public const string CustomerColumnName = "customer";

    /// <summary>
    /// A row a customer: the id as text in <c>customer</c>, then every column under its name. Numbers, amounts, whole numbers and flags
    /// are floats, NaN where missing; times are days before the table's moment, as floats; categories and lists of them as
    /// <paramref name="categories"/> says, empty or 0 where missing; vectors are vectors of floats.
    /// </summary>
    /// <param name="table">The customers.</param>
    /// <param name="categories">How categories are shown. Default: as text.</param>
    public static IDataView ToDataView(this CustomerTable table, CategoryCells categories = CategoryCells.Texts)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new ColumnarView(table.Count, CustomerTableColumns.Of(table, categories));
    }

    /// <summary>The same with what happened to each, as column <c>Label</c>.</summary>
    /// <param name="table">The customers.</param>
    /// <param name="happened">What happened, row by row.</param>
    /// <param name="categories">How categories are shown. Default: as text.</param>
    /// <exception cref="ArgumentException">There are more or fewer outcomes than customers.</exception>
    public static IDataView ToDataView(
        this CustomerTable table, IReadOnlyList<bool> happened, CategoryCells categories = CategoryCells.Texts)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(happened);
        if (happened.Count != table.Count)
            throw new ArgumentException($"There are {happened.Count} outcomes for {table.Count} customers.", nameof(happened));
        ViewColumn<bool> label = new("Label", BooleanDataViewType.Instance, (int row, ref bool value) => value = happened[row]);
        return new ColumnarView(table.Count, [.. CustomerTableColumns.Of(table, categories), label]);
    }

    /// <summary>
    /// A row an event, by customer, then time: keys with names for <c>customer</c>, <c>type</c>, <c>item</c>, <c>category</c>,
    /// <c>currency</c> and <c>channel</c>, the <c>time</c>, <c>quantity</c> and <c>unit_price</c> as floats, <c>order</c> and
    /// <c>session</c> as text. Keys are 0 and texts empty where there is none.
    /// </summary>
    public static IDataView ToDataView(this EventLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        return new ColumnarView(log.EventCount, EventColumnsOf.Log(log));
    }

    /// <summary>
    /// A row an element that isn't 0: keys <c>customer</c> and <c>item</c>, and the <c>value</c>: what ML.NET's matrix factorization
    /// learns from.
    /// </summary>
    public static IDataView ToDataView(this InteractionMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        int[] ends = new int[matrix.Customers.Count];
        for (int row = 0, end = 0; row < ends.Length; row++) ends[row] = end += matrix.ItemsOf(row).Length;
        return new ColumnarView(
            matrix.Count,
            Cells.Keys(CustomerColumnName, matrix.Customers.Values, () =>
            {
                OwnerRows owners = new(ends);
                return row => owners.At(row).Owner;
            }),
            Cells.Keys("item", matrix.Items.Values, () =>
            {
                OwnerRows owners = new(ends);
                return row => owners.At(row) is var (owner, place) ? matrix.ItemsOf(owner)[place] : -1;
            }),
            new ViewColumn<float>("value", NumberDataViewType.Single, () =>
            {
                OwnerRows owners = new(ends);
                return (int row, ref float value) =>
                {
                    (int owner, int place) = owners.At(row);
                    value = matrix.ValuesOf(owner)[place];
                };
            }));
    }

    /// <summary>A row a customer: the id as text in <c>customer</c>, and a sparse vector over the items in <c>items</c>.</summary>
    public static IDataView ToSparseDataView(this InteractionMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return new ColumnarView(
            matrix.Customers.Count,
            Cells.Texts(CustomerColumnName, row => matrix.Customers.Values[row]),
            new ViewColumn<VBuffer<float>>(
                "items",
                new VectorDataViewType(NumberDataViewType.Single, Math.Max(1, matrix.Items.Count)),
                (int row, ref VBuffer<float> value) =>
                {
                    ReadOnlySpan<int> items = matrix.ItemsOf(row);
                    VBufferEditor<float> editor = VBufferEditor.Create(ref value, Math.Max(1, matrix.Items.Count), items.Length);
                    matrix.ValuesOf(row).CopyTo(editor.Values);
                    if (items.Length < Math.Max(1, matrix.Items.Count)) items.CopyTo(editor.Indices);
                    value = editor.Commit();
                }));
    }
}

using Microsoft.ML.Data;
using Personalization.Core;

namespace Personalization.MicrosoftML;

/// <summary>The columns of a view of a customer table.</summary>
internal static class CustomerTableColumns
{
    public static IReadOnlyList<ViewColumn> Of(CustomerTable table, CategoryCells categories) =>
    [
        Cells.Texts(DataViews.CustomerColumnName, row => table.Customers.Values[row]),
        .. table.Columns.Where(column => column.Name != DataViews.CustomerColumnName).Select(column => Of(column, table.AsOf, categories)),
    ];

    public static ViewColumn Of(CustomerColumn column, DateTime asOf, CategoryCells categories) => column switch
    {
        NumericColumn numbers => Cells.Numbers(column.Name, numbers.NumberAt),
        TimeColumn times => Cells.Numbers(column.Name, row => DaysBefore(times, row, asOf)),
        CategoryColumn names when categories == CategoryCells.Keys => Cells.Keys(column.Name, names.Levels, () => row => names.Codes[row]),
        CategoryListColumn lists when categories == CategoryCells.Keys && lists.Levels.Count > 0 => new ViewColumn<VBuffer<uint>>(
            column.Name,
            new VectorDataViewType(new KeyDataViewType(typeof(uint), lists.Levels.Count)),
            (int row, ref VBuffer<uint> value) => Write(lists.CodesAt(row), ref value),
            Cells.KeyValues(lists.Levels)),
        CategoryListColumn lists => new ViewColumn<VBuffer<ReadOnlyMemory<char>>>(
            column.Name,
            new VectorDataViewType(TextDataViewType.Instance),
            (int row, ref VBuffer<ReadOnlyMemory<char>> value) => Write(lists, row, ref value)),
        VectorColumn vectors => Cells.Vectors(column.Name, [vectors.Values]),
        _ => Cells.Texts(column.Name, column.TextAt),
    };

    /// <summary>Days from a time to a moment; NaN where the time is missing.</summary>
    public static double DaysBefore(TimeColumn times, int row, DateTime asOf) =>
        times.Values[row] is { } time ? (asOf - time).TotalDays : double.NaN;

    private static void Write(ReadOnlySpan<int> codes, ref VBuffer<uint> value)
    {
        VBufferEditor<uint> editor = VBufferEditor.Create(ref value, codes.Length);
        for (int i = 0; i < codes.Length; i++) editor.Values[i] = (uint)(codes[i] + 1);
        value = editor.Commit();
    }

    private static void Write(CategoryListColumn lists, int row, ref VBuffer<ReadOnlyMemory<char>> value)
    {
        ReadOnlySpan<int> codes = lists.CodesAt(row);
        VBufferEditor<ReadOnlyMemory<char>> editor = VBufferEditor.Create(ref value, codes.Length);
        for (int i = 0; i < codes.Length; i++) editor.Values[i] = lists.Levels[codes[i]].AsMemory();
        value = editor.Commit();
    }
}

using System.Globalization;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.MicrosoftML;

/// <summary>Customer tables of three kinds of columns, as ML.NET sees them: numbers, texts and vectors.</summary>
internal static class PlainTable
{
    /// <summary>Some columns of a table, in their order.</summary>
    /// <exception cref="ArgumentException">A column lacks or holds lists.</exception>
    public static CustomerTable Of(CustomerTable table, IEnumerable<string> names) => new CustomerTable(table.Customers, table.AsOf)
        .With([.. names.Select(name => Of(table.Column<CustomerColumn>(name), table.AsOf))]);

    /// <summary>The rows of several tables with the same plain columns, one after the other; the ids are numbers.</summary>
    public static CustomerTable Join(IReadOnlyList<CustomerTable> tables)
    {
        int rows = tables.Sum(table => table.Count);
        return new CustomerTable(Numbers(rows), tables[^1].AsOf)
            .With([.. tables[0].Columns.Select(column => Join(column, tables, rows))]);
    }

    /// <summary>Some rows, each as often as wanted, and of each column other ones.</summary>
    public static CustomerTable Mix(CustomerTable table, IReadOnlyList<int[]> rowsByColumn) =>
        new CustomerTable(Numbers(rowsByColumn[0].Length), table.AsOf)
            .With([.. table.Columns.Select((column, at) => column.Take(rowsByColumn[at]))]);

    private static IdIndex<CustomerId> Numbers(int count) => IdIndex<CustomerId>.From(
        Enumerable.Range(0, count).Select(row => new CustomerId(row.ToString("D10", CultureInfo.InvariantCulture))));

    private static CustomerColumn Of(CustomerColumn column, DateTime asOf) => column switch
    {
        NumberColumn or TextColumn or VectorColumn => column,
        NumericColumn numbers => new NumberColumn(column.Name, Cells(column.Count, numbers.NumberAt)),
        TimeColumn times => new NumberColumn(column.Name, Cells(column.Count, row => CustomerTableColumns.DaysBefore(times, row, asOf))),
        CategoryListColumn => throw new ArgumentException(
            $"Column '{column.Name}' holds lists, which a model of customers can't take; leave it out.", nameof(column)),
        _ => new TextColumn(column.Name, Cells(column.Count, column.TextAt)),
    };

    private static CustomerColumn Join(CustomerColumn column, IReadOnlyList<CustomerTable> tables, int rows)
    {
        string name = column.Name;
        switch (column)
        {
            case NumberColumn:
                return new NumberColumn(name, [.. tables.SelectMany(table => table.Column<NumberColumn>(name).Values.ToArray())]);
            case VectorColumn vectors:
                {
                    Matrix all = new(rows, vectors.Dimensions);
                    int next = 0;
                    foreach (VectorColumn own in tables.Select(table => table.Column<VectorColumn>(name)))
                    {
                        for (int row = 0; row < own.Count; row++) own.VectorAt(row).CopyTo(all.Row(next++));
                    }

                    return new VectorColumn(name, all);
                }

            default:
                return new TextColumn(name, [.. tables.SelectMany(table => Cells(table.Count, table.Column<TextColumn>(name).TextAt))]);
        }
    }

    private static T[] Cells<T>(int count, Func<int, T> cell) => [.. Enumerable.Range(0, count).Select(cell)];
}

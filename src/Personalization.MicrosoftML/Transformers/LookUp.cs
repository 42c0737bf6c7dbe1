using Microsoft.ML;
using Microsoft.ML.Data;
using Personalization.Core;

namespace Personalization.MicrosoftML;

/// <summary>Columns of a customer table for rows of another.</summary>
internal static class LookUp
{
    public static IEstimator<ITransformer> Of(
        TransformsCatalog catalog, string output, CustomerTable table, string name, string input)
    {
        CustomerColumn column = table.Column<CustomerColumn>(name);
        SchemaDefinition from = SchemaDefinition.Create(typeof(IdCell));
        ClusterEstimator.Name(from, nameof(IdCell.Id), input);
        switch (column)
        {
            case CategoryListColumn:
                throw new ArgumentException($"Column '{name}' holds lists; look up one with a number, a text or a vector.", nameof(name));
            case VectorColumn vectors:
                {
                    SchemaDefinition to = SchemaDefinition.Create(typeof(VectorCell));
                    VectorDataViewType type = new(NumberDataViewType.Single, vectors.Dimensions);
                    ClusterEstimator.Name(to, nameof(VectorCell.Value), output, type);
                    float[] unknown = new float[vectors.Dimensions];
                    return catalog.CustomMapping<IdCell, VectorCell>(
                        (id, cell) => Cells.Dense(RowOf(table, id) is >= 0 and int row ? vectors.VectorAt(row) : unknown, ref cell.Value),
                        null, from, to);
                }

            case NumericColumn or TimeColumn:
                {
                    Func<int, double> number = column is TimeColumn times
                        ? row => CustomerTableColumns.DaysBefore(times, row, table.AsOf)
                        : ((NumericColumn)column).NumberAt;
                    SchemaDefinition to = SchemaDefinition.Create(typeof(NumberCell));
                    ClusterEstimator.Name(to, nameof(NumberCell.Value), output);
                    return catalog.CustomMapping<IdCell, NumberCell>(
                        (id, cell) => cell.Value = RowOf(table, id) is >= 0 and int row ? (float)number(row) : float.NaN, null, from, to);
                }

            default:
                {
                    SchemaDefinition to = SchemaDefinition.Create(typeof(TextCell));
                    ClusterEstimator.Name(to, nameof(TextCell.Value), output);
                    return catalog.CustomMapping<IdCell, TextCell>(
                        (id, cell) => cell.Value = RowOf(table, id) is >= 0 and int row ? column.TextAt(row).AsMemory() : default,
                        null, from, to);
                }
        }
    }

    private static int RowOf(CustomerTable table, IdCell id) =>
        table.Customers.Values.TryGetRow(id.Id.ToString(), out int row) ? row : -1;

    private sealed class IdCell
    {
        public ReadOnlyMemory<char> Id { get; set; }
    }

    private sealed class NumberCell
    {
        public float Value { get; set; }
    }

    private sealed class TextCell
    {
        public ReadOnlyMemory<char> Value { get; set; }
    }

    private sealed class VectorCell
    {
#pragma warning disable CA1051, SA1401, MA0069 // written by reference
        public VBuffer<float> Value;
#pragma warning restore CA1051, SA1401, MA0069
    }
}

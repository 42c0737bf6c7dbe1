using System.Numerics.Tensors;
using Personalization.Neural;

namespace Personalization.Beha2Vec;

/// <summary>Gradients of single rows of a table, whether it is sparse or dense.</summary>
internal static class RowGradient
{
    public static void Add(Gradients gradients, Parameter table, int row, ReadOnlySpan<float> slope)
    {
        Span<float> sum = table.IsSparse ? gradients.AddRow(table, row) : gradients.Of(table).Row(row);
        TensorPrimitives.Add(sum, slope, sum);
    }

    /// <summary>Adds scale · values.</summary>
    public static void Add(Gradients gradients, Parameter table, int row, ReadOnlySpan<float> values, float scale)
    {
        Span<float> sum = table.IsSparse ? gradients.AddRow(table, row) : gradients.Of(table).Row(row);
        TensorPrimitives.FusedMultiplyAdd(values, scale, sum, sum);
    }
}

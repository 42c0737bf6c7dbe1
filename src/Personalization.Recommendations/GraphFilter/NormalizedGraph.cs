using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>R̃ = D_u^−½ R D_i^−½, both ways round, and the roots of the items' sums.</summary>
internal sealed class NormalizedGraph
{
    private NormalizedGraph(SparseMatrixView rows, float[] itemRoots)
    {
        Rows = rows;
        Columns = rows.Transpose();
        ItemRoots = itemRoots;
    }

    /// <summary>Customers × items.</summary>
    public SparseMatrixView Rows { get; }

    /// <summary>Items × customers.</summary>
    public SparseMatrixView Columns { get; }

    /// <summary>√ of the sum of each item's values; 0 for an item that nobody has.</summary>
    public float[] ItemRoots { get; }

    public static NormalizedGraph Of(InteractionMatrix interactions)
    {
        double[] itemSums = new double[interactions.Items.Count];
        int[] offsets = new int[interactions.Customers.Count + 1], columns = new int[interactions.Count];
        float[] values = new float[interactions.Count];
        for (int row = 0; row < interactions.Customers.Count; row++)
        {
            ReadOnlySpan<int> items = interactions.ItemsOf(row);
            ReadOnlySpan<float> own = interactions.ValuesOf(row);
            items.CopyTo(columns.AsSpan(offsets[row]));
            offsets[row + 1] = offsets[row] + items.Length;
            for (int i = 0; i < items.Length; i++) itemSums[items[i]] += own[i];
        }

        for (int row = 0; row < interactions.Customers.Count; row++)
        {
            ReadOnlySpan<float> own = interactions.ValuesOf(row);
            double sum = 0;
            foreach (float value in own) sum += value;
            for (int i = 0; i < own.Length; i++)
                values[offsets[row] + i] = (float)(own[i] / Math.Sqrt(sum * itemSums[columns[offsets[row] + i]]));
        }

        float[] roots = new float[itemSums.Length];
        for (int item = 0; item < roots.Length; item++) roots[item] = (float)Math.Sqrt(itemSums[item]);
        return new NormalizedGraph(new SparseMatrixView(offsets, columns, values, itemSums.Length), roots);
    }
}

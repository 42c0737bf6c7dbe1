using System.Runtime.CompilerServices;

namespace Personalization.Numerics;

/// <summary>
/// Eigenvectors of D + ρ z zᵀ in the basis of its poles, vᵢ ∝ zⱼ / (dⱼ − λᵢ). Not with the z that was given but with the one whose roots the computed
/// λ are exactly (Löwner's formula, after Gu and Eisenstat 1995), which makes the vectors orthogonal however close the values lie.
/// </summary>
/// <typeparam name="TLanes">Lanes of doubles.</typeparam>
internal sealed unsafe class SecularVectors<TLanes>
    where TLanes : struct, IDoubleLanes<TLanes>
{
    private const int ColumnsAtOnce = 32;
    private const int RowsAtOnce = 16;

    private readonly double[] _poles;
    private readonly SecularRoots _roots;

    // Poles and z in the order that the components shall have.
    private readonly double[] _ordered;
    private readonly double[] _weights;

    /// <param name="poles">d, strictly ascending.</param>
    /// <param name="weights">z, of which the signs count.</param>
    /// <param name="roots">λ.</param>
    /// <param name="order">Which pole each component belongs to.</param>
    public SecularVectors(double[] poles, double[] weights, SecularRoots roots, int[] order)
    {
        _poles = poles;
        _roots = roots;
        _ordered = new double[poles.Length];
        _weights = new double[poles.Length];
        for (int i = 0; i < order.Length; i++)
            (_ordered[i], _weights[i]) = (poles[order[i]], weights[order[i]]);
    }

    /// <summary>Writes the vectors, one a row, of length 1.</summary>
    public void Write(double* rows, nint stride, int? maxThreads, CancellationToken cancellationToken)
    {
        ParallelChunks.Run(_poles.Length, ColumnsAtOnce, (_, start, end) => Reweigh(start, end), maxThreads, cancellationToken);
        ParallelChunks.Run(
            _poles.Length, RowsAtOnce, (_, start, end) =>
            {
                for (int row = start; row < end; row++)
                    Vector(row, rows + (row * stride));
            },
            maxThreads, cancellationToken);
    }

    /// <summary>zⱼ² = Π (dⱼ − λᵢ) / Π (dⱼ − dᵢ) but for a common factor, the second without i = j.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Reweigh(int start, int end)
    {
        int column = start;
        for (; column + TLanes.Count <= end; column += TLanes.Count)
            ReweighOne<TLanes>(column);

        for (; column < end; column++)
            ReweighOne<DoubleLanes1>(column);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ReweighOne<T>(int column)
        where T : struct, IDoubleLanes<T>
    {
        T pole = T.Load(ref _ordered[column], 0), zero = T.Broadcast(0), one = T.Broadcast(1), product = one;
        for (int i = 0; i < _poles.Length; i++)
        {
            T toRoot = T.Subtract(T.Subtract(pole, T.Broadcast(_roots.Origins[i])), T.Broadcast(_roots.Distances[i]));
            T toPole = T.Subtract(pole, T.Broadcast(_poles[i]));
            toPole = T.WhereLess(zero, T.Multiply(toPole, toPole), toPole, one);
            product = T.Multiply(product, T.Divide(toRoot, toPole));
        }

        // All factors but its own root's, which is below 0, are above 0: roots and poles take turns.
        product = T.Sqrt(T.WhereLess(product, zero, T.Subtract(zero, product), product));
        T.Store(T.WhereLess(T.Load(ref _weights[column], 0), zero, T.Subtract(zero, product), product), ref _weights[column], 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Vector(int index, double* row)
    {
        double origin = _roots.Origins[index], distance = _roots.Distances[index];
        int count = _poles.Length, i = 0;
        for (; i + TLanes.Count <= count; i += TLanes.Count)
            VectorOne<TLanes>(origin, distance, i, row);

        for (; i < count; i++)
            VectorOne<DoubleLanes1>(origin, distance, i, row);

        double length = Math.Sqrt(StableSum.Fold(new SquareTerms(new ReadOnlySpan<double>(row, count))));
        RowUpdates.Combine<TLanes>(1 / length, row, 0, row, row, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void VectorOne<T>(double origin, double distance, int column, double* row)
        where T : struct, IDoubleLanes<T>
    {
        T toRoot = T.Subtract(T.Subtract(T.Load(ref _ordered[column], 0), T.Broadcast(origin)), T.Broadcast(distance));
        T.Store(T.Divide(T.Load(ref _weights[column], 0), toRoot), ref row[column], 0);
    }
}

namespace Personalization.Numerics;

/// <summary>
/// Joins two solved halves of a tridiagonal matrix: eigenvalues by the <see cref="SecularEquation{TLanes}"/> of what <see cref="Deflation{TLanes}"/> leaves,
/// their vectors in the basis of the halves' (<see cref="SecularVectors{TLanes}"/>), and back by two matrix products, one for each half's columns.
/// </summary>
/// <typeparam name="TLanes">Lanes of doubles.</typeparam>
internal sealed unsafe class RankOneMerge<TLanes>(MergeBuffers buffers, int start, int middle, int end, int? maxThreads, CancellationToken cancellationToken)
    where TLanes : struct, IDoubleLanes<TLanes>
{
    private const int RootsAtOnce = 16;
    private const int RowsAtOnce = 64;

    private readonly Deflation<TLanes> _deflation = new(buffers, start, middle, end);

    /// <param name="torn">The value beside the diagonal, between the halves, that was torn off.</param>
    public void Run(double torn)
    {
        double rho = 2 * Math.Abs(torn);
        _deflation.Run(rho, torn < 0);
        int kept = _deflation.KeptCount;
        double[] poles = new double[kept], weights = new double[kept], setAside = new double[_deflation.SetAsideCount];
        for (int i = 0; i < kept; i++)
            (poles[i], weights[i]) = (buffers.Diagonal[_deflation.Kept[i]], _deflation.Weight(_deflation.Kept[i]));

        for (int i = 0; i < setAside.Length; i++)
            setAside[i] = buffers.Diagonal[_deflation.SetAside[i]];

        int[] bySide = BySide(out int onlyFirst, out int both);
        Gather(bySide);
        SecularRoots roots = Solve(poles, weights, rho);
        new SecularVectors<TLanes>(poles, weights, roots, bySide).Write(buffers.Secular(start, start), buffers.Stride, maxThreads, cancellationToken);
        Multiply(0, onlyFirst + both, start, middle - start);
        Multiply(onlyFirst, kept - onlyFirst, middle, end - middle);
        Finish(roots, setAside);
    }

    /// <summary>Numbers of what is kept: those of the first half alone, those of both, those of the second alone, so that two products leave the zeros out.</summary>
    private int[] BySide(out int onlyFirst, out int both)
    {
        int[] counts = new int[4], numbers = new int[_deflation.KeptCount];
        foreach (int row in _deflation.Kept)
            counts[(int)_deflation.SideOf(row) + 1]++;

        (onlyFirst, both) = (counts[1], counts[2]);
        counts[2] += counts[1];
        for (int i = 0; i < numbers.Length; i++)
            numbers[counts[(int)_deflation.SideOf(_deflation.Kept[i])]++] = i;

        return numbers;
    }

    /// <summary>Copies the vectors: first those that are kept, side by side, then those set aside.</summary>
    private void Gather(int[] bySide) => ParallelChunks.Run(
        end - start, RowsAtOnce, (_, from, to) =>
        {
            for (int i = from; i < to; i++)
            {
                int row = i < bySide.Length ? _deflation.Kept[bySide[i]] : _deflation.SetAside[i - bySide.Length];
                new ReadOnlySpan<double>(buffers.Vector(row, start), end - start).CopyTo(new Span<double>(buffers.Gathered(start + i, start), end - start));
            }
        },
        maxThreads, cancellationToken);

    private SecularRoots Solve(double[] poles, double[] weights, double rho)
    {
        SecularRoots roots = new(poles);
        SecularEquation<TLanes> equation = new(poles, weights, rho);
        ParallelChunks.Run(
            poles.Length, RootsAtOnce, (_, from, to) =>
            {
                for (int i = from; i < to; i++)
                    roots.Set(i, equation.Solve(i));
            },
            maxThreads, cancellationToken);
        return roots;
    }

    /// <summary>Some columns of the new vectors, from the gathered ones that have something there.</summary>
    private void Multiply(int first, int depth, int column, int columns)
    {
        if (depth > 0)
        {
            new BlockedProduct<double, TLanes>(new ProductTask<double>
            {
                Left = buffers.Secular(start, start + first),
                LeftStride = buffers.Stride,
                Right = buffers.Gathered(start + first, column),
                RightStride = buffers.Stride,
                Destination = buffers.Vector(start, column),
                Stride = buffers.Stride,
                Rows = _deflation.KeptCount,
                Columns = columns,
                Depth = depth,
                Scale = 1,
            }).Run(maxThreads, cancellationToken);
            return;
        }

        for (int row = 0; row < _deflation.KeptCount; row++)
            new Span<double>(buffers.Vector(start + row, column), columns).Clear();
    }

    /// <summary>Puts the values, and the vectors set aside, behind the roots, and merges the two ascending lists.</summary>
    private void Finish(SecularRoots roots, double[] setAside)
    {
        int kept = _deflation.KeptCount;
        for (int i = 0; i < kept; i++)
            buffers.Diagonal[start + i] = roots.Value(i);

        setAside.CopyTo(buffers.Diagonal, start + kept);
        for (int row = start + kept; row < end; row++)
            new ReadOnlySpan<double>(buffers.Gathered(row, start), end - start).CopyTo(new Span<double>(buffers.Vector(row, start), end - start));

        for (int i = start, root = start, other = start + kept; i < end; i++)
        {
            bool takesRoot = other == end || (root < start + kept && buffers.Diagonal[root] <= buffers.Diagonal[other]);
            buffers.Places[i] = takesRoot ? root++ : other++;
        }
    }
}

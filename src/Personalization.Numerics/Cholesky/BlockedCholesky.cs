using System.Numerics;

namespace Personalization.Numerics;

/// <summary>
/// A = UᵀU in place, U above the diagonal: 64 rows at a time, what is right of and below them by <see cref="BlockedProduct{T, TLanes}"/>.
/// What is below the diagonal is neither read nor made right.
/// </summary>
/// <typeparam name="T">An element.</typeparam>
/// <typeparam name="TLanes">Lanes of elements.</typeparam>
internal static unsafe class BlockedCholesky<T, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, IProductLanes<TLanes, T>
{
    private const int BlockRows = 64;

    /// <summary>Columns that a thread solves at a time: with a block's rows, a first-level cache of doubles.</summary>
    private const int StripColumns = 96;

    /// <summary>Rows that are updated at a time; more would do more below the diagonal for nothing.</summary>
    private const int UpdateRows = 192;

    /// <exception cref="NotPositiveDefiniteException">A pivot is not positive, NaN included.</exception>
    public static void Factor(T* upper, int order, int? threads, CancellationToken cancellationToken)
    {
        for (int start = 0; start < order; start += BlockRows)
        {
            int end = Math.Min(start + BlockRows, order);
            FactorSquare(upper, order, start, end);
            ParallelChunks.Run(
                order - end,
                StripColumns,
                (_, from, to) => SolveStrip(upper, order, start, end, end + from, to - from),
                threads,
                cancellationToken);
            T* rows = upper + ((nint)start * order);
            for (int strip = end; strip < order; strip += UpdateRows)
            {
                new BlockedProduct<T, TLanes>(new ProductTask<T>
                {
                    Left = rows + strip,
                    LeftStride = order,
                    LeftTransposed = true,
                    Right = rows + strip,
                    RightStride = order,
                    Destination = upper + ((nint)strip * order) + strip,
                    Stride = order,
                    Rows = Math.Min(UpdateRows, order - strip),
                    Columns = order - strip,
                    Depth = end - start,
                    Scale = -T.One,
                    Accumulate = true,
                }).Run(threads, cancellationToken);
            }
        }
    }

    /// <summary>The square on the diagonal, one pivot after the other.</summary>
    private static void FactorSquare(T* upper, int order, int start, int end)
    {
        for (int pivot = start; pivot < end; pivot++)
        {
            T* row = upper + ((nint)pivot * order);
            if (!(row[pivot] > T.Zero) || T.IsInfinity(row[pivot]))
                throw new NotPositiveDefiniteException(pivot, double.CreateChecked(row[pivot]));

            T root = T.Sqrt(row[pivot]);
            row[pivot] = root;
            for (int column = pivot + 1; column < end; column++)
                row[column] /= root;

            for (int below = pivot + 1; below < end; below++)
            {
                T factor = -row[below];
                ScaledTerms<T, TLanes>.Add(&factor, 1, row + below, order, upper + ((nint)below * order) + below, end - below);
            }
        }
    }

    /// <summary>Some columns right of the square, which are solved independently of all others.</summary>
    private static void SolveStrip(T* upper, int order, int start, int end, int column, int count)
    {
        T* factors = stackalloc T[BlockRows], first = upper + ((nint)start * order);
        for (int row = start; row < end; row++)
        {
            for (int above = start; above < row; above++)
                factors[above - start] = -upper[((nint)above * order) + row];

            T* values = upper + ((nint)row * order) + column;
            ScaledTerms<T, TLanes>.Add(factors, row - start, first + column, order, values, count);
            T root = upper[((nint)row * order) + row];
            for (int i = 0; i < count; i++)
                values[i] /= root;
        }
    }
}

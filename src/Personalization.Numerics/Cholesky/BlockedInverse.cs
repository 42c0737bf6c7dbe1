using System.Numerics;

namespace Personalization.Numerics;

/// <summary>
/// From a Cholesky factor to the inverse in place: W = U⁻¹, then A⁻¹ = W Wᵀ, in blocks of rows and columns by
/// <see cref="BlockedProduct{T, TLanes}"/>. Above the diagonal; what is below stays as it was.
/// </summary>
/// <typeparam name="T">An element.</typeparam>
/// <typeparam name="TLanes">Lanes of elements.</typeparam>
internal static unsafe class BlockedInverse<T, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, IProductLanes<TLanes, T>
{
    private const int BlockSize = 128;

    /// <summary>Rows or columns of a triangle that are multiplied at a time; more would multiply more zeros.</summary>
    private const int StripSize = 512;

    /// <summary>Inverts A = UᵀU.</summary>
    /// <param name="upper">U with zeros below the diagonal; becomes A⁻¹ on and above it.</param>
    /// <param name="order">Rows and columns.</param>
    /// <param name="threads">Most threads.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    public static void FromFactor(T* upper, int order, int? threads, CancellationToken cancellationToken)
    {
        using AlignedBuffer<T> buffer = new(BlockSize * Math.Max(order, 1));
        for (int start = 0; start < order; start += BlockSize)
            InvertColumns(upper, order, start, Math.Min(start + BlockSize, order), buffer.Pointer, threads, cancellationToken);

        for (int start = 0; start < order; start += BlockSize)
            MultiplyRows(upper, order, start, Math.Min(start + BlockSize, order), buffer.Pointer, threads, cancellationToken);
    }

    /// <summary>Columns of W, those before them done: W₁₂ = −W₁₁ U₁₂ W₂₂.</summary>
    private static void InvertColumns(
        T* upper, int order, int start, int end, T* scratch, int? threads, CancellationToken cancellationToken)
    {
        int count = end - start;
        InvertSquare(upper, order, start, end);
        if (start == 0) return;
        new BlockedProduct<T, TLanes>(new ProductTask<T>
        {
            Left = upper + start,
            LeftStride = order,
            Right = upper + ((nint)start * order) + start,
            RightStride = order,
            Destination = scratch,
            Stride = count,
            Rows = start,
            Columns = count,
            Depth = count,
            Scale = T.One,
        }).Run(threads, cancellationToken);
        for (int row = 0; row < start; row += StripSize)
        {
            new BlockedProduct<T, TLanes>(new ProductTask<T>
            {
                Left = upper + ((nint)row * order) + row,
                LeftStride = order,
                Right = scratch + ((nint)row * count),
                RightStride = count,
                Destination = upper + ((nint)row * order) + start,
                Stride = order,
                Rows = Math.Min(StripSize, start - row),
                Columns = count,
                Depth = start - row,
                Scale = -T.One,
            }).Run(threads, cancellationToken);
        }
    }

    /// <summary>The square on the diagonal, column after column from its last row up, zeros below the diagonal left alone.</summary>
    private static void InvertSquare(T* upper, int order, int start, int end)
    {
        T* column = stackalloc T[BlockSize];
        for (int j = start; j < end; j++)
        {
            T last = T.One / upper[((nint)j * order) + j];
            for (int i = start; i < j; i++)
            {
                // Columns before j hold W already: wᵢⱼ = −(Σ wᵢₖ uₖⱼ) wⱼⱼ over i ≤ k < j.
                T sum = T.Zero;
                T* row = upper + ((nint)i * order);
                for (int k = i; k < j; k++) sum = T.FusedMultiplyAdd(row[k], upper[((nint)k * order) + j], sum);

                column[i - start] = -sum * last;
            }

            for (int i = start; i < j; i++) upper[((nint)i * order) + j] = column[i - start];
            upper[((nint)j * order) + j] = last;
        }
    }

    /// <summary>Rows of W Wᵀ right of the diagonal; the rows of W that later ones need are still there.</summary>
    private static void MultiplyRows(T* upper, int order, int start, int end, T* scratch, int? threads, CancellationToken cancellationToken)
    {
        int count = end - start, width = order - start;
        for (int row = 0; row < count; row++)
        {
            new ReadOnlySpan<T>(upper + ((nint)(start + row) * order) + start, width)
                .CopyTo(new Span<T>(scratch + ((nint)row * width), width));
        }

        for (int column = start; column < order; column += column == start ? count : StripSize)
        {
            bool isOwn = column == start;
            new BlockedProduct<T, TLanes>(new ProductTask<T>
            {
                Left = scratch + (column - start),
                LeftStride = width,
                Right = isOwn ? scratch : upper + ((nint)column * order) + column,
                RightStride = isOwn ? width : order,
                RightTransposed = true,
                Destination = upper + ((nint)start * order) + column,
                Stride = order,
                Rows = count,
                Columns = isOwn ? count : Math.Min(StripSize, order - column),
                Depth = order - column,
                Scale = T.One,
            }).Run(threads, cancellationToken);
        }
    }
}

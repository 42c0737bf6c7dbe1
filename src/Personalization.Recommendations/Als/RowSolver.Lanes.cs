using System.Runtime.CompilerServices;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <inheritdoc/>
/// <typeparam name="TLanes">Lanes of factors.</typeparam>
internal sealed unsafe class RowSolver<TLanes>(int factors, float[] gram, LaneWidth width) : RowSolver(factors, gram)
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>How far ahead neighbours are fetched, in rows.</summary>
    private const int Ahead = 16;

    /// <summary>Rows that are factored at a time.</summary>
    private const int PanelRows = 4;

    /// <summary>Rounding leaves no smaller share of a diagonal value; what falls below is taken as that.</summary>
    private const float SmallestPivot = 1e-6f;

    public override double SolveExactly(in NormalEquations row, Span<float> solution)
    {
        int padded = Padded;
        float* right = Right, left = right + padded, inverse = left + padded, x = inverse + padded;
        new Span<float>(right, padded).Clear();
        BeginSystem(row.Regularization);
        for (int start = 0; start < row.Count; start += BlockRows)
        {
            int count = Math.Min(BlockRows, row.Count - start);
            Gather(row, start, count);
            ScaledTerms<float, TLanes>.Add(row.Roots == null ? Ones : row.Roots + start, count, Packed, padded, right, padded);
            AddOuterProducts(count);
        }

        Factor(inverse);
        new Span<float>(right, padded).CopyTo(new Span<float>(left, padded));
        for (int r = 0; r < padded; r++)
        {
            float y = left[r] * inverse[r];
            x[r] = y;
            int first = r / Padding * Padding;
            float minus = -y;
            ScaledTerms<float, TLanes>.Add(&minus, 1, System + ((nint)r * padded) + first, padded, left + first, padded - first);
        }

        new Span<float>(x, padded).CopyTo(new Span<float>(left, padded));
        new Span<float>(x, padded).Clear();
        for (int r = padded - 1; r >= 0; r--)
        {
            int first = r / Padding * Padding;
            float sum = ShortVectors.Dot(
                new ReadOnlySpan<float>(System + ((nint)r * padded) + first, padded - first),
                new ReadOnlySpan<float>(x + first, padded - first));
            x[r] = (left[r] - sum) * inverse[r];
        }

        new ReadOnlySpan<float>(x, Factors).CopyTo(solution);
        return StableSum.Dot(new ReadOnlySpan<float>(right, padded), new ReadOnlySpan<float>(x, padded));
    }

    public override double Improve(in NormalEquations row, Span<float> solution, int steps)
    {
        int padded = Padded;
        float* right = Right, residual = right + padded, direction = residual + padded, image = direction + padded, x = image + padded;
        new Span<float>(x, padded).Clear();
        solution.CopyTo(new Span<float>(x, padded));
        new Span<float>(right, padded).Clear();
        Gather(row, 0, row.Count);
        ScaledTerms<float, TLanes>.Add(row.Roots == null ? Ones : row.Roots, row.Count, Packed, padded, right, padded);
        Apply(row, x, image);
        Combine(right, -1, image, residual);
        new Span<float>(residual, padded).CopyTo(new Span<float>(direction, padded));
        float square = Dot(residual, residual);
        for (int step = 0; step < steps; step++)
        {
            Apply(row, direction, image);
            float curvature = Dot(direction, image);
            if (!(curvature > 0)) break;
            float length = square / curvature;
            Combine(x, length, direction, x);
            Combine(residual, -length, image, residual);
            float next = Dot(residual, residual);
            if (!(next > 0)) break;
            Combine(residual, next / square, direction, direction);
            square = next;
        }

        new ReadOnlySpan<float>(x, Factors).CopyTo(solution);
        ReadOnlySpan<float> ends = new(x, padded);
        return StableSum.Dot(new ReadOnlySpan<float>(right, padded), ends) + StableSum.Dot(new ReadOnlySpan<float>(residual, padded), ends);
    }

    /// <summary>image = (gram + λ I + Σ ỹ ỹᵀ) vector.</summary>
    private void Apply(in NormalEquations row, float* vector, float* image)
    {
        int padded = Padded;
        new Span<float>(image, padded).Clear();
        Combine(image, row.Regularization, vector, image);
        fixed (float* gram = Gram) ScaledTerms<float, TLanes>.Add(vector, padded, gram, padded, image, padded);
        RowDots.Run(Packed, padded, row.Count, vector, Dots);
        ScaledTerms<float, TLanes>.Add(Dots, row.Count, Packed, padded, image, padded);
    }

    private float Dot(float* left, float* right) =>
        ShortVectors.Dot(new ReadOnlySpan<float>(left, Padded), new ReadOnlySpan<float>(right, Padded));

    /// <summary>to = addend + factor · vector.</summary>
    private void Combine(float* addend, float factor, float* vector, float* to)
    {
        TLanes lanes = TLanes.Broadcast(factor);
        for (int i = 0; i < Padded; i += TLanes.Count)
            TLanes.Store(TLanes.MultiplyAdd(lanes, TLanes.Load(ref vector[i], 0), TLanes.Load(ref addend[i], 0)), ref to[i], 0);
    }

    /// <summary>Neighbours times √r side by side, and those that come next on their way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather(in NormalEquations row, int start, int count)
    {
        int factors = Factors, padded = Padded, last = row.Ahead - 1;
        int* columns = row.Columns;
        float* to = Packed;
        for (int i = start; i < start + count; i++, to += padded)
        {
            float* next = row.Factors + ((nint)columns[Math.Min(i + Ahead, last)] * factors);
            float* from = row.Factors + ((nint)columns[i] * factors);
            TLanes root = TLanes.Broadcast(row.Roots == null ? 1 : row.Roots[i]);
            int c = 0;
            for (; c + TLanes.Count <= factors; c += TLanes.Count)
                TLanes.Store(TLanes.Multiply(root, TLanes.Load(ref from[c], 0)), ref to[c], 0);
            for (; c < factors; c++) to[c] = (row.Roots == null ? 1 : row.Roots[i]) * from[c];
            for (c = 0; c < factors; c += Prefetch.CacheLine / sizeof(float)) Prefetch.ToFirstLevel(next + c);
        }
    }

    /// <summary>gram + λ I; the padding is solved as x = 0.</summary>
    private void BeginSystem(float regularization)
    {
        int padded = Padded;
        Gram.CopyTo(new Span<float>(System, padded * padded));
        for (int i = 0; i < padded; i++) System[((nint)i * padded) + i] += i < Factors ? regularization : 1;
    }

    /// <summary>Σ ỹ ỹᵀ, in squares on the diagonal and right of them.</summary>
    private void AddOuterProducts(int count)
    {
        int padded = Padded, strip = padded <= 64 ? Padding : 3 * Padding;
        for (int r = 0; r < padded; r += strip)
        {
            ReadOnlySpan<float> packed = new(Packed + r, (count * padded) - r);
            NarrowProduct.AddTo(
                packed, 1, padded, packed, padded, new Span<float>(System + ((nint)r * padded) + r, (padded * padded) - (r * padded) - r),
                padded, Math.Min(strip, padded - r), padded - r, count, width);
        }
    }

    /// <summary>
    /// UᵀU in place, four rows at a time. Left of the diagonal in its square of 16 stands what rounding leaves of zeros, which nothing
    /// reads but to multiply it by zero.
    /// </summary>
    private void Factor(float* inverse)
    {
        int padded = Padded;
        float* floors = inverse + (4 * padded);
        for (int i = 0; i < padded; i++) floors[i] = SmallestPivot * System[((nint)i * padded) + i];
        for (int start = 0; start < padded; start += PanelRows)
        {
            int first = start / Padding * Padding;
            float* panel = System + ((nint)start * padded) + first;
            Negate(panel, padded - first);
            if (start > 0)
            {
                int length = padded * padded;
                NarrowProduct.AddTo(
                    new ReadOnlySpan<float>(System + start, length - start), 1, padded,
                    new ReadOnlySpan<float>(System + first, length - first), padded,
                    new Span<float>(panel, length - (start * padded) - first), padded, PanelRows, padded - first, start, width);
            }

            for (int r = start; r < start + PanelRows; r++) FinishRow(panel, start, r, first, floors[r], out inverse[r]);
        }
    }

    private void Negate(float* panel, int length)
    {
        TLanes zero = TLanes.Broadcast(0);
        for (int r = 0; r < PanelRows; r++, panel += Padded)
        {
            for (int c = 0; c < length; c += TLanes.Count)
                TLanes.Store(TLanes.Subtract(zero, TLanes.Load(ref panel[c], 0)), ref panel[c], 0);
        }
    }

    /// <summary>A row of the panel, which stands negated: what the rows above it in the panel take, then its root.</summary>
    private void FinishRow(float* panel, int start, int row, int first, float floor, out float inverse)
    {
        int padded = Padded, length = padded - first;
        float* own = panel + ((nint)(row - start) * padded);
        for (int above = start; above < row; above++)
        {
            float* upper = panel + ((nint)(above - start) * padded);
            Axpy(upper[row - first], upper, own, length);
        }

        float pivot = -own[row - first];
        if (!(pivot > floor) || !float.IsFinite(pivot)) pivot = floor > 0 && float.IsFinite(floor) ? floor : 1;
        inverse = 1 / MathF.Sqrt(pivot);
        TLanes scale = TLanes.Broadcast(-inverse);
        for (int c = 0; c < length; c += TLanes.Count)
            TLanes.Store(TLanes.Multiply(scale, TLanes.Load(ref own[c], 0)), ref own[c], 0);
    }

    private static void Axpy(float factor, float* from, float* to, int length)
    {
        TLanes lanes = TLanes.Broadcast(factor);
        for (int c = 0; c < length; c += TLanes.Count)
            TLanes.Store(TLanes.MultiplyAdd(lanes, TLanes.Load(ref from[c], 0), TLanes.Load(ref to[c], 0)), ref to[c], 0);
    }
}

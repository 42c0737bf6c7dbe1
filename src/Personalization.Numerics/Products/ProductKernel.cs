using System.Runtime.CompilerServices;

namespace Personalization.Numerics;

/// <summary>
/// The innermost loops of a matrix product: a tile of up to 12 rows and two vectors of 512 bits of sums, held in registers over one block
/// of depth.
/// <para>Columns stand across lanes, so every sum takes its terms in the order of depth, by fused multiply-add, at any width.</para>
/// </summary>
internal static unsafe class ProductKernel<T, TLanes>
    where T : unmanaged
    where TLanes : struct, IProductLanes<TLanes, T>
{
    /// <summary>
    /// destination = scale · left · right (+ destination) for 4, 8 or 12 rows and as many of a panel's columns as are wanted, rounded up to
    /// whole vectors.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile(
        in LeftTile<T> left, T* right, int depth, T* destination, nint stride, int rows, int columns, T scale, bool accumulate, byte* ahead)
    {
        for (int column = 0; column < columns; column += 2 * TLanes.Count)
        {
            if (TLanes.Count * sizeof(T) == 64)
            {
                if (rows == 12)
                    Twelve(left, right + column, depth, destination + column, stride, scale, accumulate, ahead);
                else if (rows == 8)
                    Eight(left, right + column, depth, destination + column, stride, scale, accumulate, ahead);
                else
                    Four(left, right + column, depth, destination + column, stride, scale, accumulate, ahead);
            }
            else if (rows == 12)
            {
                // Sixteen registers hold 6 × 2 sums.
                Six(left, right + column, depth, destination + column, stride, scale, accumulate, ahead);
                Six(left.From(6), right + column, depth, destination + column + (6 * stride), stride, scale, accumulate, ahead);
            }
            else
            {
                Four(left, right + column, depth, destination + column, stride, scale, accumulate, ahead);
                if (rows == 8)
                    Four(left.From(4), right + column, depth, destination + column + (4 * stride), stride, scale, accumulate, ahead);
            }
        }
    }

    /// <summary>Adds the products of 12 rows and two vectors of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Twelve(in LeftTile<T> left, T* right, int depth, T* destination, nint stride, T scale, bool accumulate, byte* ahead)
    {
        TLanes a0 = TLanes.Broadcast(default), b0 = a0;
        TLanes a1 = a0, b1 = a0;
        TLanes a2 = a0, b2 = a0;
        TLanes a3 = a0, b3 = a0;
        TLanes a4 = a0, b4 = a0;
        TLanes a5 = a0, b5 = a0;
        TLanes a6 = a0, b6 = a0;
        TLanes a7 = a0, b7 = a0;
        TLanes a8 = a0, b8 = a0;
        TLanes a9 = a0, b9 = a0;
        TLanes a10 = a0, b10 = a0;
        TLanes a11 = a0, b11 = a0;
        nint rowStep = left.RowStep, twoRows = 2 * rowStep, depthStep = left.DepthStep;
        T* left0 = left.Values, left1 = left0 + (3 * rowStep), left2 = left1 + (3 * rowStep), left3 = left2 + (3 * rowStep);
        for (; depth > 0; depth--)
        {
            TLanes first = TLanes.Load(ref *right, 0), second = TLanes.Load(ref *right, (nuint)TLanes.Count);
            TLanes v0 = TLanes.Broadcast(*left0);
            a0 = TLanes.MultiplyAdd(v0, first, a0);
            b0 = TLanes.MultiplyAdd(v0, second, b0);
            TLanes v1 = TLanes.Broadcast(left0[rowStep]);
            a1 = TLanes.MultiplyAdd(v1, first, a1);
            b1 = TLanes.MultiplyAdd(v1, second, b1);
            TLanes v2 = TLanes.Broadcast(left0[twoRows]);
            a2 = TLanes.MultiplyAdd(v2, first, a2);
            b2 = TLanes.MultiplyAdd(v2, second, b2);
            TLanes v3 = TLanes.Broadcast(*left1);
            a3 = TLanes.MultiplyAdd(v3, first, a3);
            b3 = TLanes.MultiplyAdd(v3, second, b3);
            TLanes v4 = TLanes.Broadcast(left1[rowStep]);
            a4 = TLanes.MultiplyAdd(v4, first, a4);
            b4 = TLanes.MultiplyAdd(v4, second, b4);
            TLanes v5 = TLanes.Broadcast(left1[twoRows]);
            a5 = TLanes.MultiplyAdd(v5, first, a5);
            b5 = TLanes.MultiplyAdd(v5, second, b5);
            TLanes v6 = TLanes.Broadcast(*left2);
            a6 = TLanes.MultiplyAdd(v6, first, a6);
            b6 = TLanes.MultiplyAdd(v6, second, b6);
            TLanes v7 = TLanes.Broadcast(left2[rowStep]);
            a7 = TLanes.MultiplyAdd(v7, first, a7);
            b7 = TLanes.MultiplyAdd(v7, second, b7);
            TLanes v8 = TLanes.Broadcast(left2[twoRows]);
            a8 = TLanes.MultiplyAdd(v8, first, a8);
            b8 = TLanes.MultiplyAdd(v8, second, b8);
            TLanes v9 = TLanes.Broadcast(*left3);
            a9 = TLanes.MultiplyAdd(v9, first, a9);
            b9 = TLanes.MultiplyAdd(v9, second, b9);
            TLanes v10 = TLanes.Broadcast(left3[rowStep]);
            a10 = TLanes.MultiplyAdd(v10, first, a10);
            b10 = TLanes.MultiplyAdd(v10, second, b10);
            TLanes v11 = TLanes.Broadcast(left3[twoRows]);
            a11 = TLanes.MultiplyAdd(v11, first, a11);
            b11 = TLanes.MultiplyAdd(v11, second, b11);
            Prefetch.ToSecondLevel(ahead);
            ahead += Prefetch.CacheLine;
            left0 += depthStep;
            left1 += depthStep;
            left2 += depthStep;
            left3 += depthStep;
            right += ProductShape<T>.PanelColumns;
        }

        TLanes factor = TLanes.Broadcast(scale);
        Store(a0, b0, factor, destination, accumulate);
        Store(a1, b1, factor, destination + (1 * stride), accumulate);
        Store(a2, b2, factor, destination + (2 * stride), accumulate);
        Store(a3, b3, factor, destination + (3 * stride), accumulate);
        Store(a4, b4, factor, destination + (4 * stride), accumulate);
        Store(a5, b5, factor, destination + (5 * stride), accumulate);
        Store(a6, b6, factor, destination + (6 * stride), accumulate);
        Store(a7, b7, factor, destination + (7 * stride), accumulate);
        Store(a8, b8, factor, destination + (8 * stride), accumulate);
        Store(a9, b9, factor, destination + (9 * stride), accumulate);
        Store(a10, b10, factor, destination + (10 * stride), accumulate);
        Store(a11, b11, factor, destination + (11 * stride), accumulate);
    }

    /// <summary>Adds the products of 8 rows and two vectors of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Eight(in LeftTile<T> left, T* right, int depth, T* destination, nint stride, T scale, bool accumulate, byte* ahead)
    {
        TLanes a0 = TLanes.Broadcast(default), b0 = a0;
        TLanes a1 = a0, b1 = a0;
        TLanes a2 = a0, b2 = a0;
        TLanes a3 = a0, b3 = a0;
        TLanes a4 = a0, b4 = a0;
        TLanes a5 = a0, b5 = a0;
        TLanes a6 = a0, b6 = a0;
        TLanes a7 = a0, b7 = a0;
        nint rowStep = left.RowStep, twoRows = 2 * rowStep, depthStep = left.DepthStep;
        T* left0 = left.Values, left1 = left0 + (3 * rowStep), left2 = left1 + (3 * rowStep);
        for (; depth > 0; depth--)
        {
            TLanes first = TLanes.Load(ref *right, 0), second = TLanes.Load(ref *right, (nuint)TLanes.Count);
            TLanes v0 = TLanes.Broadcast(*left0);
            a0 = TLanes.MultiplyAdd(v0, first, a0);
            b0 = TLanes.MultiplyAdd(v0, second, b0);
            TLanes v1 = TLanes.Broadcast(left0[rowStep]);
            a1 = TLanes.MultiplyAdd(v1, first, a1);
            b1 = TLanes.MultiplyAdd(v1, second, b1);
            TLanes v2 = TLanes.Broadcast(left0[twoRows]);
            a2 = TLanes.MultiplyAdd(v2, first, a2);
            b2 = TLanes.MultiplyAdd(v2, second, b2);
            TLanes v3 = TLanes.Broadcast(*left1);
            a3 = TLanes.MultiplyAdd(v3, first, a3);
            b3 = TLanes.MultiplyAdd(v3, second, b3);
            TLanes v4 = TLanes.Broadcast(left1[rowStep]);
            a4 = TLanes.MultiplyAdd(v4, first, a4);
            b4 = TLanes.MultiplyAdd(v4, second, b4);
            TLanes v5 = TLanes.Broadcast(left1[twoRows]);
            a5 = TLanes.MultiplyAdd(v5, first, a5);
            b5 = TLanes.MultiplyAdd(v5, second, b5);
            TLanes v6 = TLanes.Broadcast(*left2);
            a6 = TLanes.MultiplyAdd(v6, first, a6);
            b6 = TLanes.MultiplyAdd(v6, second, b6);
            TLanes v7 = TLanes.Broadcast(left2[rowStep]);
            a7 = TLanes.MultiplyAdd(v7, first, a7);
            b7 = TLanes.MultiplyAdd(v7, second, b7);
            Prefetch.ToSecondLevel(ahead);
            ahead += Prefetch.CacheLine;
            left0 += depthStep;
            left1 += depthStep;
            left2 += depthStep;
            right += ProductShape<T>.PanelColumns;
        }

        TLanes factor = TLanes.Broadcast(scale);
        Store(a0, b0, factor, destination, accumulate);
        Store(a1, b1, factor, destination + (1 * stride), accumulate);
        Store(a2, b2, factor, destination + (2 * stride), accumulate);
        Store(a3, b3, factor, destination + (3 * stride), accumulate);
        Store(a4, b4, factor, destination + (4 * stride), accumulate);
        Store(a5, b5, factor, destination + (5 * stride), accumulate);
        Store(a6, b6, factor, destination + (6 * stride), accumulate);
        Store(a7, b7, factor, destination + (7 * stride), accumulate);
    }

    /// <summary>Adds the products of 6 rows and two vectors of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Six(in LeftTile<T> left, T* right, int depth, T* destination, nint stride, T scale, bool accumulate, byte* ahead)
    {
        TLanes a0 = TLanes.Broadcast(default), b0 = a0;
        TLanes a1 = a0, b1 = a0;
        TLanes a2 = a0, b2 = a0;
        TLanes a3 = a0, b3 = a0;
        TLanes a4 = a0, b4 = a0;
        TLanes a5 = a0, b5 = a0;
        nint rowStep = left.RowStep, twoRows = 2 * rowStep, depthStep = left.DepthStep;
        T* left0 = left.Values, left1 = left0 + (3 * rowStep);
        for (; depth > 0; depth--)
        {
            TLanes first = TLanes.Load(ref *right, 0), second = TLanes.Load(ref *right, (nuint)TLanes.Count);
            TLanes v0 = TLanes.Broadcast(*left0);
            a0 = TLanes.MultiplyAdd(v0, first, a0);
            b0 = TLanes.MultiplyAdd(v0, second, b0);
            TLanes v1 = TLanes.Broadcast(left0[rowStep]);
            a1 = TLanes.MultiplyAdd(v1, first, a1);
            b1 = TLanes.MultiplyAdd(v1, second, b1);
            TLanes v2 = TLanes.Broadcast(left0[twoRows]);
            a2 = TLanes.MultiplyAdd(v2, first, a2);
            b2 = TLanes.MultiplyAdd(v2, second, b2);
            TLanes v3 = TLanes.Broadcast(*left1);
            a3 = TLanes.MultiplyAdd(v3, first, a3);
            b3 = TLanes.MultiplyAdd(v3, second, b3);
            TLanes v4 = TLanes.Broadcast(left1[rowStep]);
            a4 = TLanes.MultiplyAdd(v4, first, a4);
            b4 = TLanes.MultiplyAdd(v4, second, b4);
            TLanes v5 = TLanes.Broadcast(left1[twoRows]);
            a5 = TLanes.MultiplyAdd(v5, first, a5);
            b5 = TLanes.MultiplyAdd(v5, second, b5);
            Prefetch.ToSecondLevel(ahead);
            ahead += Prefetch.CacheLine;
            left0 += depthStep;
            left1 += depthStep;
            right += ProductShape<T>.PanelColumns;
        }

        TLanes factor = TLanes.Broadcast(scale);
        Store(a0, b0, factor, destination, accumulate);
        Store(a1, b1, factor, destination + (1 * stride), accumulate);
        Store(a2, b2, factor, destination + (2 * stride), accumulate);
        Store(a3, b3, factor, destination + (3 * stride), accumulate);
        Store(a4, b4, factor, destination + (4 * stride), accumulate);
        Store(a5, b5, factor, destination + (5 * stride), accumulate);
    }

    /// <summary>Adds the products of 4 rows and two vectors of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(in LeftTile<T> left, T* right, int depth, T* destination, nint stride, T scale, bool accumulate, byte* ahead)
    {
        TLanes a0 = TLanes.Broadcast(default), b0 = a0;
        TLanes a1 = a0, b1 = a0;
        TLanes a2 = a0, b2 = a0;
        TLanes a3 = a0, b3 = a0;
        nint rowStep = left.RowStep, twoRows = 2 * rowStep, depthStep = left.DepthStep;
        T* left0 = left.Values, left1 = left0 + (3 * rowStep);
        for (; depth > 0; depth--)
        {
            TLanes first = TLanes.Load(ref *right, 0), second = TLanes.Load(ref *right, (nuint)TLanes.Count);
            TLanes v0 = TLanes.Broadcast(*left0);
            a0 = TLanes.MultiplyAdd(v0, first, a0);
            b0 = TLanes.MultiplyAdd(v0, second, b0);
            TLanes v1 = TLanes.Broadcast(left0[rowStep]);
            a1 = TLanes.MultiplyAdd(v1, first, a1);
            b1 = TLanes.MultiplyAdd(v1, second, b1);
            TLanes v2 = TLanes.Broadcast(left0[twoRows]);
            a2 = TLanes.MultiplyAdd(v2, first, a2);
            b2 = TLanes.MultiplyAdd(v2, second, b2);
            TLanes v3 = TLanes.Broadcast(*left1);
            a3 = TLanes.MultiplyAdd(v3, first, a3);
            b3 = TLanes.MultiplyAdd(v3, second, b3);
            Prefetch.ToSecondLevel(ahead);
            ahead += Prefetch.CacheLine;
            left0 += depthStep;
            left1 += depthStep;
            right += ProductShape<T>.PanelColumns;
        }

        TLanes factor = TLanes.Broadcast(scale);
        Store(a0, b0, factor, destination, accumulate);
        Store(a1, b1, factor, destination + (1 * stride), accumulate);
        Store(a2, b2, factor, destination + (2 * stride), accumulate);
        Store(a3, b3, factor, destination + (3 * stride), accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TLanes first, TLanes second, TLanes scale, T* destination, bool accumulate)
    {
        if (accumulate)
        {
            TLanes.Store(TLanes.MultiplyAdd(scale, first, TLanes.Load(ref *destination, 0)), ref *destination, 0);
            TLanes.Store(
                TLanes.MultiplyAdd(scale, second, TLanes.Load(ref *destination, (nuint)TLanes.Count)), ref *destination,
                (nuint)TLanes.Count);
        }
        else
        {
            TLanes.Store(TLanes.Multiply(scale, first), ref *destination, 0);
            TLanes.Store(TLanes.Multiply(scale, second), ref *destination, (nuint)TLanes.Count);
        }
    }
}

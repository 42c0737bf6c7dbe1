using System.Runtime.InteropServices;

namespace Personalization.Numerics.Tests;

/// <summary>The blocked product in double precision, on which Cholesky factors and eigenvectors stand.</summary>
public sealed unsafe class DoubleProductTests
{
    private static readonly LaneWidth[] Widths = [LaneWidth.Scalar, LaneWidth.Vector128, LaneWidth.Vector256, LaneWidth.Vector512];

    /// <summary>Around whole vectors, tiles of 4, 8 and 12 rows, panels of 16 columns.</summary>
    private static readonly int[] Sizes = [1, 2, 3, 5, 7, 8, 11, 12, 13, 15, 16, 17, 31, 33];

    private static readonly double[] Pool = DrawPool();

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Run_AnyShapeAndStride_AsThePlainLoopAndSameBitsAtAnyWidth(bool leftTransposed, bool rightTransposed)
    {
        foreach (int m in Sizes)
        {
            foreach (int n in Sizes)
            {
                // Every depth meets every size of rows and of columns, not every pair of them.
                int k = Sizes[(m + n) % Sizes.Length];
                Check(m, n, k, leftTransposed, rightTransposed, gap: (m + n) % 3, scale: 1, accumulate: false);
            }
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Run_SeveralBlocksOfDepthScaledAndAdded_AsThePlainLoopAndSameBitsAtAnyWidth(bool leftTransposed, bool rightTransposed)
    {
        foreach ((int m, int n, int k) in new[] { (5, 20, 255), (13, 17, 256), (29, 35, 257), (26, 49, 515), (300, 40, 64) })
        {
            Check(m, n, k, leftTransposed, rightTransposed, gap: 5, scale: 1, accumulate: false);
            Check(m, n, k, leftTransposed, rightTransposed, gap: 0, scale: -.75, accumulate: true);
        }
    }

    /// <summary>
    /// One order of additions is documented, so the plain loop gives the very bits: blocks of 256 terms by fused multiply-add, each times
    /// the scale added in order.
    /// </summary>
    private static void Check(int m, int n, int k, bool leftTransposed, bool rightTransposed, int gap, double scale, bool accumulate)
    {
        int leftStride = (leftTransposed ? m : k) + gap, rightStride = (rightTransposed ? k : n) + gap, stride = n + gap;
        double[] left = Pool[..((leftTransposed ? k : m) * leftStride)],
            right = Pool[1000..(1000 + ((rightTransposed ? n : k) * rightStride))];
        double[] before = Pool[500..(500 + (m * stride))], expected = [.. before];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                ref double value = ref expected[(i * stride) + j];
                for (int block = 0; block < k; block += 256)
                {
                    double sum = 0;
                    for (int p = block; p < Math.Min(block + 256, k); p++)
                    {
                        sum = Math.FusedMultiplyAdd(
                            left[leftTransposed ? (p * leftStride) + i : (i * leftStride) + p],
                            right[rightTransposed ? (j * rightStride) + p : (p * rightStride) + j], sum);
                    }

                    value = accumulate || block > 0 ? Math.FusedMultiplyAdd(scale, sum, value) : scale * sum;
                }
            }
        }

        foreach (LaneWidth width in Widths)
        {
            double[] actual = [.. before];
            fixed (double* a = left, b = right, c = actual)
            {
                ProductTask<double> task = new()
                {
                    Left = a,
                    LeftStride = leftStride,
                    LeftTransposed = leftTransposed,
                    Right = b,
                    RightStride = rightStride,
                    RightTransposed = rightTransposed,
                    Destination = c,
                    Stride = stride,
                    Rows = m,
                    Columns = n,
                    Depth = k,
                    Scale = scale,
                    Accumulate = accumulate,
                };
                switch (width)
                {
                    case LaneWidth.Vector512: new BlockedProduct<double, DoubleLanes512>(task).Run(2, default); break;
                    case LaneWidth.Vector256: new BlockedProduct<double, DoubleLanes256>(task).Run(2, default); break;
                    case LaneWidth.Vector128: new BlockedProduct<double, DoubleLanes128>(task).Run(2, default); break;
                    default: new BlockedProduct<double, DoubleLanes1>(task).Run(2, default); break;
                }
            }

            Assert.True(
                Bits(expected).SequenceEqual(Bits(actual)),
                $"{m} × {k} · {k} × {n}, {leftTransposed}, {rightTransposed}, gap {gap}, scale {scale}, {width}");
        }
    }

    private static double[] DrawPool()
    {
        RandomStream random = new(3, "double product");
        double[] pool = new double[40_000];
        foreach (ref double value in pool.AsSpan())
            value = random.NextGaussian();

        return pool;
    }

    private static ReadOnlySpan<long> Bits(double[] values) => MemoryMarshal.Cast<double, long>(values);
}

using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Personalization.Numerics;

namespace Personalization.Evaluation;

/// <summary>Fused multiply-adds in registers and nothing else: the most that the cores can do, to hold kernels against.</summary>
internal static class BareMultiplyAdd
{
    private const int Steps = 1_000_000;
    private const int Chains = 16;

    private static Vector512<float> s_sink;

    /// <summary>
    /// Median over some runs of 10⁹ floating-point operations a second (a multiply-add counts as two), all processors together.
    /// </summary>
    public static double Gigaflops()
    {
        int threads = Environment.ProcessorCount;
        double seconds = EvaluationContext.MedianSeconds(9, () => ParallelChunks.Run(threads * 8, 1, (_, _, _) => Loop(Steps / 8)));
        return 2.0 * threads * Steps * Chains * Vector512<float>.Count / seconds / 1e9;
    }

    /// <summary>
    /// Seconds of a piece of work and, each time right after it, of the bare loop: on a shared machine their speeds swing together.
    /// </summary>
    public static (double Seconds, double Gigaflops) Beside(int runs, Action action)
    {
        double[] seconds = new double[runs], bare = new double[runs];
        for (int run = 0; run < runs; run++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            action();
            seconds[run] = watch.Elapsed.TotalSeconds;
            if (run % 3 == 0)
                Array.Fill(bare, Gigaflops(), run, Math.Min(3, runs - run));
        }

        Array.Sort(seconds);
        Array.Sort(bare);
        return (seconds[runs / 2], bare[runs / 2]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Loop(int steps)
    {
        Vector512<float> x = Vector512.Create(.999f), y = Vector512.Create(1e-3f);
        Vector512<float> a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y, k = y, l = y, m = y, n = y, o = y, p = y;
        for (; steps > 0; steps--)
        {
            a = Vector512.FusedMultiplyAdd(a, x, y);
            b = Vector512.FusedMultiplyAdd(b, x, y);
            c = Vector512.FusedMultiplyAdd(c, x, y);
            d = Vector512.FusedMultiplyAdd(d, x, y);
            e = Vector512.FusedMultiplyAdd(e, x, y);
            f = Vector512.FusedMultiplyAdd(f, x, y);
            g = Vector512.FusedMultiplyAdd(g, x, y);
            h = Vector512.FusedMultiplyAdd(h, x, y);
            i = Vector512.FusedMultiplyAdd(i, x, y);
            j = Vector512.FusedMultiplyAdd(j, x, y);
            k = Vector512.FusedMultiplyAdd(k, x, y);
            l = Vector512.FusedMultiplyAdd(l, x, y);
            m = Vector512.FusedMultiplyAdd(m, x, y);
            n = Vector512.FusedMultiplyAdd(n, x, y);
            o = Vector512.FusedMultiplyAdd(o, x, y);
            p = Vector512.FusedMultiplyAdd(p, x, y);
        }

        // Kept, so that the loop can't be left out.
        s_sink = a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p;
    }
}

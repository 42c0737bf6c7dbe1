using System.Diagnostics;
using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>Cholesky factor of a symmetric matrix in double precision.</summary>
internal sealed class FactorCase : IEvaluationCase
{
    private const int Checked = 16;

    public string Name => "factor";

    public string Description => "Cholesky factor of a symmetric matrix [--matrix FILE] [--n N]";

    public void Run(EvaluationContext context)
    {
        int n = context.Option("n", 500);
        double[] matrix = PositiveDefinite(context.Option("matrix", "") is { Length: > 0 } path ? RawMatrix.Read(path, n) : Random(n));
        Cholesky factor = Measured(context, n > 500 ? 9 : 25, () => Cholesky.Factor(matrix, n));
        context.Figure("Cholesky", "residual", Error(matrix, factor.Upper, n));
    }

    /// <summary>
    /// The median of some runs, and the last result. A result finds the memory of an earlier one, as the peers' do, because the first touch
    /// of a new page can take a virtual machine longer than the arithmetic that fills it: garbage is collected between the runs, and
    /// something that stays lies behind the first results, or the collector would give their pages back.
    /// </summary>
    private static T Measured<T>(EvaluationContext context, int runs, Func<T> factor)
    {
        const int warm = 3, large = 100_000;
        double[] seconds = new double[runs];
        byte[][] behind = new byte[warm][];
        T result = factor();
        for (int run = -warm; run < runs; run++)
        {
            GC.Collect();
            Stopwatch watch = Stopwatch.StartNew();
            result = factor();
            if (run >= 0) seconds[run] = watch.Elapsed.TotalSeconds;
            else behind[run + warm] = new byte[large];
        }

        GC.KeepAlive(behind);
        Array.Sort(seconds);
        context.Figure(typeof(T).Name, "seconds", seconds[runs / 2]);
        return result;
    }

    /// <summary>(G + Gᵀ) / 2 of a Gaussian G, whose eigenvalues lie within ±√(2n), moved up by twice that.</summary>
    private static double[] PositiveDefinite(Matrix source)
    {
        int n = source.Columns;
        double[] matrix = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++) matrix[(i * n) + j] = ((double)source[i, j] + source[j, i]) / 2;
            matrix[(i * n) + i] += 2 * Math.Sqrt(2.0 * n);
        }

        return matrix;
    }

    /// <summary>Of 16 rows, spread evenly: largest deviation of UᵀU from A, in parts of the largest value.</summary>
    private static double Error(double[] matrix, ReadOnlySpan<double> upper, int n)
    {
        double deviation = 0, largest = 0;
        for (int k = 0; k < Checked; k++)
        {
            int row = (int)((n - 1L) * k / (Checked - 1));
            for (int j = row; j < n; j++)
            {
                double sum = 0;
                for (int i = 0; i <= row; i++) sum += upper[(i * n) + row] * upper[(i * n) + j];
                deviation = Math.Max(deviation, Math.Abs(sum - matrix[(row * n) + j]));
                largest = Math.Max(largest, Math.Abs(matrix[(row * n) + j]));
            }
        }

        return deviation / largest;
    }

    private static Matrix Random(int n)
    {
        RandomStream random = new(1, "factor");
        Matrix matrix = new(n, n);
        foreach (ref float value in matrix.Values) value = (float)random.NextGaussian();
        return matrix;
    }
}

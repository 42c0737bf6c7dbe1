using System.Diagnostics;
using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>Factors of a symmetric matrix in double precision: a Cholesky factor, or eigenvalues and eigenvectors.</summary>
internal sealed class FactorCase : IEvaluationCase
{
    private const int Checked = 16;

    public string Name => "factor";

    public string Description => "Cholesky factor, or eigenvalues and vectors [--kind cholesky|eigen] [--matrix FILE] [--n N]";

    public void Run(EvaluationContext context)
    {
        int n = context.Option("n", 500);
        string kind = context.Option("kind", "eigen");
        double[] matrix = kind is "eigen" or "cholesky"
            ? Symmetric(context.Option("matrix", "") is { Length: > 0 } path ? RawMatrix.Read(path, n) : Random(n), kind == "cholesky")
            : throw new EvaluationException($"'{kind}' is no kind of factor; there are cholesky and eigen.");
        int runs = n > 500 ? 9 : 25;
        if (kind == "eigen")
        {
            SymmetricEigen eigen = Measured(context, runs, () => SymmetricEigen.Decompose(matrix, n));
            (double residual, double orthogonality) = Errors(matrix, eigen, n);
            context.Figure("SymmetricEigen", "residual", residual);
            context.Figure("SymmetricEigen", "orthogonality", orthogonality);
            return;
        }

        Cholesky factor = Measured(context, runs, () => Cholesky.Factor(matrix, n));
        context.Figure("Cholesky", "residual", Error(matrix, factor.Upper, n));
    }

    /// <summary>
    /// The median of some runs, and the last result. A result finds the memory of an earlier one, as the peers' do, because the first touch of a new page
    /// can take a virtual machine longer than the arithmetic that fills it: garbage is collected between the runs, and something that stays lies behind
    /// the first results, or the collector would give their pages back.
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

    /// <summary>(G + Gᵀ) / 2 of a Gaussian G, whose eigenvalues lie within ±√(2n); for a Cholesky factor moved up by twice that.</summary>
    private static double[] Symmetric(Matrix source, bool positive)
    {
        int n = source.Columns;
        double[] matrix = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++) matrix[(i * n) + j] = ((double)source[i, j] + source[j, i]) / 2;
            if (positive) matrix[(i * n) + i] += 2 * Math.Sqrt(2.0 * n);
        }

        return matrix;
    }

    /// <summary>Of 16 vectors, spread evenly: largest |A v − λ v| in parts of the largest |λ|, and largest deviation of a product with any vector from 0 or 1.</summary>
    private static (double Residual, double Orthogonality) Errors(double[] matrix, SymmetricEigen eigen, int n)
    {
        double residual = 0, orthogonality = 0, norm = Math.Max(Math.Abs(eigen.Values[0]), Math.Abs(eigen.Values[^1]));
        for (int k = 0; k < Checked; k++)
        {
            int index = (int)((n - 1L) * k / (Checked - 1));
            ReadOnlySpan<double> vector = eigen.Vector(index);
            for (int i = 0; i < n; i++)
            {
                residual = Math.Max(residual, Math.Abs(Dot(matrix.AsSpan(i * n, n), vector) - (eigen.Values[index] * vector[i])));
                orthogonality = Math.Max(orthogonality, Math.Abs(Dot(eigen.Vector(i), vector) - (i == index ? 1 : 0)));
            }
        }

        return (residual / norm, orthogonality);
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

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++) sum += left[i] * right[i];
        return sum;
    }

    private static Matrix Random(int n)
    {
        RandomStream random = new(1, "factor");
        Matrix matrix = new(n, n);
        foreach (ref float value in matrix.Values) value = (float)random.NextGaussian();
        return matrix;
    }
}

using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>A matrix product on two files, beside a bare multiply-add loop in the same process.</summary>
internal sealed class GemmCase : IEvaluationCase
{
    public string Name => "gemm";

    public string Description => "Matrix product and a bare multiply-add loop [--left FILE --right FILE] [--m M] [--k K] [--n N]";

    public void Run(EvaluationContext context)
    {
        int k = context.Option("k", 512), n = context.Option("n", 512);
        Matrix left = context.Option("left", "") is { Length: > 0 } path ? RawMatrix.Read(path, k) : Random(context.Option("m", 512), k, 1);
        Matrix right = context.Option("right", "") is { Length: > 0 } other ? RawMatrix.Read(other, n) : Random(k, n, 2);
        Matrix product = new(left.Rows, n);
        double operations = 2.0 * left.Rows * k * n;
        int inner = Math.Max(1, (int)(6e8 / operations));
        void Multiply()
        {
            for (int i = 0; i < inner; i++) MatrixProduct.Multiply(left, right, product);
        }

        for (int i = Math.Max(3, (int)(4e10 / operations / inner)); i > 0; i--) Multiply();
        (double seconds, double bare) = BareMultiplyAdd.Beside(15, Multiply);
        double gigaflops = operations * inner / seconds / 1e9;
        context.Figure("MatrixProduct", "seconds", seconds / inner);
        context.Figure("MatrixProduct", "gflops", gigaflops);
        context.Figure("MatrixProduct", "bare_gflops", bare);
        context.Figure("MatrixProduct", "share_of_bare", gigaflops / bare);
        context.Figure("MatrixProduct", "error", Error(left, right, product));
    }

    /// <summary>Largest deviation of 16 rows from double precision, relative to their largest value.</summary>
    private static double Error(Matrix left, Matrix right, Matrix product)
    {
        double largest = 0, deviation = 0;
        double[] exact = new double[right.Columns];
        for (int i = 0; i < 16; i++)
        {
            int row = (int)((left.Rows - 1L) * i / 15);
            Array.Clear(exact);
            for (int k = 0; k < left.Columns; k++)
            {
                double factor = left[row, k];
                ReadOnlySpan<float> values = right.Row(k);
                for (int column = 0; column < exact.Length; column++) exact[column] += factor * values[column];
            }

            for (int column = 0; column < exact.Length; column++)
            {
                largest = Math.Max(largest, Math.Abs(exact[column]));
                deviation = Math.Max(deviation, Math.Abs(exact[column] - product[row, column]));
            }
        }

        return deviation / largest;
    }

    private static Matrix Random(int rows, int columns, ulong seed)
    {
        RandomStream random = new(seed, "gemm");
        Matrix matrix = new(rows, columns);
        foreach (ref float value in matrix.Values) value = (float)random.NextGaussian();
        return matrix;
    }
}

using MathNet.Numerics.LinearAlgebra;
using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// The first principal components of rows against what one writes with Math.NET Numerics: covariance by its product, eigenvectors by its
/// decomposition. Ours decomposes by Math.NET's managed code too, whatever provider is chosen, so that part of it should take as long.
/// </summary>
internal sealed class MathNetCase : IEvaluationCase
{
    public string Name => "principal-mathnet";

    public string Description => "Principal components beside Math.NET Numerics: --rows FILE.f32 --columns D [--count 8] [--runs 5]";

    public void Run(EvaluationContext context)
    {
        int columns = context.Option("columns", 64), count = context.Option("count", 8);
        Matrix rows = RawMatrix.Read(context.Option("rows", ""), columns);
        Matrix own = rows;
        Matrix<double> theirs = Matrix<double>.Build.Dense(1, 1);
        Beside.Measure(
            context,
            $"principal/{rows.Rows}x{columns}/{count}",
            context.Option("runs", 5),
            ("PrincipalComponents", () => own = PrincipalComponents.Of(rows, count)),
            ("Math.NET Numerics 5.0.0", () => theirs = Components(rows, count)));
        double difference = 0, largest = 0;
        for (int row = 0; row < rows.Rows; row++)
        {
            for (int i = 0; i < count; i++)
            {
                // Theirs ascend, and a direction's sign is anybody's choice.
                difference = Math.Max(difference, Math.Abs(Math.Abs(own[row, i]) - Math.Abs(theirs[row, count - 1 - i])));
                largest = Math.Max(largest, Math.Abs(own[row, i]));
            }
        }

        context.Figure("PrincipalComponents", "largest_difference", difference / largest);
    }

    private static Matrix<double> Components(Matrix rows, int count)
    {
        Matrix<double> values = Matrix<double>.Build.Dense(rows.Rows, rows.Columns, (row, column) => rows[row, column]);
        Vector<double> mean = values.ColumnSums() / rows.Rows;
        values.MapIndexedInplace((_, column, value) => value - mean[column]);
        Matrix<double> covariance = values.TransposeThisAndMultiply(values) / rows.Rows;
        Matrix<double> vectors = covariance.Evd(Symmetricity.Symmetric).EigenVectors;
        return values * vectors.SubMatrix(0, rows.Columns, rows.Columns - count, count);
    }
}

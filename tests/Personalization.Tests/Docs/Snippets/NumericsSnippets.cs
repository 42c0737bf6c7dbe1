using Personalization.Numerics;

namespace Personalization.Tests;

/// <summary>The code of docs/how-to/numerics.md.</summary>
public sealed class NumericsSnippets
{
    [Fact]
    public void Products()
    {
        Matrix ratings = Matrix.FromRows([1, 2, 3], [4, 5, 6]);
        Matrix weights = Matrix.FromRows([1, 0], [0, 1], [1, 1]);
        Matrix product = MatrixProduct.Multiply(ratings, weights);

        // Operands may be transposed without being copied, and views may have gaps. The product may be scaled, and added to what is there.
        Matrix gram = new(3, 3);
        MatrixProduct.Multiply(MatrixOperand.Transpose(ratings), ratings, gram, scale: .5f, accumulate: true);

        Assert.Equal([4, 5, 10, 11], product.Values.ToArray());
        Assert.Equal(8.5f, gram[0, 0]);
    }

    [Fact]
    public void Factorizations()
    {
        Cholesky factor = Cholesky.Factor([4, 2, 2, 5], order: 2);
        double[] solution = [8, 9];
        factor.Solve(solution);

        SymmetricEigen eigen = SymmetricEigen.Decompose([2, 1, 1, 2], order: 2);
        double largest = eigen.Values[^1];
        ReadOnlySpan<double> direction = eigen.Vector(1);

        Assert.Equal([1.375, 1.25], solution);
        Assert.Equal(3, largest, 1e-15);
        Assert.Equal(direction[0], direction[1], 1e-15);
    }

    [Fact]
    public void Functions()
    {
        float[] scores = [1, 2, 3];
        float[] odds = new float[3];
        Elementwise.Exp(scores, odds);
        VectorFunctions.Softmax(scores, scores);

        Assert.Equal(odds[2] / (odds[0] + odds[1] + odds[2]), scores[2], 1e-6f);
    }
}

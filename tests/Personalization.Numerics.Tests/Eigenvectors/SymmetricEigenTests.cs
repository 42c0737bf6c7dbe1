using System.Runtime.InteropServices;

namespace Personalization.Numerics.Tests;

public sealed class SymmetricEigenTests
{
    private const double Rounding = 1.1102230246251565e-16;

    /// <summary>Each of them has once made a method of this kind fail or lose its digits.</summary>
    public static TheoryData<string> HardMatrices =>
    [
        "random", "huge", "tiny", "zero", "identity", "ones", "rank one", "repeated", "Wilkinson", "glued Wilkinson", "Hilbert",
            "graded down", "graded up",
        "graded beyond rounding", "second differences", "blocks apart",
    ];

    [Theory]
    [MemberData(nameof(HardMatrices))]
    public void Decompose_HardMatrix_ResidualAndOrthogonalityNearRounding(string name)
    {
        foreach (int n in (int[])[21, 65, 150])
            CheckQuality(Hard(name, n), n, name);
    }

    [Fact]
    public void Decompose_AnySmallOrder_GivesTheMatrixBackOrthonormal()
    {
        foreach (int n in (int[])[0, 1, 2, 3, 4, 5, 8, 33])
            CheckQuality(Hard("random", n), n, "random");
    }

    /// <summary>The tests run at every vector width, and what is recorded here holds at each.</summary>
    [Theory]
    [InlineData("Hilbert", 40, 7023453647340100198)]
    [InlineData("Wilkinson", 21, 4763626821456383859)]
    public void Decompose_AnyVectorWidth_RecordedBits(string name, int n, ulong recorded)
    {
        SymmetricEigen eigen = SymmetricEigen.Decompose(Hard(name, n), n);
        ulong hash = 14695981039346656037;
        foreach (long bits in (long[])[.. Bits(eigen.Values), .. Bits(eigen.Vectors)])
            hash = (hash ^ (ulong)bits) * 1099511628211;

        Assert.Equal(recorded, hash);
    }

    [Fact]
    public void Decompose_SecondDifferences_KnownValues()
    {
        // The matrix of second differences has eigenvalues 2 − 2 cos(iπ / (n + 1)).
        foreach (int n in (int[])[40, 100])
        {
            SymmetricEigen eigen = SymmetricEigen.Decompose(Hard("second differences", n), n);
            for (int i = 0; i < n; i++)
                Assert.Equal(2 - (2 * Math.Cos((i + 1) * Math.PI / (n + 1))), eigen.Values[i], 1e-14);
        }
    }

    [Fact]
    public void Decompose_Wilkinson_PublishedLargestValues()
    {
        // W21+, Wilkinson 1965: its two largest eigenvalues agree to 14 digits.
        ReadOnlySpan<double> values = SymmetricEigen.Decompose(Hard("Wilkinson", 21), 21).Values;
        Assert.Equal(10.746194182903322, values[19], 1e-13);
        Assert.Equal(10.746194182903393, values[20], 1e-13);
        Assert.Equal(-1.1254415221199845, values[0], 1e-13);
    }

    [Fact]
    public void Decompose_ZeroDiagonalAndNotFinite_AsDocumented()
    {
        Assert.Equal([0, 0, 0], SymmetricEigen.Decompose(new double[9], 3).Values.ToArray());
        SymmetricEigen diagonal = SymmetricEigen.Decompose([3, 0, 0, 0, -1, 0, 0, 0, 2], 3);
        Assert.Equal([-1, 2, 3], diagonal.Values.ToArray());
        Assert.Equal([0, 1, 0], diagonal.Vector(0).ToArray());
        Assert.Equal([1, 0, 0], diagonal.Vector(2).ToArray());
        Assert.Contains(
            "row 0, column 1 is NaN", Assert.Throws<ArgumentException>(() => SymmetricEigen.Decompose([1, double.NaN, 0, 1], 2)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SymmetricEigen.Decompose(new Matrix(2, 3)));
    }

    [Fact]
    public void Decompose_LargestComponent_IsPositive()
    {
        SymmetricEigen eigen = SymmetricEigen.Decompose(Hard("random", 70), 70);
        for (int i = 0; i < 70; i++)
            Assert.True(eigen.Vector(i).ToArray().MaxBy(Math.Abs) > 0);
    }

    private static void CheckQuality(double[] matrix, int n, string name)
    {
        SymmetricEigen eigen = SymmetricEigen.Decompose(matrix, n);
        double norm = n == 0 ? 0 : Math.Max(Math.Abs(eigen.Values[0]), Math.Abs(eigen.Values[^1])), limit = (n + 16) * Rounding;
        norm = norm == 0 ? 1 : norm;
        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<double> vector = eigen.Vector(i);
            Assert.True(i == 0 || eigen.Values[i - 1] <= eigen.Values[i], $"{name}, {n}: values out of order at {i}.");
            for (int j = 0; j < n; j++)
            {
                double product = 0, dot = 0;
                for (int k = 0; k < n; k++)
                {
                    product += matrix[(j * n) + k] / norm * vector[k];
                    dot += vector[k] * eigen.Vector(j)[k];
                }

                Assert.True(
                    Math.Abs(product - (eigen.Values[i] / norm * vector[j])) <= limit,
                    $"{name}, {n}: residual {product - (eigen.Values[i] / norm * vector[j])} at {i}, {j}.");
                Assert.True(Math.Abs(dot - (i == j ? 1 : 0)) <= limit, $"{name}, {n}: vectors {i} and {j} have the product {dot}.");
            }
        }
    }

    private static double[] Hard(string name, int n) => name switch
    {
        "random" => Random(n, 1),
        "huge" => Random(n, 1e300),
        "tiny" => Random(n, 1e-300),
        "zero" => new double[n * n],
        "identity" => Fill(n, (i, j) => i == j ? 1 : 0),
        "ones" => Fill(n, (_, _) => 1),
        "rank one" => Fill(n, (i, j) => (i + 1.0) * (j + 1)),
        "repeated" => Repeated(n),
        "Wilkinson" => Fill(n, (i, j) => i == j ? Math.Abs(i - ((n - 1) / 2.0)) : j - i == 1 ? 1 : 0),
        "glued Wilkinson" => Fill(n, (i, j) => i == j ? Math.Abs((i % 21) - 10) : j - i != 1 ? 0 : j % 21 == 0 ? 1e-8 : 1),
        "Hilbert" => Fill(n, (i, j) => 1.0 / (i + j + 1)),
        "graded down" => Times(Random(n, 1), n, i => Math.Pow(10, -8.0 * i / n)),
        "graded up" => Times(Random(n, 1), n, i => Math.Pow(10, 8.0 * i / n)),
        "graded beyond rounding" => Times(Random(n, 1), n, i => Math.Pow(10, -150.0 * i / n)),
        "second differences" => Fill(n, (i, j) => i == j ? 2 : j - i == 1 ? -1 : 0),
        "blocks apart" => Fill(n, (i, j) => i / 10 == j / 10 ? 1.0 / (1 + i + j) : 0),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    /// <summary>Q diag(0, 1, 2, 0, 1, 2, …) Qᵀ with one random reflection for Q.</summary>
    private static double[] Repeated(int n)
    {
        RandomStream random = new(11, "repeated");
        double[] v = [.. Enumerable.Range(0, n).Select(_ => random.NextGaussian())];
        double square = v.Sum(x => x * x), along = v.Select((x, i) => x * x * (i % 3)).Sum();
        return Fill(
            n, (i, j) =>
            (i == j ? i % 3 : 0) - (2 * v[i] * v[j] / square * (i % 3 + (j % 3))) + (4 * v[i] * v[j] * along / (square * square)));
    }

    private static double[] Fill(int n, Func<int, int, double> upper)
    {
        double[] matrix = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = i; j < n; j++)
                matrix[(i * n) + j] = matrix[(j * n) + i] = upper(i, j);
        }

        return matrix;
    }

    private static double[] Times(double[] matrix, int n, Func<int, double> scale) =>
        Fill(n, (i, j) => matrix[(i * n) + j] * scale(i) * scale(j));

    private static double[] Random(int n, double scale)
    {
        RandomStream random = new(7, "factorization");
        return Fill(n, (_, _) => scale * random.NextGaussian());
    }

    private static ReadOnlySpan<long> Bits(ReadOnlySpan<double> values) => MemoryMarshal.Cast<double, long>(values);
}

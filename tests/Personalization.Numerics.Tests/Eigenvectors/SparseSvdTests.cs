using System.Runtime.InteropServices;

namespace Personalization.Numerics.Tests;

public sealed class SparseSvdTests
{
    [Fact]
    public void Find_ByHand_ValuesAndVectors()
    {
        // Columns (3, 0), (0, 2), (0, 0): σ = 3 and 2 along the first two axes; the third has none.
        SparseSvd svd = SparseSvd.Find(new SparseMatrixView(new[] { 0, 1, 2 }, new[] { 0, 1 }, new[] { 3f, 2f }, 3), 3);

        Assert.Equal([3, 2], svd.Values.ToArray());
        Assert.Equal([1, 0, 0, 1, 0, 0], svd.Vectors.Memory.ToArray());
    }

    [Theory]
    [InlineData(30, 20, 5)]
    [InlineData(60, 300, 12)]
    [InlineData(400, 500, 20)]
    public void Find_AnyShape_ValuesAndVectorsOfTheWholeEigenproblem(int rows, int columns, int count)
    {
        SparseMatrixView matrix = Random(rows, columns);
        SymmetricEigen expected = SymmetricEigen.Decompose(Gram(matrix), columns);

        SparseSvd svd = SparseSvd.Find(matrix, count, tolerance: 1e-5, maxRounds: 40);

        Assert.Equal(count, svd.Values.Length);
        Assert.Equal(columns > SparseSvd.SmallColumns, svd.Rounds > 0);
        for (int i = 0; i < count; i++)
        {
            double value = Math.Sqrt(expected.Values[columns - 1 - i]), dot = 0;
            Assert.Equal(1, svd.Values[i] / value, 1e-4);
            for (int row = 0; row < columns; row++) dot += svd.Vectors[row, i] * expected.Vector(columns - 1 - i)[row];
            if (Gap(expected, columns - 1 - i) > .01 * value) Assert.Equal(1, Math.Abs(dot), 1e-3);
        }
    }

    [Theory]
    [InlineData(400, 500, 20)]
    [InlineData(40, 450, 40)]
    [InlineData(3, 400, 10)]
    public void Find_AnyShape_OrthonormalVectors(int rows, int columns, int count)
    {
        SparseSvd svd = SparseSvd.Find(Random(rows, columns), count);

        Assert.Equal(Math.Min(count, rows), svd.Values.Length);
        for (int i = 0; i < svd.Values.Length; i++)
        {
            for (int j = i; j < svd.Values.Length; j++)
            {
                double dot = 0;
                for (int row = 0; row < columns; row++) dot += (double)svd.Vectors[row, i] * svd.Vectors[row, j];
                Assert.Equal(i == j ? 1 : 0, dot, 1e-5);
            }
        }
    }

    [Fact]
    public void Find_AnyNumberOfThreads_SameBits()
    {
        SparseMatrixView matrix = Random(400, 500);
        SparseSvd one = SparseSvd.Find(matrix, 20, threads: 1), seven = SparseSvd.Find(matrix, 20, threads: 7);

        Assert.Equal(one.Values.ToArray(), seven.Values.ToArray());
        Assert.True(MemoryMarshal.AsBytes(one.Vectors.Memory.Span).SequenceEqual(MemoryMarshal.AsBytes(seven.Vectors.Memory.Span)));
        Assert.NotEqual(one.Vectors.Memory.ToArray(), SparseSvd.Find(matrix, 20, seed: 2).Vectors.Memory.ToArray());
    }

    [Fact]
    public void Find_NothingInIt_NoValues()
    {
        Assert.Equal(0, SparseSvd.Find(new SparseMatrixView(new int[401], Array.Empty<int>(), Array.Empty<float>(), 500), 5).Values.Length);
        Assert.Equal(0, SparseSvd.Find(new SparseMatrixView(new int[1], Array.Empty<int>(), Array.Empty<float>(), 0), 5).Values.Length);
    }

    [Fact]
    public void Transpose_ByHand_RowsInOrder()
    {
        SparseMatrixView turned = new SparseMatrixView(new[] { 0, 2, 3 }, new[] { 2, 0, 2 }, new[] { 1f, 2f, 3f }, 3).Transpose();

        Assert.Equal([0, 1, 1, 3], turned.Offsets.ToArray());
        Assert.Equal([0, 0, 1], turned.Columns.ToArray());
        Assert.Equal([2, 1, 3], turned.Values.ToArray());
        Assert.Equal(2, turned.ColumnCount);
    }

    private static double Gap(SymmetricEigen eigen, int at) => Math.Min(
        at == 0 ? double.MaxValue : eigen.Values[at] - eigen.Values[at - 1],
        at == eigen.Values.Length - 1 ? double.MaxValue : eigen.Values[at + 1] - eigen.Values[at]);

    private static SparseMatrixView Random(int rows, int columns)
    {
        Random random = new(rows + columns);
        List<int> offsets = [0], places = [];
        for (int row = 0; row < rows; row++)
        {
            places.AddRange(Enumerable.Range(0, 15).Select(_ => (int)(columns * random.NextDouble() * random.NextDouble())).Distinct());
            offsets.Add(places.Count);
        }

        float[] values = [.. places.Select(_ => random.NextSingle() + .1f)];
        return new SparseMatrixView(offsets.ToArray(), places.ToArray(), values, columns);
    }

    private static double[] Gram(SparseMatrixView matrix)
    {
        int n = matrix.ColumnCount;
        double[] gram = new double[n * n], row = new double[n];
        for (int r = 0; r < matrix.RowCount; r++)
        {
            Array.Clear(row);
            for (int i = matrix.Offsets.Span[r]; i < matrix.Offsets.Span[r + 1]; i++) row[matrix.Columns.Span[i]] += matrix.Values.Span[i];
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++) gram[(i * n) + j] += row[i] * row[j];
            }
        }

        return gram;
    }
}

using System.Numerics.Tensors;

namespace Personalization.Numerics.Tests;

public sealed class MatrixTests
{
    [Fact]
    public void View_Strided_ReadsRowsAndSlices()
    {
        MatrixView view = new MatrixView(new float[] { 1, 2, 9, 3, 4, 9, 5, 6 }, rows: 3, columns: 2, stride: 3);

        Assert.False(view.IsContiguous);
        Assert.Equal(4, view[1, 1]);
        Assert.Equal([5f, 6f], view.Slice(1, 2).Row(1).ToArray());
        Assert.Equal([1f, 2, 3, 4, 5, 6], view.ToMatrix().Values.ToArray());
    }

    [Fact]
    public void View_SizesThatOverflowInt_AreRejected() =>
        Assert.Throws<ArgumentException>(() => new MatrixView(new float[4], rows: 65536, columns: 65536));

    [Fact]
    public void Matrix_WriteThroughRow_ShowsInView()
    {
        Numerics.Matrix matrix = Numerics.Matrix.FromRows([1, 2], [3, 4]);
        MatrixView view = matrix;
        matrix.Row(1)[0] = 7;

        Assert.Equal(7, view[1, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Row(2).Length);
    }

    [Fact]
    public void AsTensorSpan_ViewWithGaps_ReadsTheSameValues()
    {
        MatrixView view = new(new float[] { 1, 2, 9, 3, 4, 9, 5, 6 }, rows: 3, columns: 2, stride: 3);

        ReadOnlyTensorSpan<float> tensor = view.AsTensorSpan();

        Assert.Equal([3, 2], tensor.Lengths.ToArray());
        Assert.Equal(4, tensor[1, 1]);
        Assert.Equal(view.ToMatrix().Values.ToArray(), Numerics.Matrix.From(tensor).Values.ToArray());
    }

    [Fact]
    public void AsTensorSpan_Matrix_WritesThrough()
    {
        Numerics.Matrix matrix = Numerics.Matrix.FromRows([1, 2], [3, 4]);

        matrix.AsTensorSpan()[1, 0] = 7;

        Assert.Equal(7, matrix[1, 0]);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 3)]
    [InlineData(3, 0)]
    [InlineData(1, 3)]
    [InlineData(3, 1)]
    [InlineData(1, 1)]
    public void From_TensorOfAnyShape_ThereAndBack(int rows, int columns)
    {
        Numerics.Matrix matrix = new(rows, columns);
        for (int i = 0; i < matrix.Values.Length; i++) matrix.Values[i] = i;

        Numerics.Matrix copy = Numerics.Matrix.From(matrix.AsTensorSpan());
        Numerics.Matrix viewed = Numerics.Matrix.From(matrix.View.AsTensorSpan());

        Assert.Equal((rows, columns), (copy.Rows, copy.Columns));
        Assert.Equal((rows, columns), (viewed.Rows, viewed.Columns));
        Assert.Equal(matrix.Values.ToArray(), copy.Values.ToArray());
        Assert.Equal(matrix.Values.ToArray(), viewed.Values.ToArray());
    }

    [Fact]
    public void From_OneColumnOfAWiderMatrix_ItsValues()
    {
        MatrixView column = new(new float[] { 1, 9, 2, 9, 3 }, rows: 3, columns: 1, stride: 2);

        Assert.Equal([1f, 2, 3], Numerics.Matrix.From(column.AsTensorSpan()).Values.ToArray());
    }

    [Fact]
    public void From_TensorOfRankThree_SaysSo() =>
        Assert.Contains(
            "rank 3", Assert.Throws<ArgumentException>(() => Numerics.Matrix.From(new TensorSpan<float>(new float[8], [2, 2, 2]))).Message,
            StringComparison.Ordinal);
}

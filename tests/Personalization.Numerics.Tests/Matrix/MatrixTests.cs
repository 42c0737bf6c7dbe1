namespace Personalization.Numerics.Tests;

public sealed class MatrixTests
{
    [Fact]
    public void View_Strided_ReadsRowsAndSlices()
    {
        var view = new MatrixView(new float[] { 1, 2, 9, 3, 4, 9, 5, 6 }, rows: 3, columns: 2, stride: 3);

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
}

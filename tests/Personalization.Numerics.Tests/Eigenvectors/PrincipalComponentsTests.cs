namespace Personalization.Numerics.Tests;

public sealed class PrincipalComponentsTests
{
    /// <summary>Points on the line through (1, 1) with direction (3, 4), five apart: the first component is the way along it.</summary>
    [Fact]
    public void Of_PointsOnALine_FirstIsTheWayAlongItAndSecondIsZero()
    {
        Matrix points = Matrix.FromRows([[-2, -3], [1, 1], [4, 5]]);
        Matrix components = PrincipalComponents.Of(points, 3);

        Assert.Equal([-5f, 0f, 5f], Column(components, 0), Near);
        Assert.Equal([0f, 0f, 0f], Column(components, 1), Near);
        Assert.Equal([0f, 0f, 0f], Column(components, 2));
    }

    /// <summary>(±2, 0) and (0, ±1): variances 2 and ½ along the axes.</summary>
    [Fact]
    public void Of_ACross_OrdersByVariance()
    {
        Matrix components = PrincipalComponents.Of(Matrix.FromRows([[2, 0], [-2, 0], [0, 1], [0, -1]]), 2);

        Assert.Equal([2f, -2f, 0f, 0f], Column(components, 0), Near);
        Assert.Equal([0f, 0f, 1f, -1f], Column(components, 1), Near);
    }

    [Fact]
    public void Of_NoRows_IsEmpty() => Assert.Equal(0, PrincipalComponents.Of(new Matrix(0, 3), 2).Rows);

    private static bool Near(float a, float b) => Math.Abs(a - b) < 1e-5f;

    private static float[] Column(Matrix values, int column) => [.. Enumerable.Range(0, values.Rows).Select(row => values[row, column])];
}

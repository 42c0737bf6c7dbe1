namespace Personalization.Numerics.Tests;

public sealed class OptimalAssignmentTests
{
    [Fact]
    public void Minimize_ThreeByThree_ByHand()
    {
        // The cheapest in every row is column 1; 4 + 0 + 5 would cost more than 1 + 2 + 2.
        double[] costs = [4, 1, 3, 2, 0, 5, 3, 2, 2];

        Assert.Equal([1, 0, 2], OptimalAssignment.Minimize(costs, 3, 3));
    }

    [Fact]
    public void Minimize_MoreRowsThanColumns_LeavesTheDearestOver() =>
        Assert.Equal([-1, 0, -1, 1], OptimalAssignment.Minimize([5, 5, 1, 9, 7, 7, 9, 1], 4, 2));

    [Fact]
    public void Minimize_Empty_Nothing()
    {
        Assert.Empty(OptimalAssignment.Minimize([], 0, 3));
        Assert.Equal([-1, -1], OptimalAssignment.Minimize([], 2, 0));
    }

    [Fact]
    public void Minimize_AllEqual_InOrder() => Assert.Equal([0, 1, 2], OptimalAssignment.Minimize(new double[12], 3, 4));

    [Fact]
    public void Minimize_NotFinite_ErrorNamesTheCell()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => OptimalAssignment.Minimize([1, 2, 3, double.NaN], 2, 2));

        Assert.Contains("row 1 and column 1", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => OptimalAssignment.Minimize([1, 2, 3], 2, 2));
    }

    [Theory]
    [InlineData(4, 4)]
    [InlineData(3, 6)]
    [InlineData(6, 4)]
    [InlineData(1, 5)]
    public void Minimize_RandomCosts_AsCheapAsEveryPermutation(int rows, int columns)
    {
        for (ulong seed = 0; seed < 40; seed++)
        {
            RandomStream random = new RandomStream(seed, "costs");
            double[] costs = new double[rows * columns];
            foreach (ref double cost in costs.AsSpan())
                cost = random.NextInt32(-9, 10);

            int[] assigned = OptimalAssignment.Minimize(costs, rows, columns);

            Assert.Equal(Math.Min(rows, columns), assigned.Where(column => column >= 0).Distinct().Count());
            Assert.Equal(Cheapest(costs, rows, columns, 0, 0), Cost(costs, columns, assigned));
        }
    }

    private static double Cost(double[] costs, int columns, int[] assigned) =>
        assigned.Select((column, row) => column < 0 ? 0 : costs[(row * columns) + column]).Sum();

    /// <summary>Tries everything; rows may stay over only as often as there are too many.</summary>
    private static double Cheapest(double[] costs, int rows, int columns, int row, int used)
    {
        if (row == rows)
            return System.Numerics.BitOperations.PopCount((uint)used) == Math.Min(rows, columns) ? 0 : double.PositiveInfinity;

        double best = Cheapest(costs, rows, columns, row + 1, used);
        for (int column = 0; column < columns; column++)
        {
            if ((used & (1 << column)) == 0)
                best = Math.Min(best, costs[(row * columns) + column] + Cheapest(costs, rows, columns, row + 1, used | (1 << column)));
        }

        return best;
    }
}

using Personalization.Numerics;
using Xunit;

namespace Personalization.Recommendations.Tests;

/// <summary>Every vector width gives the same bits.</summary>
public sealed unsafe class RowSolverTests
{
    public static TheoryData<int, int> Shapes => new() { { 1, 3 }, { 8, 0 }, { 16, 5 }, { 33, 40 }, { 64, 100 }, { 64, 700 }, { 128, 30 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Solve_AnyWidth_SameBits(int factors, int count)
    {
        RandomStream random = new(5, "row solver");
        Matrix others = new(300, factors);
        foreach (ref float value in others.Values) value = random.NextSingle() - .5f;
        float[] gram = RowSolver.GramOf(others, .1, 1, CancellationToken.None);
        int[] columns = [.. Enumerable.Range(0, count).Select(_ => random.NextInt32(300))];
        float[] roots = [.. columns.Select(_ => random.NextSingle() + .1f)];
        float[][] expected = Both(LaneWidth.Scalar);
        foreach (LaneWidth width in new[] { LaneWidth.Vector128, LaneWidth.Vector256, LaneWidth.Vector512 })
        {
            float[][] found = Both(width);
            Assert.Equal(expected[0], found[0]);
            Assert.Equal(expected[1], found[1]);
        }

        float[][] Both(LaneWidth width)
        {
            RowSolver solver = RowSolver.Create(factors, gram, width);
            float[] exact = new float[factors], improved = new float[factors];
            fixed (float* values = others.Values, r = roots)
            {
                fixed (int* c = columns)
                {
                    NormalEquations equations = new(values, c, r, count, count, .3f);
                    solver.SolveExactly(equations, exact);
                    if (count <= solver.MostPacked) solver.Improve(equations, improved, 4);
                }
            }

            return [exact, improved];
        }
    }
}

using System.Runtime.InteropServices;

namespace Personalization.Numerics.Tests;

public sealed class NarrowProductTests
{
    /// <summary>Around groups of six rows, and of one and two vectors of each width.</summary>
    private static readonly int[] Sizes = [1, 2, 5, 6, 7, 8, 13, 16, 24, 31, 32, 33, 47, 64];

    /// <summary>Each value takes its terms in the order of depth by fused multiply-add, so the reference has its bits.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AddTo_AnyShapeAndWidth_BitsOfThePlainLoop(bool leftTransposed)
    {
        RandomStream random = new(1, "narrow");
        foreach (int rows in Sizes)
        {
            foreach (int columns in Sizes)
            {
                int depth = random.NextInt32(1, 40), gap = random.NextInt32(4), stride = columns + gap;
                float[] left = Draw(random, rows * depth), right = Draw(random, depth * stride), start = Draw(random, rows * stride);
                int leftRow = leftTransposed ? 1 : depth, leftDepth = leftTransposed ? rows : 1;
                float[] expected = [.. start];
                for (int row = 0; row < rows; row++)
                {
                    for (int column = 0; column < columns; column++)
                    {
                        ref float sum = ref expected[(row * stride) + column];
                        for (int i = 0; i < depth; i++)
                            sum = MathF.FusedMultiplyAdd(left[(row * leftRow) + (i * leftDepth)], right[(i * stride) + column], sum);
                    }
                }

                foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
                {
                    float[] sum = [.. start];
                    NarrowProduct.AddTo(left, leftRow, leftDepth, right, stride, sum, stride, rows, columns, depth, width);
                    Assert.True(
                        MemoryMarshal.AsBytes(expected.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(sum.AsSpan())),
                        $"{rows} × {columns}, depth {depth}, {width}");
                }
            }
        }
    }

    [Fact]
    public void AddTo_NothingToDo_LeavesTheDestination()
    {
        float[] sum = [1, 2];

        NarrowProduct.AddTo([], 0, 1, [], 2, sum, 2, 1, 2, 0);
        NarrowProduct.AddTo([1], 1, 1, [1, 1], 2, sum, 2, 0, 2, 1);

        Assert.Equal([1, 2], sum);
    }

    [Theory]
    [InlineData(5, 6, 4, "left")]
    [InlineData(6, 5, 4, "right")]
    [InlineData(6, 6, 3, "destination")]
    public void AddTo_TooShortForTheShape_IsRefusedBeforeItIsRead(int left, int right, int destination, string name)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => NarrowProduct.AddTo(new float[left], 3, 1, new float[right], 2, new float[destination], 2, 2, 2, 3));

        Assert.Equal(name, error.ParamName);
    }

    private static float[] Draw(RandomStream random, int count)
    {
        float[] values = new float[count];
        foreach (ref float value in values.AsSpan()) value = (float)random.NextGaussian();
        return values;
    }
}

using Personalization.Numerics;

namespace Personalization.Neural.Tests;

/// <summary>
/// What attention both ways does otherwise than looking back only; what both do alike, <see cref="CausalAttentionTests"/> ask.
/// </summary>
public sealed class BothWaysAttentionTests
{
    /// <summary>One head of two columns: the first row's scores are 0 and ln 3, the second's 0 and 0.</summary>
    [Fact]
    public void Forward_TwoRows_ByHand()
    {
        float score = (float)(Math.Sqrt(2) * Math.Log(3));
        Matrix projections = Matrix.FromRows([score, 7, 0, 0, 4, 8], [0, 0, 1, 0, 8, 16]), output = new(2, 2);
        CausalAttention layer = new("attention", 2, 1, new() { Heads = 1, BothWays = true });

        layer.Forward(projections, [0, 2], output, layer.CreateWorkspace());

        Numbers.Near([7, 14, 6, 12], output.Values, 1e-6);
    }

    /// <summary>What lies before a row and what lies after it count alike: a sequence the other way round has its output so.</summary>
    [Theory]
    [InlineData(RelativePositions.None, null)]
    [InlineData(RelativePositions.Alibi, null)]
    [InlineData(RelativePositions.Alibi, 17)]
    public void Forward_TheOtherWayRound_OutputTheOtherWayRound(RelativePositions positions, int? window)
    {
        CausalAttention layer = new("attention", 8, 1, new() { Positions = positions, Window = window, BothWays = true });
        Matrix projections = Numbers.Normal(new RandomStream(1, "attention"), 70, 24), output = new(70, 8), other = new(70, 8);
        Matrix turned = Turned(projections);

        layer.Forward(projections, [0, 70], output, layer.CreateWorkspace());
        layer.Forward(turned, [0, 70], other, layer.CreateWorkspace());

        Numbers.Near(Numbers.Doubles(output.Values), Turned(other).Values, 2e-6);
    }

    [Fact]
    public void Forward_RowsBeyondTheWindow_ChangeNothing()
    {
        CausalAttention layer = new("attention", 8, 1, new() { Window = 10, BothWays = true });
        Matrix projections = Numbers.Normal(new RandomStream(1, "attention"), 90, 24), output = new(90, 8), other = new(90, 8);
        layer.Forward(projections, [0, 90], output, layer.CreateWorkspace());
        foreach (ref float value in projections.Values[..(20 * 24)]) value += 3;
        foreach (ref float value in projections.Values[(60 * 24)..]) value -= 3;

        layer.Forward(projections, [0, 90], other, layer.CreateWorkspace());

        // Row 29 is the first whose ten rows begin behind the changed ones, row 50 the last whose ten end before.
        Assert.Equal(output.Values[(29 * 8)..(51 * 8)].ToArray(), other.Values[(29 * 8)..(51 * 8)].ToArray());
        for (int row = 20; row < 29; row++) Assert.NotEqual(output.Row(row).ToArray(), other.Row(row).ToArray());
        for (int row = 51; row < 60; row++) Assert.NotEqual(output.Row(row).ToArray(), other.Row(row).ToArray());
    }

    /// <summary>Lengths 3 and 5 with windows of 2: 2 + 3 + 2 and 2 + 3 + 3 + 3 + 2 keys, for two heads.</summary>
    [Fact]
    public void CountProbabilities_TwoSequences_ByHand() => Assert.Equal(
        2 * (7 + 13), new CausalAttention("attention", 4, 1, new() { Window = 2, BothWays = true }).CountProbabilities([0, 3, 8]));

    [Fact]
    public void CreateCache_BothWays_Throws() => Assert.Contains(
        "later", Assert.Throws<ArgumentException>(() => new CausalAttention("a", 4, 1, new() { BothWays = true }).CreateCache(3)).Message);

    /// <summary>A block that is causal attends both ways with buffers for it: as one whose options say so.</summary>
    [Fact]
    public void Block_BothWaysWorkspace_AsABlockThatAttendsBothWays()
    {
        TransformerBlockOptions options = new() { Attention = new() { Window = 4, Dropout = .2 } };
        TransformerBlock block = new("b", 8, 1, options);
        TransformerBlock other = new("b", 8, 1, new() { Attention = options.Attention with { BothWays = true } });
        RandomStream random = new(1, "x");
        Matrix x = Numbers.Normal(random, 12, 8), dy = Numbers.Normal(random, 12, 8);

        Assert.Equal(Train(other, other.CreateWorkspace()), Train(block, block.CreateBothWaysWorkspace()));
        Assert.NotEqual(Train(other, other.CreateWorkspace()), Train(block, block.CreateWorkspace()));
        Assert.Throws<ArgumentException>(() => Train(block, other.CreateWorkspace()));

        float[] Train(TransformerBlock trained, TransformerBlockWorkspace workspace)
        {
            Matrix y = new(12, 8), dx = new(12, 8);
            Gradients gradients = new(trained.Parameters);
            trained.Forward(x, [0, 7, 12], y, workspace, 1);
            trained.Backward(x, [0, 7, 12], dy, dx, workspace, gradients, 1);
            return [.. y.Values, .. dx.Values, .. trained.Parameters.SelectMany(parameter => gradients.Of(parameter).Values.ToArray())];
        }
    }

    private static Matrix Turned(Matrix rows)
    {
        Matrix turned = new(rows.Rows, rows.Columns);
        for (int row = 0; row < rows.Rows; row++) rows.Row(rows.Rows - 1 - row).CopyTo(turned.Row(row));
        return turned;
    }
}

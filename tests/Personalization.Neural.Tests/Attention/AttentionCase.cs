using Personalization.Numerics;

namespace Personalization.Neural.Tests;

/// <summary>A layer and sequences drawn at random, and its passes over them.</summary>
internal sealed class AttentionCase
{
    public AttentionCase(ulong seed, RelativePositions positions, int longest = 70, double dropout = 0, bool bothWays = false)
    {
        RandomStream random = new(seed, "attention");
        int heads = random.NextInt32(1, 5), columns = 2 * random.NextInt32(1, 10);
        int? window = random.NextInt32(2) == 0 ? null : random.NextInt32(1, longest);
        Options = new() { Heads = heads, Window = window, Positions = positions, Dropout = dropout, BothWays = bothWays };
        Layer = new CausalAttention("attention", heads * columns, seed, Options);
        Starts = new int[random.NextInt32(2, 6)];
        for (int i = 1; i < Starts.Length; i++) Starts[i] = Starts[i - 1] + random.NextInt32(i == 1 ? 1 : 0, longest + 1);
        Projections = Numbers.Normal(random, Starts[^1], 3 * Layer.Dimensions);
        OutputGradient = Numbers.Normal(random, Starts[^1], Layer.Dimensions);
    }

    public AttentionOptions Options { get; }

    public CausalAttention Layer { get; }

    public int[] Starts { get; }

    public Matrix Projections { get; }

    public Matrix OutputGradient { get; }

    public Matrix Forward(AttentionWorkspace? workspace = null, long? step = null)
    {
        Matrix output = new(Starts[^1], Layer.Dimensions);
        output.Values.Fill(float.NaN);
        Layer.Forward(Projections, Starts, output, workspace ?? Layer.CreateWorkspace(), step, 3);
        return output;
    }

    /// <summary>Output, and the gradients of the projections.</summary>
    public (Matrix Output, Matrix Gradient) Train(AttentionWorkspace? workspace = null, long step = 1)
    {
        workspace ??= Layer.CreateWorkspace();
        Matrix output = Forward(workspace, step), gradient = new(Starts[^1], 3 * Layer.Dimensions);
        gradient.Values.Fill(float.NaN);
        Layer.Backward(Projections, Starts, output, OutputGradient, gradient, workspace, step, 3);
        return (output, gradient);
    }
}

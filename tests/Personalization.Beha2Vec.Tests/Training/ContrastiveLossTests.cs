using Personalization.Numerics;

namespace Personalization.Beha2Vec.Tests;

public sealed class ContrastiveLossTests
{
    private const int Dimensions = 6;
    private const double Step = 1e-4;

    /// <summary>Against differences of the formula in double precision.</summary>
    [Fact]
    public void Accumulate_ThreePairs_SlopesAreThoseOfTheFormula()
    {
        BehaviorChunk chunk = Chunk(pairs: 3);
        BehaviorWorkspace sequences = chunk.Sequences;
        int[] lastRows = [.. Enumerable.Range(1, 6).Select(slice => sequences.Starts[slice + 1] - 1)];
        double[][] states = [.. lastRows.Select(row => sequences.Output.Row(row).ToArray().Select(value => (double)value).ToArray())];

        double loss = ContrastiveLoss.Accumulate(chunk, 2);

        Assert.Equal(Formula(states), loss, 1e-5);
        for (int slice = 0; slice < states.Length; slice++)
        {
            for (int i = 0; i < Dimensions; i++)
            {
                double value = states[slice][i];
                states[slice][i] = value + Step;
                double above = Formula(states);
                states[slice][i] = value - Step;
                double slope = 2 * (above - Formula(states)) / (2 * Step);
                states[slice][i] = value;
                Assert.Equal(slope, sequences.OutputSlope.Row(lastRows[slice])[i], 2e-4 * (1 + Math.Abs(slope)));
            }
        }
    }

    [Fact]
    public void Accumulate_OnePair_HasNothingToTellItFrom()
    {
        BehaviorChunk chunk = Chunk(pairs: 1);
        Assert.Equal(0, ContrastiveLoss.Accumulate(chunk, 1));
        Assert.All(chunk.Sequences.OutputSlope.Memory.ToArray(), slope => Assert.Equal(0, slope));
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(4, 2)]
    [InlineData(90, 2)]
    public void AddSlices_OfACustomer_LieWithinItsHistory(int events, int slices)
    {
        BehaviorChunk chunk = Chunk(pairs: 0);
        BehaviorToken[] history = [.. Enumerable.Range(1, events).Select(item => new BehaviorToken(0, item, 0, 0, 0, 0, 0))];

        ContrastiveLoss.AddSlices(chunk, history, new RandomStream(1, "slices"));

        Assert.Equal(slices, chunk.SliceCount);
        BehaviorWorkspace sequences = chunk.Sequences;
        for (int slice = 1; slice <= slices; slice++)
        {
            BehaviorToken[] own = sequences.Tokens[sequences.Starts[slice]..sequences.Starts[slice + 1]].ToArray();
            Assert.InRange(own.Length, Math.Max(2, events / 4), 3 * events / 4);
            Assert.Equal(Enumerable.Range(own[0].Item, own.Length), own.Select(token => token.Item));
        }
    }

    private static double Formula(double[][] states)
    {
        double loss = 0;
        for (int i = 0; i < states.Length; i++)
        {
            double[] weights = [.. states.Select((other, j) => i == j ? 0 : Math.Exp(Cosine(states[i], other) / .1))];
            loss -= Math.Log(weights[i % 2 == 0 ? i + 1 : i - 1] / weights.Sum()) / 2;
        }

        return loss;

        static double Cosine(double[] left, double[] right) =>
            left.Zip(right, (a, b) => a * b).Sum() / Math.Sqrt(left.Sum(a => a * a) * right.Sum(b => b * b));
    }

    /// <summary>A sequence that something is told of, then slices; states are drawn.</summary>
    private static BehaviorChunk Chunk(int pairs)
    {
        Beha2VecOptions options = new() { Dimensions = Dimensions, Heads = 1 };
        BehaviorChunk chunk = new(new BehaviorNetwork(BehaviorShape.Of(Samples.Items(100).Vocabulary), options));
        BehaviorToken[] events = [.. Enumerable.Range(1, 9).Select(item => new BehaviorToken(0, item, 0, 0, 0, 0, 0))];
        chunk.Sequences.AddWithTargets(events);
        chunk.FindKnown();
        for (int slice = 0; slice < 2 * pairs; slice++) chunk.AddSlice(events.AsSpan(0, 2 + slice));
        Random random = new(4);
        foreach (ref float value in chunk.Sequences.Output.Memory.Span) value = random.NextSingle() - .5f;
        chunk.Sequences.OutputSlope.Memory.Span.Clear();
        return chunk;
    }
}

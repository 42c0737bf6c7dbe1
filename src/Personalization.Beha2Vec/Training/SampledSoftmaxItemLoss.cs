using System.Numerics.Tensors;
using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>
/// Cross-entropy of a softmax over the next item and some that are drawn, shared by the states of a chunk. What is drawn stands for what
/// isn't: from its score the logarithm of how often it is expected among the drawn ones is taken (log-Q, Bengio and Senécal 2008), so the sum
/// over items is estimated without bias. The next item itself isn't drawn against.
/// </summary>
internal sealed class SampledSoftmaxItemLoss : ItemLoss
{
    private readonly ulong _seed;
    private readonly int _negatives, _items;
    private readonly AliasTable? _popular;
    private readonly float[] _logExpected;

    private SampledSoftmaxItemLoss(ulong seed, int negatives, int items, double[]? weights)
    {
        (_seed, _negatives, _items) = (seed, negatives, items);
        _logExpected = new float[items];
        if (weights is null)
        {
            Array.Fill(_logExpected, (float)Math.Log((double)negatives / items));
            return;
        }

        _popular = new AliasTable(weights);
        double sum = 0;
        foreach (double weight in weights) sum += weight;
        for (int i = 0; i < items; i++) _logExpected[i] = (float)Math.Log(negatives * weights[i] / sum);
    }

    public override bool IsSparse => true;

    /// <summary>Logarithm of how often an item, code 1 first, is expected among those that a chunk draws.</summary>
    public ReadOnlySpan<float> LogExpected => _logExpected;

    public static SampledSoftmaxItemLoss Of(Beha2VecOptions options, BehaviorExamples examples, int items)
    {
        double[]? weights = null;
        if (options.NegativePower > 0)
        {
            int[] counts = examples.CountTargets(items);
            weights = [.. counts.Select(count => Math.Pow(count + 1, options.NegativePower))];
        }

        return new SampledSoftmaxItemLoss(options.Seed, options.Negatives, items, weights);
    }

    public override ReadOnlySpan<int> Draw(BehaviorChunk chunk, long step, int first)
    {
        Span<int> drawn = chunk.Candidates(_negatives);
        RandomStream random = new(_seed, "negative items", ((ulong)step << 32) | (uint)first);
        foreach (ref int item in drawn) item = 1 + (_popular?.Sample(random) ?? random.NextInt32(_items));
        return drawn;
    }

    public override double Accumulate(BehaviorChunk chunk, Parameter items, float scale, Gradients gradients)
    {
        int dimensions = items.Columns;
        ReadOnlySpan<int> targets = chunk.KnownTargets, drawn = chunk.Candidates(_negatives);
        Span<float> vectors = chunk.Vectors(3 * _negatives * dimensions);
        Span<float> transposed = vectors.Slice(_negatives * dimensions, _negatives * dimensions);
        Span<float> slopes = vectors[(2 * _negatives * dimensions)..];
        vectors = vectors[..(_negatives * dimensions)];
        slopes.Clear();
        for (int i = 0; i < drawn.Length; i++) items.Values.Row(drawn[i]).CopyTo(vectors[(i * dimensions)..]);
        NarrowProduct.Transpose(vectors, _negatives, dimensions, transposed);
        SoftmaxTiles tiles = new(vectors, transposed, _negatives, dimensions);
        double loss = 0;
        int rowsAtOnce = tiles.RowsAtOnce;
        for (int first = 0; first < targets.Length; first += rowsAtOnce)
        {
            int rows = Math.Min(rowsAtOnce, targets.Length - first);

            // A last value of each row is the target's own score.
            Span<float> logits = chunk.Scores((rows * _negatives) + _negatives + 1);
            Span<float> row = logits.Slice(rows * _negatives, _negatives + 1), negatives = logits[..(rows * _negatives)];
            Span<float> towards = stackalloc float[rows];
            tiles.Score(chunk.States, first, rows, negatives);
            for (int i = 0; i < rows; i++)
            {
                int target = targets[first + i];
                Span<float> own = negatives.Slice(i * _negatives, _negatives);
                for (int j = 0; j < own.Length; j++)
                    row[j] = drawn[j] == target ? float.NegativeInfinity : own[j] - _logExpected[drawn[j] - 1];
                row[^1] = ShortVectors.Dot(chunk.States.Row(first + i), items.Values.Row(target));
                loss += Losses.SoftmaxCrossEntropy(row, _negatives, scale);
                row[.._negatives].CopyTo(own);
                towards[i] = row[^1];
            }

            tiles.Backward(chunk.States, chunk.StateSlopes, first, rows, negatives, slopes);
            for (int i = 0; i < rows; i++)
            {
                int target = targets[first + i];
                Span<float> stateSlope = chunk.StateSlopes.Row(first + i);
                TensorPrimitives.FusedMultiplyAdd(items.Values.Row(target), towards[i], stateSlope, stateSlope);
                RowGradient.Add(gradients, items, target, chunk.States.Row(first + i), towards[i]);
            }
        }

        for (int i = 0; i < drawn.Length; i++) RowGradient.Add(gradients, items, drawn[i], slopes.Slice(i * dimensions, dimensions));
        return loss;
    }
}

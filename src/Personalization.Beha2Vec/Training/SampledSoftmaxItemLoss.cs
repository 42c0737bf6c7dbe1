using System.Numerics.Tensors;
using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>
/// Cross-entropy of a softmax over the next item and some that are drawn, shared by the states of a chunk. What is drawn stands for what
/// isn't: from its score the logarithm of how often it is expected among the drawn ones is taken (log-Q, Bengio and Senécal 2008), so the
/// sum over items is estimated without bias. The next item itself isn't drawn against.
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
            Array.Fill(_logExpected, (float)StableMath.Log((double)negatives / items));
            return;
        }

        _popular = new AliasTable(weights);
        double sum = 0;
        foreach (double weight in weights) sum += weight;
        for (int i = 0; i < items; i++) _logExpected[i] = (float)StableMath.Log(negatives * weights[i] / sum);
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
            weights = [.. counts.Select(count => StableMath.Pow(count + 1, options.NegativePower))];
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
        int dimensions = items.Columns, size = _negatives * dimensions, tileValues = RowTiles.Values(_negatives, dimensions);
        ReadOnlySpan<int> targets = chunk.KnownTargets, drawn = chunk.Candidates(_negatives);
        Matrix vectors = chunk.Vectors(_negatives);
        Span<float> room = chunk.Scores(CandidateSoftmax.Values(_negatives) + tileValues + size + _negatives);
        Span<float> scores = room[..CandidateSoftmax.Values(_negatives)], tiles = room.Slice(scores.Length, tileValues);
        Span<float> slopes = room.Slice(scores.Length + tileValues, size), logExpected = room[^_negatives..];
        slopes.Clear();
        for (int i = 0; i < drawn.Length; i++)
        {
            items.Values.Row(drawn[i]).CopyTo(vectors.Row(i));
            logExpected[i] = _logExpected[drawn[i] - 1];
        }

        RowTiles.Fill(vectors, tiles);
        CandidateSoftmax softmax = new(vectors.Values, tiles, _negatives, dimensions);
        double loss = 0;
        Span<float> towards = stackalloc float[CandidateSoftmax.StatesAtOnce];
        for (int first = 0; first < targets.Length; first += CandidateSoftmax.StatesAtOnce)
        {
            int rows = Math.Min(CandidateSoftmax.StatesAtOnce, targets.Length - first);
            softmax.Score(chunk.States, first, rows, scores);
            for (int row = 0; row < rows; row++)
            {
                int target = targets[first + row];
                softmax.Subtract(logExpected, row, scores);
                for (int i = drawn.IndexOf(target); i >= 0; i = Next(drawn, target, i))
                    scores[CandidateSoftmax.Place(row, i)] = float.NegativeInfinity;

                float own = ShortVectors.Dot(chunk.States.Row(first + row), items.Values.Row(target));
                float largest = MathF.Max(own, softmax.Largest(row, scores));
                Span<float> likelihood = towards.Slice(row, 1);
                likelihood[0] = own - largest;
                Elementwise.Exp(likelihood, likelihood);
                double sum = likelihood[0] + softmax.Exponentiate(row, largest, scores);
                loss += VectorFunctions.Logarithm(sum) + largest - own;
                softmax.Multiply(row, (float)(scale / sum), scores);
                likelihood[0] = (float)(scale * ((likelihood[0] / sum) - 1));
            }

            softmax.Backward(chunk.States, chunk.StateSlopes, first, rows, scores, slopes);
            for (int row = 0; row < rows; row++)
            {
                int target = targets[first + row];
                Span<float> stateSlope = chunk.StateSlopes.Row(first + row);
                TensorPrimitives.FusedMultiplyAdd(items.Values.Row(target), towards[row], stateSlope, stateSlope);
                RowGradient.Add(gradients, items, target, chunk.States.Row(first + row), towards[row]);
            }
        }

        for (int i = 0; i < drawn.Length; i++) RowGradient.Add(gradients, items, drawn[i], slopes.Slice(i * dimensions, dimensions));
        return loss;
    }

    private static int Next(ReadOnlySpan<int> drawn, int target, int after)
    {
        int next = drawn[(after + 1)..].IndexOf(target);
        return next < 0 ? -1 : after + 1 + next;
    }
}

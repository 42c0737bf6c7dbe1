using System.Numerics.Tensors;
using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>
/// Two slices of one customer's history shall embed alike, and unlike those of others (CoLES, Babaev et al. 2022): a softmax over the
/// cosines of a slice with all others of its chunk, of which its twin is the right one (InfoNCE, van den Oord et al. 2018).
/// </summary>
internal static class ContrastiveLoss
{
    /// <summary>Events that a customer needs to be sliced.</summary>
    public const int LeastEvents = 4;

    private const float Temperature = .1f;
    private const float LeastNorm = 1e-6f;

    /// <summary>Adds two slices of each customer's events, a quarter to three quarters long, to those that nothing is told of.</summary>
    /// <param name="chunk">Where they go.</param>
    /// <param name="events">A customer's events.</param>
    /// <param name="random">Draws their places.</param>
    public static void AddSlices(BehaviorChunk chunk, ReadOnlySpan<BehaviorToken> events, RandomStream random)
    {
        if (events.Length < LeastEvents) return;
        for (int twin = 0; twin < 2; twin++)
        {
            int length = random.NextInt32(Math.Max(2, events.Length / 4), (3 * events.Length / 4) + 1);
            int start = random.NextInt32(events.Length - length + 1);
            chunk.AddSlice(events.Slice(start, length));
        }
    }

    /// <summary>Adds gradients of the slices' last states, and returns the sum of losses of pairs.</summary>
    /// <param name="chunk">With slices behind its sequences, two by two.</param>
    /// <param name="scale">Factor of the gradients.</param>
    public static double Accumulate(BehaviorChunk chunk, float scale)
    {
        BehaviorWorkspace sequences = chunk.Sequences;
        int count = chunk.SliceCount, first = sequences.SequenceCount - count, dimensions = sequences.Output.Columns;
        if (count < 4) return 0;
        Matrix directions = new(count, dimensions), scores = new(count, count), slopes = new(count, dimensions);
        Span<float> norms = new float[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> state = sequences.Output.Row(LastRow(sequences, first + i));
            norms[i] = MathF.Max(MathF.Sqrt(ShortVectors.Dot(state, state)), LeastNorm);
            TensorPrimitives.Divide(state, norms[i], directions.Row(i));
        }

        MatrixProduct.Multiply(directions, MatrixOperand.Transpose(directions), scores, scale: 1 / Temperature, threads: 1);
        double loss = 0;
        for (int i = 0; i < count; i++)
        {
            scores.Row(i)[i] = float.NegativeInfinity;
            loss += Losses.SoftmaxCrossEntropy(scores.Row(i), i ^ 1, scale / (2 * Temperature));
        }

        // A cosine counts in two rows: that of either slice.
        MatrixProduct.Multiply(scores, directions.View, slopes, threads: 1);
        MatrixProduct.Multiply(MatrixOperand.Transpose(scores), directions.View, slopes, accumulate: true, threads: 1);
        for (int i = 0; i < count; i++)
        {
            // Of a direction only what turns it matters.
            Span<float> slope = slopes.Row(i), destination = sequences.OutputSlope.Row(LastRow(sequences, first + i));
            ReadOnlySpan<float> direction = directions.Row(i);
            float along = ShortVectors.Dot(slope, direction);
            TensorPrimitives.FusedMultiplyAdd(direction, -along, slope, slope);
            TensorPrimitives.FusedMultiplyAdd(slope, 1 / norms[i], destination, destination);
        }

        return loss / 2;
    }

    private static int LastRow(BehaviorWorkspace sequences, int sequence) => sequences.Starts[sequence + 1] - 1;
}

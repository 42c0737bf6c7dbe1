using System.Numerics.Tensors;
using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>Cross-entropy of what a head tells of the next event.</summary>
internal static class HeadLoss
{
    private const int RowsAtOnce = 256;

    /// <summary>Adds gradients of the head and of the states, and returns the sum of losses.</summary>
    /// <param name="chunk">With its sequences' output.</param>
    /// <param name="head">Logits of states.</param>
    /// <param name="codeOf">What is told of an event.</param>
    /// <param name="scale">Factor of the gradients.</param>
    /// <param name="gradients">Where the head's go.</param>
    public static double Accumulate(
        BehaviorChunk chunk, Linear head, Func<BehaviorToken, int> codeOf, float scale, Gradients gradients)
    {
        BehaviorWorkspace sequences = chunk.Sequences;
        int codes = head.Bias.Columns, dimensions = sequences.Output.Columns;
        Matrix all = new(RowsAtOnce, codes), allSlopes = new(RowsAtOnce, dimensions);
        Span<int> targets = stackalloc int[RowsAtOnce];
        double loss = 0;
        for (int start = 0; start < chunk.ToldRows; start += RowsAtOnce)
        {
            int rows = Math.Min(RowsAtOnce, chunk.ToldRows - start);
            MutableMatrixView logits = all.MutableView.Slice(0, rows, 0, codes);
            MutableMatrixView slopes = allSlopes.MutableView.Slice(0, rows, 0, dimensions);
            MutableMatrixView states = sequences.Output.Slice(start, rows, 0, dimensions);
            for (int i = 0; i < rows; i++) targets[i] = codeOf(sequences.Targets[start + i]);
            head.Forward(states, logits);
            loss += Losses.SoftmaxCrossEntropy(logits, targets[..rows], scale);
            head.Backward(states, logits, slopes, gradients);
            for (int i = 0; i < rows; i++)
            {
                Span<float> slope = sequences.OutputSlope.Row(start + i);
                TensorPrimitives.Add(slope, slopes.Row(i), slope);
            }
        }

        return loss;
    }
}

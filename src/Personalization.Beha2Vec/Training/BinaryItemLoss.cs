using System.Numerics.Tensors;
using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>
/// Binary cross-entropy of the next item against one that is drawn evenly among the others (SASRec, Kang and McAuley 2018):
/// ln(1 + e⁻ˢ⁽ⁿᵉˣᵗ⁾) + ln(1 + eˢ⁽ᵒᵗʰᵉʳ⁾).
/// </summary>
internal sealed class BinaryItemLoss(ulong seed, int items) : ItemLoss
{
    public override bool IsSparse => true;

    public override ReadOnlySpan<int> Draw(BehaviorChunk chunk, long step, int first)
    {
        ReadOnlySpan<int> targets = chunk.KnownTargets;
        Span<int> negatives = chunk.Candidates(targets.Length);
        RandomStream random = new(seed, "negative items", ((ulong)step << 32) | (uint)first);
        for (int i = 0; i < negatives.Length; i++)
        {
            // Codes are 1 to items; of all but the target, each as often.
            int other = 1 + random.NextInt32(Math.Max(1, items - 1));
            negatives[i] = other < targets[i] || items == 1 ? other : other + 1;
        }

        return negatives;
    }

    public override double Accumulate(BehaviorChunk chunk, Parameter items, float scale, Gradients gradients)
    {
        ReadOnlySpan<int> targets = chunk.KnownTargets, negatives = chunk.Candidates(targets.Length);
        int count = 2 * targets.Length;
        Span<float> scores = chunk.Scores(3 * count), logits = scores[..count];
        Span<float> labels = scores.Slice(count, count), slopes = scores[(2 * count)..];
        labels.Clear();
        labels[..targets.Length].Fill(1);
        for (int i = 0; i < targets.Length; i++)
        {
            ReadOnlySpan<float> state = chunk.States.Row(i);
            logits[i] = ShortVectors.Dot(state, items.Values.Row(targets[i]));
            logits[targets.Length + i] = ShortVectors.Dot(state, items.Values.Row(negatives[i]));
        }

        double loss = Losses.BinaryCrossEntropy(logits, labels, slopes, scale);
        for (int i = 0; i < targets.Length; i++)
        {
            ReadOnlySpan<float> state = chunk.States.Row(i);
            Span<float> stateSlope = chunk.StateSlopes.Row(i);
            float towards = slopes[i], away = slopes[targets.Length + i];
            TensorPrimitives.Multiply(items.Values.Row(targets[i]), towards, stateSlope);
            TensorPrimitives.FusedMultiplyAdd(items.Values.Row(negatives[i]), away, stateSlope, stateSlope);
            RowGradient.Add(gradients, items, targets[i], state, towards);
            RowGradient.Add(gradients, items, negatives[i], state, away);
        }

        return loss;
    }
}

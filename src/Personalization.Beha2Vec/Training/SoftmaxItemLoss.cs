using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>Cross-entropy of a softmax over all items.</summary>
internal sealed class SoftmaxItemLoss : ItemLoss
{
    private float[] _transposed = [];

    public override bool IsSparse => false;

    public override void BeginStep(Parameter items)
    {
        int count = items.Rows - 1;
        if (_transposed.Length == 0) _transposed = new float[count * items.Columns];
        NarrowProduct.Transpose(items.Values.Values[items.Columns..], count, items.Columns, _transposed);
    }

    public override double Accumulate(BehaviorChunk chunk, Parameter items, float scale, Gradients gradients)
    {
        // Item 0 is the unknown one, which is nobody's next: the softmax is over rows from 1 on.
        int count = items.Rows - 1, dimensions = items.Columns;
        SoftmaxTiles tiles = new(items.Values.Values[dimensions..], _transposed, count, dimensions);
        ReadOnlySpan<int> targets = chunk.KnownTargets;
        Span<float> itemSlopes = gradients.Of(items).Values[dimensions..];
        double loss = 0;
        int rowsAtOnce = tiles.RowsAtOnce;
        for (int first = 0; first < targets.Length; first += rowsAtOnce)
        {
            int rows = Math.Min(rowsAtOnce, targets.Length - first);
            Span<float> logits = chunk.Scores(rows * count);
            tiles.Score(chunk.States, first, rows, logits);
            for (int row = 0; row < rows; row++)
                loss += Losses.SoftmaxCrossEntropy(logits.Slice(row * count, count), targets[first + row] - 1, scale);
            tiles.Backward(chunk.States, chunk.StateSlopes, first, rows, logits, itemSlopes);
        }

        return loss;
    }
}

using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>Cross-entropy of a softmax over all items.</summary>
internal sealed class SoftmaxItemLoss : ItemLoss
{
    private float[] _tiles = [];

    public override bool IsSparse => false;

    public override void BeginStep(Parameter items)
    {
        if (_tiles.Length == 0) _tiles = new float[RowTiles.Values(items.Rows - 1, items.Columns)];
        RowTiles.Fill(Vectors(items), _tiles);
    }

    public override double Accumulate(BehaviorChunk chunk, Parameter items, float scale, Gradients gradients)
    {
        int count = items.Rows - 1, dimensions = items.Columns;
        CandidateSoftmax softmax = new(Vectors(items).Memory.Span, _tiles, count, dimensions);
        ReadOnlySpan<int> targets = chunk.KnownTargets;
        Span<float> vectorSlopes = gradients.Of(items).Values[dimensions..], scores = chunk.Scores(CandidateSoftmax.Values(count));
        double loss = 0;
        for (int first = 0; first < targets.Length; first += CandidateSoftmax.StatesAtOnce)
        {
            int rows = Math.Min(CandidateSoftmax.StatesAtOnce, targets.Length - first);
            softmax.Score(chunk.States, first, rows, scores);
            for (int row = 0; row < rows; row++)
            {
                int place = CandidateSoftmax.Place(row, targets[first + row] - 1);
                float own = scores[place], largest = softmax.Largest(row, scores);
                double sum = softmax.Exponentiate(row, largest, scores);
                loss += VectorFunctions.Logarithm(sum) + largest - own;
                softmax.Multiply(row, (float)(scale / sum), scores);
                scores[place] -= scale;
            }

            softmax.Backward(chunk.States, chunk.StateSlopes, first, rows, scores, vectorSlopes);
        }

        return loss;
    }

    /// <summary>Item 0 is the unknown one, which is nobody's next: the softmax is over rows from 1 on.</summary>
    private static MatrixView Vectors(Parameter items) =>
        new(items.Values.View.Memory[items.Columns..], items.Rows - 1, items.Columns, items.Columns);
}

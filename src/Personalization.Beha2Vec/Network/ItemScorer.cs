using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>Scores all items for some states at once, by weights as they are when it is made. Immutable; any thread.</summary>
internal sealed class ItemScorer
{
    private readonly float[] _tiles;
    private readonly int _codes, _dimensions;

    public ItemScorer(Parameter items)
    {
        (_codes, _dimensions) = (items.Rows, items.Columns);
        _tiles = new float[RowTiles.Values(_codes, _dimensions)];
        RowTiles.Fill(items.Values, _tiles);
    }

    /// <summary>Writes a logit for each code of an item, states × codes; the unknown one's is −∞.</summary>
    public void Score(MatrixView states, MutableMatrixView scores)
    {
        for (int row = 0; row < states.Rows; row++) scores.Row(row).Clear();
        RowTiles.AddProducts(
            states.Memory.Span, states.Stride, states.Rows, _tiles, _codes, _dimensions, scores.Memory.Span, scores.Stride);
        for (int row = 0; row < states.Rows; row++) scores.Row(row)[0] = float.NegativeInfinity;
    }
}

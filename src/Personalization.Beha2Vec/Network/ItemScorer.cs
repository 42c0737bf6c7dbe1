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

    /// <summary>How many codes stand before one, by their scores and then in their order.</summary>
    public static int Rank(ReadOnlySpan<float> scores, int code)
    {
        int rank = 0;
        for (int other = 0; other < scores.Length; other++)
        {
            bool isBefore = scores[other] > scores[code] || (scores[other] == scores[code] && other < code);
            rank += isBefore ? 1 : 0;
        }

        return rank;
    }
}

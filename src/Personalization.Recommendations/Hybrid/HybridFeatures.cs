using System.Numerics.Tensors;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>
/// What the parts of a hybrid say of each item for one request, on scales that can be added up. A part has two columns: its score,
/// standardized over the items that it knows, and the same flattened by a logarithm, since scores of sparse models have long tails. A part
/// that knows new items has a third, which speaks for those alone; of the others, a new item borrows the scores of the items most like it.
/// Then come whether an item is new, and how popular it is.
/// </summary>
internal sealed class HybridFeatures
{
    private const int MostLenders = 10;

    private readonly IScoringRecommender[] _parts;
    private readonly bool[] _knowsNew;
    private readonly int[][] _rowsInPart;
    private readonly ItemSpace _space;
    private readonly float[] _isNew;
    private readonly float[] _logPopularity;
    private readonly Lender[][] _lenders;

    public HybridFeatures(ItemSpace space, IReadOnlyList<IScoringRecommender> parts, IReadOnlyList<bool> knowsNew)
    {
        _space = space;
        _parts = [.. parts];
        _knowsNew = [.. knowsNew];
        Count = CountOf(_knowsNew);
        _rowsInPart = new int[_parts.Length][];
        for (int part = 0; part < _parts.Length; part++) _rowsInPart[part] = space.Items.RowsIn(_parts[part].Items);
        _isNew = new float[space.Items.Count];
        _logPopularity = new float[_isNew.Length];
        for (int item = 0; item < _isNew.Length; item++)
        {
            _isNew[item] = space.Popularity[item] > 0 ? 0 : 1;
            _logPopularity[item] = 1 + (float)space.Popularity[item];
        }

        Elementwise.Log(_logPopularity, _logPopularity);
        ISimilarItems? similar = _parts.Where((part, i) => _knowsNew[i] && part is ISimilarItems).Cast<ISimilarItems>().FirstOrDefault();
        _lenders = new Lender[_isNew.Length][];
        for (int item = 0; item < _lenders.Length; item++)
            _lenders[item] = _isNew[item] == 0 || similar is null ? [] : Lenders(similar, item);
    }

    public int Count { get; }

    /// <summary>Number of parts.</summary>
    public int PartCount => _parts.Length;

    /// <summary>Columns that parts make.</summary>
    public static int CountOf(IReadOnlyList<bool> knowsNew) => (2 * knowsNew.Count) + knowsNew.Count(knows => knows) + 2;

    /// <summary>The first column of a part.</summary>
    public int ColumnOf(int part) => (2 * part) + _knowsNew.Take(part).Count(knows => knows);

    /// <summary>Number of columns of a part.</summary>
    public int WidthOf(int part) => _knowsNew[part] ? 3 : 2;

    /// <summary>Writes all columns for a request.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="columns">Receives features × items: each feature in a row of its own.</param>
    public void Write(RecommendationRequest request, MutableMatrixView columns)
    {
        for (int part = 0; part < _parts.Length; part++)
        {
            int first = ColumnOf(part);
            Span<float> plain = columns.Row(first), flat = columns.Row(first + 1);
            if (!TryScore(part, request, plain))
            {
                for (int column = 0; column < WidthOf(part); column++) columns.Row(first + column).Clear();
                continue;
            }

            Standardize(plain, _knowsNew[part] ? default : _isNew);
            if (!_knowsNew[part]) Lend(plain);
            Flatten(plain, flat);
            if (_knowsNew[part]) TensorPrimitives.Multiply(plain, _isNew, columns.Row(first + 2));
        }

        _isNew.CopyTo(columns.Row(Count - 2));
        _logPopularity.CopyTo(columns.Row(Count - 1));
    }

    private bool TryScore(int part, RecommendationRequest request, Span<float> scores)
    {
        IScoringRecommender model = _parts[part];
        if (ReferenceEquals(model.Items, _space.Items)) return model.TryScore(request, scores);
        float[] own = new float[model.Items.Count];
        if (!model.TryScore(request, own)) return false;
        float lowest = own.Length == 0 ? 0 : TensorPrimitives.Min<float>(own);
        int[] rows = _rowsInPart[part];
        for (int item = 0; item < scores.Length; item++) scores[item] = rows[item] < 0 ? lowest : own[rows[item]];
        return true;
    }

    /// <summary>The items most like a new one that aren't new themselves; shares sum to 1.</summary>
    private Lender[] Lenders(ISimilarItems similar, int item)
    {
        List<(int Item, double Weight)> found = [];
        foreach (Recommendation other in similar.SimilarItems(_space.Items[item], MostLenders * 5))
        {
            if (found.Count < MostLenders && other.Score > 0 && _space.Items.TryGetRow(other.Item, out int row) && _isNew[row] == 0)
                found.Add((row, other.Score));
        }

        double sum = found.Sum(lender => lender.Weight);
        return [.. found.Select(lender => new Lender(lender.Item, (float)(lender.Weight / sum)))];
    }

    /// <summary>A new item is as good as the items most like it, where a part can't know better.</summary>
    private void Lend(Span<float> scores)
    {
        for (int item = 0; item < scores.Length; item++)
        {
            foreach (Lender lender in _lenders[item]) scores[item] += lender.Share * scores[lender.Item];
        }
    }

    /// <summary>Less the mean, in standard deviations; 0 of what is left out, and of all where all are alike.</summary>
    private static void Standardize(Span<float> scores, ReadOnlySpan<float> leftOut)
    {
        int count = scores.Length;
        for (int item = 0; item < leftOut.Length; item++)
        {
            if (leftOut[item] == 0) continue;
            scores[item] = 0;
            count--;
        }

        if (count == 0) return;
        double mean = StableSum.Sum(scores) / count;
        double deviation = Math.Sqrt(Math.Max(0, (StableSum.Dot(scores, scores) / count) - (mean * mean)));

        // Of scores that differ by no more than their rounding there is nothing to learn.
        float scale = deviation > 1e-6 * Math.Abs(mean) && double.IsFinite(1 / deviation) ? (float)(1 / deviation) : 0;
        for (int item = 0; item < scores.Length; item++)
            scores[item] = leftOut.Length > 0 && leftOut[item] != 0 ? 0 : (scores[item] - (float)mean) * scale;
    }

    /// <summary>sign(z) · ln(1 + |z|).</summary>
    private static void Flatten(ReadOnlySpan<float> plain, Span<float> flat)
    {
        for (int item = 0; item < flat.Length; item++) flat[item] = 1 + Math.Abs(plain[item]);
        Elementwise.Log(flat, flat);
        for (int item = 0; item < flat.Length; item++) flat[item] = MathF.CopySign(flat[item], plain[item]);
    }

    /// <summary>An item whose score a new one borrows, and how much of it.</summary>
    private readonly record struct Lender(int Item, float Share);
}

using System.Numerics.Tensors;
using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// Scores of all items for one customer and context: what customer and context sum to, times each item's sum, and what each item says by
/// itself. O(items · factors). Immutable and thread-safe.
/// </summary>
internal sealed class FactorizationScorer
{
    private readonly FactorizationWeights _weights;
    private readonly ContextLayout _layout;
    private readonly CustomerCodes _codes;
    private readonly ItemSpace _space;
    private readonly float[,] _means;
    private readonly float[] _meanCustomer;
    private readonly float[] _sums;
    private readonly float[] _said;
    private readonly float[] _lengths;

    /// <param name="weights">The weights; they stay as they are.</param>
    /// <param name="layout">Rows of the context.</param>
    /// <param name="codes">Codes of customers.</param>
    /// <param name="space">Customers and items.</param>
    /// <param name="means">For each field of the context what stands for an unknown value.</param>
    public FactorizationScorer(FactorizationWeights weights, ContextLayout layout, CustomerCodes codes, ItemSpace space, float[,] means)
    {
        (_weights, _layout, _codes, _space, _means) = (weights, layout, codes, space, means);
        int items = space.Items.Count, factors = weights.Factors;
        (_sums, _said, _lengths) = (new float[items * factors], new float[items], new float[items]);
        float[] sum = new float[factors];
        for (int item = 0; item < items; item++)
        {
            _said[item] = weights.OfItem(item, space.CategoryOfItem[item], sum);
            _lengths[item] = MathF.Sqrt(FactorizationWeights.Dot(sum, sum));
            for (int factor = 0; factor < factors; factor++) _sums[(factor * items) + item] = sum[factor];
        }

        _meanCustomer = MeanCustomer();
    }

    /// <summary>Scores all items.</summary>
    /// <param name="customer">Row of the customer; −1 for a stranger.</param>
    /// <param name="cell">The moment's cell.</param>
    /// <param name="scores">Receives a score for each item.</param>
    /// <returns>False, and nothing is written, where neither the customer nor the moment is known.</returns>
    public bool Score(int customer, int cell, Span<float> scores)
    {
        bool isKnown = customer >= 0 && !_space.History.Columns(customer).IsEmpty;
        Span<int> rows = new int[_layout.Fields];
        rows.Fill(-1);
        _layout.RowsOf(cell, rows);
        for (int column = 0; customer >= 0 && column < _codes.Names.Count; column++)
            rows[_layout.MomentFields + column] = _layout.RowOf(column, _codes.At(customer, column));
        if (!isKnown && !rows.ContainsAnyExcept(-1)) return false;

        Span<float> query = new float[_weights.Factors];
        float said = _weights.Bias.Values[0, 0];
        FactorizationWeights.Add(isKnown ? _weights.Customers.Values.Row(customer) : _meanCustomer, query, ref said);
        for (int field = 0; field < rows.Length; field++)
        {
            ReadOnlySpan<float> row = rows[field] >= 0
                ? _weights.Context.Values.Row(rows[field])
                : System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref _means[field, 0], _weights.Factors + 1);
            FactorizationWeights.Add(row, query, ref said);
        }

        TensorPrimitives.Add(_said, said, scores);
        for (int factor = 0; factor < query.Length; factor++)
            TensorPrimitives.MultiplyAdd(_sums.AsSpan(factor * scores.Length, scores.Length), query[factor], scores, scores);
        return true;
    }

    /// <summary>Cosine of two items' sums; 0 where one has none.</summary>
    public double Similarity(int item, int other)
    {
        int items = _lengths.Length;
        float dot = 0, lengths = _lengths[item] * _lengths[other];
        for (int factor = 0; factor < _weights.Factors; factor++) dot += _sums[(factor * items) + item] * _sums[(factor * items) + other];
        return lengths > 0 ? dot / lengths : 0;
    }

    /// <summary>What stands for a stranger: the mean of those who bought.</summary>
    private float[] MeanCustomer()
    {
        double[] sums = new double[_weights.Factors + 1];
        int count = 0;
        for (int row = 0; row < _space.Customers.Count; row++)
        {
            if (_space.History.Columns(row).IsEmpty) continue;
            ReadOnlySpan<float> weights = _weights.Customers.Values.Row(row);
            for (int i = 0; i < sums.Length; i++) sums[i] += weights[i];
            count++;
        }

        return Array.ConvertAll(sums, sum => (float)(sum / Math.Max(1, count)));
    }
}

using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.NeuralCf;

/// <summary>
/// One part of the vectors of customers, or of items: a row for each id and, where there are features, a linear function of these added to
/// it (as LightFM, Kula 2015). Of an id that is left out, only the features speak.
/// </summary>
internal sealed class VectorPart
{
    private readonly Matrix? _features;
    private readonly float[] _transposed;

    /// <param name="name">The embedding's name.</param>
    /// <param name="ids">Number of ids.</param>
    /// <param name="columns">Length of the part.</param>
    /// <param name="features">ids × features; null for none.</param>
    public VectorPart(string name, int ids, int columns, Matrix? features)
    {
        Columns = columns;
        Ids = new Parameter(name, ids, columns, isSparse: true);
        _features = features;
        if (features is not null) Weights = new Parameter(NetworkShape.FeaturesOf(name), columns, features.Columns);
        _transposed = new float[columns * (features?.Columns ?? 0)];
    }

    public int Columns { get; }

    /// <summary>A row for each id.</summary>
    public Parameter Ids { get; }

    /// <summary>Columns × features; null where there are none.</summary>
    public Parameter? Weights { get; }

    /// <summary>Takes the weights as they are for the chunks that follow.</summary>
    public void BeginStep()
    {
        if (Weights is { } weights) NarrowProduct.Transpose(weights.Values.Values, weights.Rows, weights.Columns, _transposed);
    }

    /// <summary>Writes the part of some ids, n × columns.</summary>
    public void Forward(ReadOnlySpan<int> ids, ReadOnlySpan<bool> leftOut, ReadOnlySpan<float> features, Span<float> output)
    {
        ReadOnlySpan<float> rows = Ids.Values.Values;
        int columns = Columns;
        if (columns == 1)
        {
            for (int i = 0; i < ids.Length; i++) output[i] = rows[ids[i]];
        }
        else
        {
            for (int i = 0; i < ids.Length; i++) rows.Slice(ids[i] * columns, columns).CopyTo(output[(i * columns)..]);
        }

        if (Weights is not { } weights) return;
        for (int i = 0; i < leftOut.Length; i++)
        {
            if (leftOut[i]) output.Slice(i * columns, columns).Clear();
        }

        int depth = weights.Columns;
        NarrowProduct.AddTo(features, depth, 1, _transposed, columns, output, columns, ids.Length, columns, depth);
    }

    /// <summary>Adds the gradients that follow from those of the part.</summary>
    public void Backward(
        ReadOnlySpan<int> ids, ReadOnlySpan<bool> leftOut, ReadOnlySpan<float> features, ReadOnlySpan<float> slopes, Gradients gradients)
    {
        RowGradients rows = gradients.RowsOf(Ids);
        for (int i = 0; i < ids.Length; i++)
        {
            if (leftOut.IsEmpty || !leftOut[i]) slopes.Slice(i * Columns, Columns).CopyTo(rows.Add(ids[i]));
        }

        if (Weights is not { } weights) return;
        int depth = weights.Columns;
        Matrix gradient = gradients.Of(weights);
        NarrowProduct.AddTo(slopes, 1, Columns, features, depth, gradient.Values, depth, Columns, depth, ids.Length);
    }

    /// <summary>The vectors of all ids with what their features add: what scoring needs.</summary>
    public Matrix Whole()
    {
        if (Weights is null) return Ids.Values;
        Matrix whole = new(Ids.Rows, Columns);
        Ids.Values.Values.CopyTo(whole.Values);
        MatrixProduct.Multiply(_features!, MatrixOperand.Transpose(Weights.Values), whole, accumulate: true);
        return whole;
    }
}

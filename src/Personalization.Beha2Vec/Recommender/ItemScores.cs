using System.Numerics.Tensors;
using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>What embeddings say of items, which are rows here and not codes. Immutable as long as the weights are.</summary>
internal sealed class ItemScores
{
    private readonly BehaviorNetwork _network;
    private readonly double[] _inverseLengths;

    public ItemScores(BehaviorNetwork network)
    {
        _network = network;
        _inverseLengths = new double[network.Shape.Items - 1];
        for (int item = 0; item < _inverseLengths.Length; item++)
        {
            double square = StableSum.Dot(Of(item), Of(item));
            _inverseLengths[item] = square > 0 && double.IsFinite(square) ? 1 / Math.Sqrt(square) : 0;
        }
    }

    /// <summary>An item's embedding.</summary>
    public ReadOnlySpan<float> Of(int item) => _network.Items.Values.Row(item + 1);

    /// <summary>Writes a logit for each item, finite whatever the weights are.</summary>
    public void Write(ReadOnlySpan<float> embedding, Span<float> scores)
    {
        for (int item = 0; item < scores.Length; item++) scores[item] = ShortVectors.Dot(embedding, Of(item));
        if (TensorPrimitives.IsFiniteAll<float>(scores)) return;
        foreach (ref float score in scores)
            score = float.IsNaN(score) ? float.MinValue : Math.Clamp(score, float.MinValue, float.MaxValue);
    }

    /// <summary>Cosine of two items' embeddings; 0 where one has no length.</summary>
    public double Similarity(int item, int other) =>
        StableSum.Dot(Of(item), Of(other)) * _inverseLengths[item] * _inverseLengths[other];
}

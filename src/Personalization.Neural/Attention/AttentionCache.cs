using System.Numerics.Tensors;
using Personalization.Numerics;

namespace Personalization.Neural;

/// <summary>
/// Keys and values of the latest rows of one sequence, so that <see cref="CausalAttention.Step"/> pays for one row. Takes about 8 · d bytes
/// a row. One thread at a time.
/// </summary>
public sealed class AttentionCache
{
    private readonly int _capacity;
    private readonly float[] _keys;
    private readonly float[] _values;
    private readonly float[] _scores;
    private readonly float[] _turned;
    private readonly float[] _cosines;
    private readonly float[] _sines;

    /// <param name="layer">The layer.</param>
    /// <param name="capacity">Rows to remember.</param>
    /// <param name="isShared">True for one that remembers nothing itself: each call brings a sequence's memory.</param>
    internal AttentionCache(CausalAttention layer, int capacity, bool isShared = false)
    {
        (Layer, _capacity) = (layer, capacity);
        _keys = new float[isShared ? 0 : checked(capacity * layer.Dimensions)];
        _values = new float[_keys.Length];
        _scores = new float[capacity];
        _turned = new float[layer.HeadColumns];
        _cosines = new float[layer.Pairs];
        _sines = new float[layer.Pairs];
    }

    /// <summary>Rows that the sequence has had.</summary>
    public int Count { get; private set; }

    internal CausalAttention Layer { get; }

    internal LaneWidth Width { get; init; } = LaneWidths.Widest;

    /// <summary>Forgets the sequence, and keeps the memory.</summary>
    public void Clear() => Count = 0;

    internal void Step(ReadOnlySpan<float> projection, Span<float> output) => Step(projection, output, _keys, _values, Count++);

    /// <summary>The same for a sequence whose memory is the caller's.</summary>
    /// <param name="projection">q | k | v of the row.</param>
    /// <param name="output">Receives d values.</param>
    /// <param name="keyMemory">Rows to remember × d; zeros before the first row.</param>
    /// <param name="valueMemory">As many.</param>
    /// <param name="count">Rows that the sequence has had.</param>
    internal void Step(
        ReadOnlySpan<float> projection, Span<float> output, Span<float> keyMemory, Span<float> valueMemory, int count)
    {
        int slot = count % _capacity, d = Layer.Dimensions, columns = Layer.HeadColumns;
        RotaryAngles.Fill(Layer.Frequencies, count, _cosines, _sines);
        projection[(2 * d)..].CopyTo(valueMemory[(slot * d)..]);

        // A ring: the oldest rows stand behind the newest, so each sum takes two parts, the older first.
        int older = count < _capacity ? 0 : _capacity - slot - 1, newer = slot + 1;
        Span<float> scores = _scores.AsSpan(0, older + newer);
        output.Clear();
        for (int head = 0; head < Layer.Options.Heads; head++)
        {
            int column = head * columns;
            projection.Slice(d + column, columns).CopyTo(_turned);
            Turn();

            // Keys stand in columns, a head after the other: scores of all of them are one product.
            Span<float> keys = keyMemory.Slice(column * _capacity, columns * _capacity), values = valueMemory[column..];
            for (int i = 0; i < columns; i++) keys[(i * _capacity) + slot] = _turned[i];

            TensorPrimitives.Multiply(projection.Slice(column, columns), Layer.Scale, _turned);
            Turn();
            if (Layer.Slopes.Length > 0) AlibiSlopes.Fill(Layer.Slopes[head], scores);
            else scores.Clear();
            if (older > 0) AddProduct(_turned, keys[newer..], _capacity, scores[..older]);
            AddProduct(_turned, keys, _capacity, scores[older..]);
            VectorFunctions.Softmax(scores, scores, Width);
            Span<float> sums = output.Slice(column, columns);
            if (older > 0) AddProduct(scores[..older], values[(newer * d)..], d, sums);
            AddProduct(scores[older..], values, d, sums);
        }
    }

    private void Turn()
    {
        if (Layer.Pairs > 0) RotaryAngles.Turn(_turned, _cosines, _sines);
    }

    private void AddProduct(ReadOnlySpan<float> row, ReadOnlySpan<float> right, int stride, Span<float> sums) =>
        NarrowProduct.AddTo(row, row.Length, 1, right, stride, sums, sums.Length, 1, sums.Length, row.Length, Width);
}

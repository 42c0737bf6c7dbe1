using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>Sequences of one chunk at work, packed under each other; buffers grow with use. One thread at a time.</summary>
internal sealed class BehaviorWorkspace(int dimensions, TransformerBlockWorkspace[] blocks)
{
    private readonly Matrix[] _layers = [.. Enumerable.Range(0, blocks.Length + 1).Select(_ => new Matrix(0, dimensions))];
    private BehaviorToken[] _tokens = [];
    private BehaviorToken[] _targets = [];
    private int[] _starts = [0];
    private Matrix _output = new(0, dimensions), _outputSlope = new(0, dimensions);

    public TransformerBlockWorkspace[] Blocks => blocks;

    public int RowCount { get; private set; }

    public int SequenceCount { get; private set; }

    public Span<BehaviorToken> Tokens => _tokens.AsSpan(0, RowCount);

    /// <summary>The event that follows each one.</summary>
    public Span<BehaviorToken> Targets => _targets.AsSpan(0, RowCount);

    public ReadOnlySpan<int> Starts => _starts.AsSpan(0, SequenceCount + 1);

    public MutableMatrixView Output => Top(_output);

    public MutableMatrixView OutputSlope => Top(_outputSlope);

    public MutableMatrixView Layer(int layer) => Top(_layers[layer]);

    public void Clear() => (RowCount, SequenceCount) = (0, 0);

    /// <summary>Adds a sequence: each event but the last one, with the one that follows it.</summary>
    public void AddWithTargets(ReadOnlySpan<BehaviorToken> events)
    {
        int rows = Math.Max(0, events.Length - 1);
        Span<BehaviorToken> added = Grow(rows);
        events[..rows].CopyTo(added);
        if (rows > 0) events[1..].CopyTo(_targets.AsSpan(RowCount - rows));
    }

    /// <summary>Adds a sequence of which nothing follows.</summary>
    public void Add(ReadOnlySpan<BehaviorToken> events) => events.CopyTo(Grow(events.Length));

    private Span<BehaviorToken> Grow(int rows)
    {
        int needed = RowCount + rows;
        if (_tokens.Length < needed)
        {
            int size = Math.Max(needed, 2 * _tokens.Length);
            Array.Resize(ref _tokens, size);
            Array.Resize(ref _targets, size);
            for (int layer = 0; layer < _layers.Length; layer++) _layers[layer] = new Matrix(size, dimensions);
            (_output, _outputSlope) = (new Matrix(size, dimensions), new Matrix(size, dimensions));
        }

        if (_starts.Length < SequenceCount + 2) Array.Resize(ref _starts, 2 * (SequenceCount + 2));
        Span<BehaviorToken> added = _tokens.AsSpan(RowCount, rows);
        RowCount = needed;
        _starts[++SequenceCount] = needed;
        return added;
    }

    private MutableMatrixView Top(Matrix matrix) => matrix.MutableView.Slice(0, RowCount, 0, dimensions);
}

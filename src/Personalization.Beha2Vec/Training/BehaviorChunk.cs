using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>Buffers of a chunk: the network's, and those of the losses, which grow with use.</summary>
internal sealed class BehaviorChunk
{
    private readonly int _dimensions;
    private int[] _rows = [], _targets = [], _candidates = [];
    private float[] _scores = [];
    private Matrix _states, _stateSlopes, _vectors;
    private int _known;

    public BehaviorChunk(BehaviorNetwork network, bool bothWays = false)
    {
        Sequences = network.CreateWorkspace(bothWays);
        if (network.Options.MaskedWeight > 0 && !bothWays) Masked = new BehaviorChunk(network, bothWays: true);
        _dimensions = network.Options.Dimensions;
        Read = new BehaviorToken[network.Options.MaxLength + 1];
        (_states, _stateSlopes, _vectors) = (new Matrix(0, _dimensions), new Matrix(0, _dimensions), new Matrix(0, _dimensions));
    }

    public BehaviorWorkspace Sequences { get; }

    /// <summary>The same customers with masked events, whose items are what is known; null where none are masked.</summary>
    public BehaviorChunk? Masked { get; }

    /// <summary>Room for a customer's events.</summary>
    public BehaviorToken[] Read { get; }

    /// <summary>Rows of the sequences after which an item is known to come; where events are masked, the rows of these.</summary>
    public ReadOnlySpan<int> KnownRows => _rows.AsSpan(0, _known);

    /// <summary>Codes of those items.</summary>
    public ReadOnlySpan<int> KnownTargets => _targets.AsSpan(0, _known);

    /// <summary>What the network says of those rows, known × dimensions.</summary>
    public MutableMatrixView States => _states.MutableView.Slice(0, _known, 0, _dimensions);

    /// <summary>Room for their gradients.</summary>
    public MutableMatrixView StateSlopes => _stateSlopes.MutableView.Slice(0, _known, 0, _dimensions);

    /// <summary>Rows of the sequences that losses of what comes next are over; slices lie behind them.</summary>
    public int ToldRows { get; private set; }

    /// <summary>Slices behind the sequences.</summary>
    public int SliceCount { get; private set; }

    /// <summary>How many candidates were drawn.</summary>
    public int DrawnCount { get; set; }

    /// <summary>Adds a slice of a customer's history, after all sequences.</summary>
    public void AddSlice(ReadOnlySpan<BehaviorToken> events)
    {
        Sequences.Add(events);
        SliceCount++;
    }

    /// <summary>Finds the rows whose next item is known; called when all sequences are there, before slices are.</summary>
    public void FindKnown()
    {
        (ToldRows, SliceCount) = (Sequences.RowCount, 0);
        ReadOnlySpan<BehaviorToken> targets = Sequences.Targets;
        if (_rows.Length < targets.Length)
        {
            int size = Math.Max(targets.Length, 2 * _rows.Length);
            (_rows, _targets) = (new int[size], new int[size]);
            (_states, _stateSlopes) = (new Matrix(size, _dimensions), new Matrix(size, _dimensions));
        }

        _known = 0;
        for (int row = 0; row < targets.Length; row++)
        {
            if (targets[row].Item == 0) continue;
            (_rows[_known], _targets[_known]) = (row, targets[row].Item);
            _known++;
        }
    }

    /// <summary>Room for codes of items that are drawn; what was written stays.</summary>
    public Span<int> Candidates(int count) => Room(ref _candidates, count);

    /// <summary>Room for scores.</summary>
    public Span<float> Scores(int count) => Room(ref _scores, count);

    /// <summary>Room for vectors of candidates, candidates × dimensions.</summary>
    public Matrix Vectors(int count)
    {
        if (_vectors.Rows != count) _vectors = new Matrix(count, _dimensions);
        return _vectors;
    }

    private static Span<T> Room<T>(ref T[] buffer, int count)
    {
        if (buffer.Length < count) Array.Resize(ref buffer, count);
        return buffer.AsSpan(0, count);
    }
}

using Personalization.Numerics;

namespace Personalization.Neural;

/// <summary>
/// Buffers of <see cref="TransformerBlock"/> for one chunk at work, and what its forward pass keeps for its backward one. They grow to the
/// largest chunk seen. One thread at a time.
/// </summary>
public sealed class TransformerBlockWorkspace
{
    private readonly int _dimensions;
    private readonly int _inner;
    private float[] _values = [];
    private int _rows;
    private int _given;

    internal TransformerBlockWorkspace(TransformerBlock block, CausalAttention attention)
    {
        (_dimensions, _inner) = (block.Dimensions, block.Inner);
        Attention = attention.CreateWorkspace();
    }

    internal AttentionWorkspace Attention { get; }

    internal MutableMatrixView AttentionNormed { get; private set; }

    internal MutableMatrixView Projections { get; private set; }

    internal MutableMatrixView Attended { get; private set; }

    /// <summary>What the attention part leaves.</summary>
    internal MutableMatrixView Middle { get; private set; }

    internal MutableMatrixView InnerNormed { get; private set; }

    internal MutableMatrixView Inner { get; private set; }

    internal MutableMatrixView Activated { get; private set; }

    /// <summary>What the feed-forward part adds; going backward, the gradient that is under way.</summary>
    internal MutableMatrixView Added { get; private set; }

    internal MutableMatrixView MiddleSlope { get; private set; }

    internal MutableMatrixView AttendedSlope { get; private set; }

    internal MutableMatrixView ProjectionSlope { get; private set; }

    internal MutableMatrixView InnerSlope { get; private set; }

    /// <summary>Gives every buffer so many rows; what they held is lost.</summary>
    internal void Fit(int rows)
    {
        if (rows == _rows) return;
        int length = checked(rows * ((13 * _dimensions) + (3 * _inner)));
        if (_values.Length < length) _values = new float[length];
        (_rows, _given) = (rows, 0);
        AttentionNormed = Next(_dimensions);
        Projections = Next(3 * _dimensions);
        Attended = Next(_dimensions);
        Middle = Next(_dimensions);
        InnerNormed = Next(_dimensions);
        Inner = Next(_inner);
        Activated = Next(_inner);
        Added = Next(_dimensions);
        MiddleSlope = Next(_dimensions);
        AttendedSlope = Next(_dimensions);
        ProjectionSlope = Next(3 * _dimensions);
        InnerSlope = Next(_inner);
    }

    private MutableMatrixView Next(int columns)
    {
        int start = _given;
        _given += _rows * columns;
        return new MutableMatrixView(_values.AsMemory(start, _rows * columns), _rows, columns);
    }
}

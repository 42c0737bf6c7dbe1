using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>What goes through an <see cref="AutoencoderNetwork"/> for some customers at once. One thread at a time.</summary>
/// <param name="widths">The network's.</param>
/// <param name="capacity">Most rows.</param>
internal sealed class AutoencoderWorkspace(int[] widths, int capacity)
{
    private readonly float[][] _sums = [.. widths.Skip(1).Select(width => new float[checked(width * capacity)])];
    private readonly float[][] _activated = [.. widths.Skip(1).Select(width => new float[width * capacity])];
    private readonly float[][] _slopes = [.. widths.Skip(1).Select(width => new float[width * capacity])];
    private readonly float[] _targets = new float[widths[0] * capacity];
    private readonly float[] _input = new float[widths[0] * capacity];
    private int _rows;

    /// <summary>Features as they go in, rows × features.</summary>
    public MutableMatrixView Input => Top(_input, widths[0]);

    /// <summary>Features as they are, rows × features.</summary>
    public MutableMatrixView Targets => Top(_targets, widths[0]);

    /// <summary>What a layer with an activation makes before it.</summary>
    public MutableMatrixView Of(int layer) => Top(_sums[layer], widths[layer + 1]);

    /// <summary>What a layer makes.</summary>
    public MutableMatrixView Activated(int layer) => Top(_activated[layer], widths[layer + 1]);

    /// <summary>Its gradient.</summary>
    public MutableMatrixView Slope(int layer) => Top(_slopes[layer], widths[layer + 1]);

    /// <summary>Takes some rows as targets and as input.</summary>
    public void Load(MatrixView samples, ReadOnlySpan<int> rows)
    {
        _rows = rows.Length;
        for (int i = 0; i < rows.Length; i++) samples.Row(rows[i]).CopyTo(Targets.Row(i));
        Targets.Memory.CopyTo(Input.Memory);
    }

    /// <summary>Takes consecutive rows.</summary>
    public void Load(MatrixView samples, int start, int end)
    {
        _rows = end - start;
        for (int i = 0; i < _rows; i++) samples.Row(start + i).CopyTo(Targets.Row(i));
        Targets.Memory.CopyTo(Input.Memory);
    }

    private MutableMatrixView Top(float[] values, int columns) => new(values.AsMemory(0, _rows * columns), _rows, columns);
}

using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.NeuralCf;

/// <summary>The vectors of customers, or of items, in the parts that the architecture asks for.</summary>
internal sealed class Side
{
    private readonly Matrix? _features;

    /// <param name="names">The parts' names and lengths.</param>
    /// <param name="ids">Number of ids.</param>
    /// <param name="features">ids × features; null for none.</param>
    public Side(IEnumerable<(string Name, int Columns)> names, int ids, Matrix? features)
    {
        _features = features;
        Parts = [.. names.Select(part => new VectorPart(part.Name, ids, part.Columns, features))];
    }

    public VectorPart[] Parts { get; }

    /// <summary>Writes the vectors of the ids in the buffers.</summary>
    public void Forward(SideBuffers buffers)
    {
        if (_features is not null) Gather(_features, buffers.Ids, buffers.Features);
        for (int part = 0; part < Parts.Length; part++)
            Parts[part].Forward(buffers.Ids, buffers.LeftOut, buffers.Features, buffers.Values(part));
    }

    /// <summary>Adds the gradients that follow from those in the buffers.</summary>
    public void Backward(SideBuffers buffers, Gradients gradients)
    {
        for (int part = 0; part < Parts.Length; part++)
            Parts[part].Backward(buffers.Ids, buffers.LeftOut, buffers.Features, buffers.Slopes(part), gradients);
    }

    private static void Gather(Matrix features, ReadOnlySpan<int> ids, Span<float> destination)
    {
        ReadOnlySpan<float> values = features.Values;
        int columns = features.Columns;
        for (int i = 0; i < ids.Length; i++) values.Slice(ids[i] * columns, columns).CopyTo(destination[(i * columns)..]);
    }
}

/// <summary>Some ids of one side at work: their vectors, and the gradients of these.</summary>
internal sealed class SideBuffers
{
    private readonly int[] _ids;
    private readonly bool[] _leftOut;
    private readonly float[] _features;
    private readonly int[] _columns;
    private readonly float[][] _values;
    private readonly float[][] _slopes;

    /// <param name="columns">Lengths of the parts.</param>
    /// <param name="count">Ids at most.</param>
    /// <param name="features">Features of an id; 0 for none.</param>
    public SideBuffers(int[] columns, int count, int features)
    {
        _columns = columns;
        _ids = new int[count];
        _leftOut = new bool[features > 0 ? count : 0];
        FeatureCount = features;
        _features = new float[count * features];
        _values = [.. columns.Select(length => new float[count * length])];
        _slopes = [.. columns.Select(length => new float[count * length])];
    }

    /// <summary>Ids in use.</summary>
    public int Count { get; set; }

    private int FeatureCount { get; }

    public Span<int> Ids => _ids.AsSpan(0, Count);

    /// <summary>Which ids are left out, so that their features alone speak; empty where there are no features.</summary>
    public Span<bool> LeftOut => _leftOut.Length == 0 ? [] : _leftOut.AsSpan(0, Count);

    public Span<float> Features => _features.AsSpan(0, Count * FeatureCount);

    /// <summary>Vectors, ids × columns of the part.</summary>
    public Span<float> Values(int part) => _values[part].AsSpan(0, Count * _columns[part]);

    /// <summary>Gradients of the vectors.</summary>
    public Span<float> Slopes(int part) => _slopes[part].AsSpan(0, Count * _columns[part]);
}

using Personalization.Numerics;

namespace Personalization.Neural;

/// <summary>
/// Buffers of <see cref="CausalAttention"/> for one chunk at work, and the probabilities that its forward pass keeps for its backward one.
/// They grow to the largest chunk seen, and nothing is allocated after it. One thread at a time.
/// </summary>
public sealed class AttentionWorkspace
{
    private float[] _cosines = [];
    private float[] _sines = [];
    private int _positions;

    internal AttentionWorkspace(CausalAttention layer) => (Layer, Draws) = (layer, layer.Dropout.CreateDraws());

    /// <summary>The width that kernels run on; tests name others.</summary>
    internal LaneWidth Width { get; init; } = LaneWidths.Widest;

    internal CausalAttention Layer { get; }

    internal RandomStream Draws { get; }

    /// <summary>How many <see cref="Probabilities"/> the last forward pass in training kept.</summary>
    internal int Kept { get; private set; }

    /// <summary>Queries of a head, scaled and turned: rows × columns of a head.</summary>
    internal float[] Queries { get; private set; } = [];

    /// <summary>Keys of a head, turned, likewise.</summary>
    internal float[] Keys { get; private set; } = [];

    /// <summary>Keys or values of a head in tiles, each of columns of a head × 32.</summary>
    internal float[] Tiles { get; private set; } = [];

    /// <summary>A block of scores, then of probabilities.</summary>
    internal float[] Scores { get; private set; } = [];

    /// <summary>A block of their gradients.</summary>
    internal float[] Slopes { get; private set; } = [];

    /// <summary>−slope · distance of a head, the farthest key before a row first; both ways also of those after it.</summary>
    internal float[] Biases { get; private set; } = [];

    /// <summary>
    /// What the last forward pass in training kept: of each sequence, head and row the probabilities of the keys that the row sees.
    /// </summary>
    internal float[] Probabilities { get; private set; } = [];

    internal ReadOnlySpan<float> CosinesAt(int position) => _cosines.AsSpan(position * Layer.Pairs, Layer.Pairs);

    internal ReadOnlySpan<float> SinesAt(int position) => _sines.AsSpan(position * Layer.Pairs, Layer.Pairs);

    internal void Fit(ReadOnlySpan<int> starts, bool training)
    {
        int longest = 0;
        for (int i = 1; i < starts.Length; i++) longest = Math.Max(longest, starts[i] - starts[i - 1]);
        int values = checked(longest * Layer.HeadColumns), window = Layer.Window;
        int tiles = (longest + RowBlock.TileKeys - 1) / RowBlock.TileKeys;
        Queries = Grown(Queries, values);
        Tiles = Grown(Tiles, checked(tiles * RowBlock.TileKeys * Layer.HeadColumns));
        Scores = Grown(Scores, RowBlock.MostScores(longest, Layer));
        if (Layer.Pairs > 0)
        {
            Keys = Grown(Keys, values);
            Turns(longest);
        }

        if (Layer.Slopes.Length > 0) Biases = Grown(Biases, 2 * Math.Min(longest, window));
        if (!training) return;
        Slopes = Grown(Slopes, Scores.Length);
        Kept = Layer.CountProbabilities(starts);
        Probabilities = Grown(Probabilities, Kept);
    }

    private static float[] Grown(float[] buffer, int length) => buffer.Length >= length ? buffer : new float[length];

    private void Turns(int positions)
    {
        if (positions <= _positions) return;
        int pairs = Layer.Pairs;
        Array.Resize(ref _cosines, checked(positions * pairs));
        Array.Resize(ref _sines, positions * pairs);
        for (; _positions < positions; _positions++)
        {
            int start = _positions * pairs;
            RotaryAngles.Fill(Layer.Frequencies, _positions, _cosines.AsSpan(start, pairs), _sines.AsSpan(start, pairs));
        }
    }
}

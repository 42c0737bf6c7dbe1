namespace Personalization.Neural;

/// <summary>
/// What <see cref="TransformerBlock.Step"/> remembers of the latest rows of one sequence, and its buffers. One thread at a time.
/// </summary>
public sealed class TransformerBlockCache
{
    internal TransformerBlockCache(TransformerBlock block, AttentionCache attention)
    {
        int dimensions = block.Dimensions;
        Attention = attention;
        Normed = new float[dimensions];
        Projections = new float[3 * dimensions];
        Attended = new float[dimensions];
        Middle = new float[dimensions];
        Inner = new float[block.Inner];
        Activated = new float[block.Inner];
    }

    /// <summary>Rows that the sequence has had.</summary>
    public int Count => Attention.Count;

    internal AttentionCache Attention { get; }

    internal float[] Normed { get; }

    internal float[] Projections { get; }

    internal float[] Attended { get; }

    internal float[] Middle { get; }

    internal float[] Inner { get; }

    internal float[] Activated { get; }

    /// <summary>Forgets the sequence, and keeps the memory.</summary>
    public void Clear() => Attention.Clear();
}

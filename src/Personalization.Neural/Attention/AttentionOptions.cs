namespace Personalization.Neural;

/// <summary>How attention learns of order and distance.</summary>
public enum RelativePositions
{
    /// <summary>Not at all; positions are added to what goes in, where they are wanted.</summary>
    None,

    /// <summary>
    /// Queries and keys are turned by angles that grow with the position, so that their product depends on the distance alone (Su et al.
    /// 2021, RoPE). Coordinate i of the first half of a head and coordinate i of the second are a pair, turned by position ·
    /// 10000^(−2i / columns of a head), as in GPT-NeoX and Llama.
    /// </summary>
    Rotary,

    /// <summary>
    /// A slope for each head, times the distance to either side, is subtracted from scores (Press, Smith and Lewis 2022, ALiBi):
    /// 2^(−8k / heads) for head k = 1, 2, …; where the number of heads is no power of two, the slopes of the next lower power are
    /// followed by every other one
    /// of those of the power above, as in the paper's code.
    /// </summary>
    Alibi,
}

/// <summary>How <see cref="CausalAttention"/> attends. Immutable; every default is valid.</summary>
public sealed record AttentionOptions
{
    /// <summary>Heads, at least 1, a divisor of the layer's dimensions. Default 2.</summary>
    public int Heads { get; init => field = Guard.AtLeast(value, 1); } = 2;

    /// <summary>
    /// Rows that a row attends to at most, itself among them; at least 1. Where it attends both ways, so many to either side, itself among
    /// both. Null (default) for all.
    /// </summary>
    public int? Window { get; init => field = Guard.AtLeast(value, 1); }

    /// <summary>
    /// Whether a row attends to those after it too, as BERT does (Devlin et al. 2019); it can't go on row by row then. Default false.
    /// </summary>
    public bool BothWays { get; init; }

    /// <summary>Relative positions. Default none.</summary>
    public RelativePositions Positions { get; init; }

    /// <summary>Probability of dropping an attention probability in training, from 0 to .999. Default 0.</summary>
    public double Dropout { get; init => field = Guard.InRange(value, 0, .999); }
}

namespace Personalization.Neural;

/// <summary>What a <see cref="TransformerBlock"/> is made of. Immutable; every default is valid.</summary>
public sealed record TransformerBlockOptions
{
    /// <summary>How it attends. Default: two heads, all rows before, no positions.</summary>
    public AttentionOptions Attention { get; init; } = new();

    /// <summary>Columns within the feed-forward part, at least 1. Null (default) for four times the block's dimensions.</summary>
    public int? Inner { get; init => field = Guard.AtLeast(value, 1); }

    /// <summary>Function within the feed-forward part. Default GELU.</summary>
    public ActivationKind Activation { get; init; } = ActivationKind.Gelu;

    /// <summary>Probability of dropping a value of what either part adds, in training; from 0 to .999. Default .1.</summary>
    public double Dropout { get; init => field = Guard.InRange(value, 0, .999); } = .1;
}

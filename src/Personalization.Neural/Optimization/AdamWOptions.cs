namespace Personalization.Neural;

/// <summary>
/// How AdamW steps (Kingma and Ba 2015; Loshchilov and Hutter 2019): as PyTorch's, for embeddings too. Immutable; every default is valid.
/// </summary>
public sealed record AdamWOptions
{
    /// <summary>Decay of the first moment, from 0 to .999999. Default .9.</summary>
    public double Beta1 { get; init => field = Guard.InRange(value, 0, .999999); } = .9;

    /// <summary>Decay of the second moment, from 0 to .999999. Default .999.</summary>
    public double Beta2 { get; init => field = Guard.InRange(value, 0, .999999); } = .999;

    /// <summary>Keeps the divisor from 0, positive; at least 1e-30. Default 1e-8.</summary>
    public double Epsilon { get; init => field = Guard.InRange(value, 1e-30, double.MaxValue); } = 1e-8;

    /// <summary>
    /// Share of each weight that is taken off at a step, times the learning rate, at least 0. Biases and gains are spared. Default 0.
    /// </summary>
    public double WeightDecay { get; init => field = Guard.InRange(value, 0, double.MaxValue); }
}

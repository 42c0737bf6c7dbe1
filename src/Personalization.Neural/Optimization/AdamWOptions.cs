namespace Personalization.Neural;

/// <summary>How <see cref="AdamW"/> steps. Immutable; every default is valid.</summary>
public sealed record AdamWOptions
{
    /// <summary>Decay of the first moment, from 0 to below 1. Default .9.</summary>
    public double Beta1 { get; init => field = Guard.InRange(value, 0, .999999); } = .9;

    /// <summary>Decay of the second moment, from 0 to below 1. Default .999.</summary>
    public double Beta2 { get; init => field = Guard.InRange(value, 0, .999999); } = .999;

    /// <summary>Keeps the divisor from 0, positive. Default 1e-8.</summary>
    public double Epsilon { get; init => field = Guard.Positive(value); } = 1e-8;

    /// <summary>Share of each weight that is taken off at a step, times the learning rate, at least 0. Biases and gains are spared. Default 0.</summary>
    public double WeightDecay { get; init => field = Guard.AtLeast(value, 0); }
}

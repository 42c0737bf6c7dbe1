namespace Personalization.Neural;

/// <summary>What becomes of the learning rate after warming up.</summary>
public enum LearningRateDecay
{
    /// <summary>It stays.</summary>
    Constant,

    /// <summary>It follows half a cosine down to 0 after the last step (Loshchilov and Hutter 2017).</summary>
    Cosine,

    /// <summary>It falls evenly to 0 after the last step.</summary>
    Linear,
}

/// <summary>The learning rate of each step. Immutable; every default is valid.</summary>
public sealed record LearningRateSchedule
{
    /// <summary>The highest rate, above 0. Default .001.</summary>
    public double Rate { get; init => field = Guard.Positive(value); } = 1e-3;

    /// <summary>Share of all steps over which the rate rises evenly from 0, from 0 to 1. Default 0.</summary>
    public double WarmUp { get; init => field = Guard.InRange(value, 0, 1); }

    /// <summary>What follows. Default constant.</summary>
    public LearningRateDecay Decay { get; init; }

    /// <summary>The rate at a step; above 0 at each.</summary>
    /// <param name="step">From 1 to <paramref name="steps"/>.</param>
    /// <param name="steps">Steps in all, at least 1.</param>
    public double At(long step, long steps)
    {
        Guard.InRange(step, 1, steps);
        double warm = WarmUp * steps;
        if (step < warm) return Rate * step / warm;

        // The first step at the full rate is the first of the curve, so that the last one still moves.
        double done = Math.Max(0, step - 1 - warm) / Math.Max(1, steps - warm);
        return Rate * Decay switch
        {
            LearningRateDecay.Cosine => .5 * (1 + double.CosPi(done)),
            LearningRateDecay.Linear => 1 - done,
            _ => 1,
        };
    }
}

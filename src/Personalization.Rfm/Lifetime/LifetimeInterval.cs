namespace Personalization.Rfm;

/// <summary>A value and the bounds it lies between with a probability.</summary>
/// <param name="Estimate">By the fitted parameters.</param>
/// <param name="Low">Lower bound.</param>
/// <param name="High">Upper bound.</param>
public readonly record struct LifetimeInterval(double Estimate, double Low, double High)
{
    /// <summary>Whether a value lies within, bounds included.</summary>
    /// <param name="value">The value.</param>
    public bool Covers(double value) => value >= Low && value <= High;
}

using Personalization.Numerics;

namespace Personalization.Rfm;

/// <summary>What a covariate does.</summary>
/// <param name="Covariate">Its name.</param>
/// <param name="IsOfLeaving">True: on leaving; false: on the rate of purchases.</param>
/// <param name="Value">γ: one more of the covariate makes the rate e^γ times as large.</param>
/// <param name="StandardError">Its standard error; NaN where none is known.</param>
public sealed record LifetimeCoefficient(string Covariate, bool IsOfLeaving, double Value, double StandardError)
{
    /// <summary>Normal confidence interval; its bounds are NaN where no standard error is known.</summary>
    /// <param name="level">Probability that it covers the true coefficient, .5 to .999. Default .9.</param>
    public LifetimeInterval Interval(double level = .9)
    {
        double reach = StandardError * NormalQuantiles.Of((1 + Guard.InRange(level, .5, .999)) / 2);
        return new LifetimeInterval(Value, Value - reach, Value + reach);
    }
}

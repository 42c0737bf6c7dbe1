namespace Personalization.Rfm;

/// <summary>When the next purchase comes, and counts of customers of whom nothing is known yet. Times are in the model's unit.</summary>
public static class NextPurchases
{
    /// <summary>A purchase that takes longer is taken for one that never comes.</summary>
    private const double Longest = 1e9;

    private const double LongestInPeriods = 1e5;

    private const int Bisections = 60;

    /// <summary>Halvings of the horizon towards now, where the probability may change fast.</summary>
    private const int Panels = 12;

    /// <summary>
    /// Probability that a customer of whom nothing is known but the first purchase, just now, makes exactly so many repeat purchases within
    /// the horizon, 0 to 1.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="purchases">At least 0.</param>
    /// <param name="horizon">Time since the first purchase, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number or the horizon is below 0, or the horizon isn't finite.</exception>
    public static double ProbabilityOfPurchasesOfNew(this IPurchaseModel model, int purchases, double horizon)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.ProbabilityOfPurchases(new LifetimeRow(0, 0, 0), purchases, horizon);
    }

    /// <summary>
    /// The time from the end of calibration by which the customer has bought again with a probability: .5 gives the time that is as often
    /// too early as too late, .9 says when to begin to worry. +∞ where that never gets so likely, for customers may have left: a mean
    /// doesn't exist. O(100) evaluations of a probability; BG/BB: O(periods²) at most.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="customer">What is known of the customer.</param>
    /// <param name="probability">Above 0, below 1. Default .5.</param>
    /// <exception cref="ArgumentException">The row can't be: see <see cref="LifetimeRow"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The probability isn't between 0 and 1.</exception>
    public static double TimeOfNextPurchase(this IPurchaseModel model, LifetimeRow customer, double probability = .5)
    {
        ArgumentNullException.ThrowIfNull(model);
        Guard.InRange(probability, double.Epsilon, 1 - 1e-15);
        double longest = model is BgBbModel ? LongestInPeriods : Longest, low = 0, high = 1;
        if (model.ProbabilityAlive(customer) < probability && model is not BgBbModel) return double.PositiveInfinity;
        while (Comes(model, customer, high) < probability)
        {
            if (high >= longest) return double.PositiveInfinity;
            low = high;
            high = Math.Min(2 * high, longest);
        }

        if (model is BgBbModel)
        {
            while (high - low > 1)
            {
                double middle = Math.Floor((low + high) / 2);
                if (Comes(model, customer, middle) < probability) low = middle;
                else high = middle;
            }

            return high;
        }

        for (int i = 0; i < Bisections && high - low > 1e-12 * high; i++)
        {
            double middle = (low + high) / 2;
            if (Comes(model, customer, middle) < probability) low = middle;
            else high = middle;
        }

        return high;
    }

    /// <summary>
    /// The mean time until the next purchase of those who buy within the horizon, from 0 to the horizon; NaN where nobody does. O(200)
    /// evaluations of a probability; BG/BB: O(horizon²).
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="customer">What is known of the customer.</param>
    /// <param name="horizon">Time ahead, above 0 and finite.</param>
    /// <exception cref="ArgumentException">The row can't be: see <see cref="LifetimeRow"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The horizon isn't above 0, or not finite.</exception>
    public static double ExpectedTimeOfNextPurchase(this IPurchaseModel model, LifetimeRow customer, double horizon)
    {
        ArgumentNullException.ThrowIfNull(model);
        Guard.Positive(horizon);
        double comes = Comes(model, customer, horizon), sum = 0;
        if (comes == 0) return double.NaN;
        if (model is BgBbModel)
        {
            for (int period = 0; period + 1 <= horizon; period++) sum += comes - Comes(model, customer, period);
            return sum / comes;
        }

        for (int panel = 0; panel <= Panels; panel++)
        {
            double to = Math.ScaleB(horizon, -panel), from = panel == Panels ? 0 : to / 2, half = (to - from) / 2, part = 0;
            for (int i = 0; i < GaussLegendre.Count; i++)
            {
                double at = from + (half * (1 + GaussLegendre.Node(i)));
                part += GaussLegendre.Weight(i) * (comes - Comes(model, customer, at));
            }

            sum += half * part;
        }

        return Math.Clamp(sum / comes, 0, horizon);
    }

    private static double Comes(IPurchaseModel model, LifetimeRow customer, double horizon) =>
        1 - model.ProbabilityOfPurchases(customer, 0, horizon);
}

using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>A past decision, and whether the customer bought within the horizon.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Bought">Whether there was an order.</param>
public readonly record struct OfferOutcome(PastDecision Decision, bool Bought);

/// <summary>What became of those who got an offer, against those from whom it was withheld by lot. Immutable.</summary>
/// <param name="OfferId">The offer.</param>
/// <param name="Given">How often it was given.</param>
/// <param name="Bought">How many of these bought.</param>
/// <param name="Control">How often it was withheld.</param>
/// <param name="ControlBought">How many of these bought.</param>
/// <remarks>
/// Rounds are compared each in itself and averaged with weights n₁ · n₀ ÷ (n₁ + n₀) (Mantel and Haenszel 1959), so that a good season
/// doesn't count as an effect. The standard error takes each customer's decisions together, as one who buys often does so in every round
/// (Liang and Zeger 1986), and is never below that of independent shares, counted with one more customer on either side.
/// </remarks>
public sealed record MeasuredOffer(string OfferId, int Given, int Bought, int Control, int ControlBought)
{
    private const double Normal = 1.959963984540054;

    /// <summary>Difference of the shares that bought, −1 to 1; NaN where there is nothing to compare with.</summary>
    public double Difference { get; private init; } = double.NaN;

    /// <summary>Its standard error; NaN where there is nothing to compare with.</summary>
    public double StandardError { get; private init; } = double.NaN;

    /// <summary>Lower end of the 95 % interval of <see cref="Difference"/>.</summary>
    public double Low => Difference - (Normal * StandardError);

    /// <summary>Upper end.</summary>
    public double High => Difference + (Normal * StandardError);

    /// <summary>Compares each offer, in ordinal order of ids. O(n log n).</summary>
    /// <param name="outcomes">What was decided, and what came of it.</param>
    public static IReadOnlyList<MeasuredOffer> Measure(IEnumerable<OfferOutcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        return
        [
            .. outcomes.Where(outcome => OfferOf(outcome) is not null).GroupBy(outcome => OfferOf(outcome)!, StringComparer.Ordinal)
                .OrderBy(offer => offer.Key, StringComparer.Ordinal).Select(offer => Measure(offer.Key, [.. offer])),
        ];
    }

    /// <summary>The offer that a decision tells of: given, or withheld.</summary>
    private static string? OfferOf(OfferOutcome outcome) =>
        outcome.Decision.Action ?? (outcome.Decision.IsControl ? outcome.Decision.Withheld : null);

    private static MeasuredOffer Measure(string id, OfferOutcome[] outcomes)
    {
        double weights = 0, sum = 0, independent = 0;
        Dictionary<CustomerId, double> pulls = [];
        foreach (IGrouping<long, OfferOutcome> round in outcomes.GroupBy(outcome => outcome.Decision.Issued.UtcTicks))
        {
            OfferOutcome[] given = [.. round.Where(outcome => outcome.Decision.Action is not null)];
            OfferOutcome[] control = [.. round.Where(outcome => outcome.Decision.Action is null)];
            if (given.Length == 0 || control.Length == 0) continue;
            double weight = (double)given.Length * control.Length / round.Count();
            double with = Share(given), without = Share(control);
            weights += weight;
            sum += weight * (with - without);
            independent += weight * weight * (Variance(given) + Variance(control));
            Pull(given, weight / given.Length, with);
            Pull(control, -weight / control.Length, without);
        }

        MeasuredOffer counted = new(
            id, outcomes.Count(outcome => outcome.Decision.Action is not null),
            outcomes.Count(outcome => outcome.Decision.Action is not null && outcome.Bought),
            outcomes.Count(outcome => outcome.Decision.Action is null),
            outcomes.Count(outcome => outcome.Decision.Action is null && outcome.Bought));
        return weights == 0
            ? counted
            : counted with
            {
                Difference = sum / weights,
                StandardError = Math.Sqrt(Math.Max(independent, pulls.Values.Sum(pull => pull * pull))) / weights,
            };

        void Pull(OfferOutcome[] arm, double weight, double share)
        {
            foreach (OfferOutcome outcome in arm)
            {
                CustomerId customer = outcome.Decision.Customer;
                pulls[customer] = pulls.GetValueOrDefault(customer) + (weight * ((outcome.Bought ? 1 : 0) - share));
            }
        }
    }

    private static double Share(OfferOutcome[] arm) => (double)arm.Count(outcome => outcome.Bought) / arm.Length;

    private static double Variance(OfferOutcome[] arm)
    {
        double share = (arm.Count(outcome => outcome.Bought) + 1.0) / (arm.Length + 2);
        return share * (1 - share) / arm.Length;
    }
}

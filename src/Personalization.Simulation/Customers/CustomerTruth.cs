using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Simulation;

/// <summary>What is true of a customer. Nothing of it stands in the log. Immutable and thread-safe.</summary>
public sealed class CustomerTruth
{
    /// <summary>Days after an offer within which an order counts.</summary>
    internal const int HorizonDays = 30;

    private readonly float[] _taste;
    private readonly double[] _offerProbabilities;

    internal CustomerTruth(float[] taste, double purchasesPerDay, ReadOnlySpan<double> offerEffects)
    {
        _taste = taste;
        PurchasesPerDay = purchasesPerDay;
        BaselineProbability = -StableMath.ExpMinusOne(-purchasesPerDay * HorizonDays);
        double odds = BaselineProbability / (1 - BaselineProbability);
        _offerProbabilities = new double[offerEffects.Length];
        for (int k = 0; k < offerEffects.Length; k++)
        {
            double changed = odds * StableMath.Exp(offerEffects[k]);
            _offerProbabilities[k] = changed / (1 + changed);
        }
    }

    /// <summary>The shop's id, such as <c>C000123</c>.</summary>
    public required CustomerId Id { get; init; }

    /// <summary>Why this customer comes.</summary>
    public required Persona Persona { get; init; }

    /// <summary>How this customer takes to offers as such.</summary>
    public required ResponseType ResponseType { get; init; }

    /// <summary>Weight of the log price in choices, at least 0: twice the price costs ln 2 times this in the logit.</summary>
    public required double PriceSensitivity { get; init; }

    /// <summary>Sessions a day while active, averaged over the calendar.</summary>
    public required double SessionsPerDay { get; init; }

    /// <summary>Share of sessions that end in an order, averaged over the calendar, 0 to 1.</summary>
    public required double Conversion { get; init; }

    /// <summary>First moment at which the customer can appear; the start of the log for those who were there before.</summary>
    public required DateTime Joined { get; init; }

    /// <summary>
    /// When the customer left for good, within the log; null for those who are active at its end. Only refunds come later.
    /// </summary>
    public required DateTime? Churned { get; init; }

    /// <summary>True for those who set out to buy an engagement ring; wedding rings and an anniversary necklace follow.</summary>
    public required bool OnWeddingJourney { get; init; }

    /// <summary>Days of the year (1 to 365) before which a gift buyer comes beside the common occasions; empty for the others.</summary>
    public required IReadOnlyList<int> PersonalOccasions { get; init; }

    /// <summary>
    /// Orders a day while active: <see cref="SessionsPerDay"/> × <see cref="Conversion"/>. Orders are a Poisson process of this rate,
    /// shaped by the calendar without changing its mean over the whole log.
    /// </summary>
    public double PurchasesPerDay { get; }

    /// <summary>
    /// Probability of at least one order within <see cref="ShopTruth.HorizonDays"/> days while active and without an offer: 1 − exp(−30 ·
    /// rate).
    /// </summary>
    public double BaselineProbability { get; }

    /// <summary>
    /// Position in the space of tastes, <see cref="ShopTruth.TasteDimensions"/> numbers; the first is the liking of dear pieces.
    /// </summary>
    public ReadOnlySpan<float> Taste => _taste;

    internal int JoinDay { get; init; }

    internal int EndDay { get; init; }

    /// <summary>Probability of at least one order within <see cref="ShopTruth.HorizonDays"/> days of the offer, while active.</summary>
    public double OfferProbability(ShopOfferKind offer) =>
        (uint)offer < (uint)_offerProbabilities.Length
            ? _offerProbabilities[(int)offer]
            : throw new ArgumentOutOfRangeException(nameof(offer), offer, $"{offer} is not a kind of offer.");
}

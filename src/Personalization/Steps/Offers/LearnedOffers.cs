using Personalization.Core;
using Personalization.Incentives;
using Personalization.Prediction;

namespace Personalization;

/// <summary>What became of a round of earlier offers.</summary>
/// <param name="Issued">When they were issued.</param>
/// <param name="Given">Offers given.</param>
/// <param name="Withheld">Customers from whom one was withheld by lot.</param>
/// <param name="LeftOut">Why nothing is learned from it, in a sentence; null where something is.</param>
public sealed record LearnedRound(DateTimeOffset Issued, int Given, int Withheld, string? LeftOut);

/// <summary>What was learned of earlier offers. Immutable.</summary>
/// <param name="HorizonDays">Days within which an order counted.</param>
/// <param name="Rounds">The rounds in the order of time.</param>
/// <param name="Offers">The offers whose horizon is over, with those who bought.</param>
public sealed record LearnedOffers(int HorizonDays, IReadOnlyList<LearnedRound> Rounds, IReadOnlyList<MeasuredOffer> Offers)
{
    /// <summary>Offers must have been given as often for a figure of their effect.</summary>
    public const int FewestGiven = 100;

    /// <summary>
    /// Whether it was learned against a control group; else those who got an offer were compared with those who weren't chosen for one.
    /// </summary>
    public bool ByLot { get; init; }

    /// <summary>The model of what offers change; null where there was too little to learn from.</summary>
    public BayesianUpliftModel? Model { get; init; }

    /// <summary>Why there is no model, in a sentence; null where there is one.</summary>
    public string? Reason { get; init; }

    /// <summary>What the model says of today's customers; null without one.</summary>
    public BayesianResponses? Responses { get; init; }

    /// <summary>All offers given.</summary>
    public OfferHistory History { get; init; } = OfferHistory.Empty;

    /// <summary>Whether an offer was given often enough, and withheld by lot from some, for a figure of its effect.</summary>
    public static bool IsMeasured(MeasuredOffer offer)
    {
        ArgumentNullException.ThrowIfNull(offer);
        return offer.Given >= FewestGiven && offer.Control > 0 && double.IsFinite(offer.Difference);
    }
}

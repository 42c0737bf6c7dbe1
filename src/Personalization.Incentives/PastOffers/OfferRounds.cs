using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>The decisions of one moment.</summary>
/// <param name="Issued">The moment.</param>
/// <param name="Decisions">One for each customer, several where a customer got several offers; in ordinal order of the customers.</param>
public sealed record OfferRound(DateTimeOffset Issued, IReadOnlyList<PastDecision> Decisions)
{
    /// <summary>Offers given.</summary>
    public int Given => Decisions.Count(decision => decision.Action is not null);

    /// <summary>Customers from whom an offer was withheld by lot.</summary>
    public int Withheld => Decisions.Count(decision => decision is { IsControl: true, Withheld: not null });
}

/// <summary>What was decided at earlier moments, in rounds. Immutable and thread-safe.</summary>
public sealed class OfferRounds
{
    /// <summary>Sorts decisions into rounds; equal ones, as of a file that was read twice, count once.</summary>
    public OfferRounds(IEnumerable<PastDecision> decisions)
    {
        ArgumentNullException.ThrowIfNull(decisions);
        All =
        [
            .. decisions.Distinct().GroupBy(decision => decision.Issued.UtcTicks).OrderBy(round => round.Key).Select(
                round => new OfferRound(round.First().Issued, [.. round.OrderBy(decision => decision.Customer)])),
        ];
    }

    /// <summary>The rounds in the order of time.</summary>
    public IReadOnlyList<OfferRound> All { get; }

    /// <summary>The offers given, for caps and cool-downs of later plans; when they were redeemed isn't known.</summary>
    public OfferHistory ToHistory() => new(
        from round in All
        from decision in round.Decisions
        where decision.Action is not null
        select new IssuedOffer(decision.Customer, decision.Action!, decision.Issued, decision.Expires) { Variant = decision.Variant });
}

using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>What is left of a plan's limits, at what prices. Not thread-safe; reading is, while nobody takes.</summary>
internal sealed class PlanLeft
{
    private const string Floor = " above its minimum";
    private readonly PlanLimits _limits;
    private readonly IReadOnlyList<AllocationLimitUse> _uses;
    private readonly long[] _used;

    public PlanLeft(PlanLimits limits, AllocationSolution solved)
        : this(limits, solved.Limits, [.. solved.Limits.Select(use => use.Used)])
    {
    }

    private PlanLeft(PlanLimits limits, IReadOnlyList<AllocationLimitUse> uses, long[] used) =>
        (_limits, _uses, _used) = (limits, uses, used);

    /// <summary>The limits as people count them.</summary>
    public IReadOnlyList<OfferPlanLimit> Told =>
    [
        .. _limits.All.Select((limit, l) => new OfferPlanLimit(
            limit.Limit.Name, _used[l] / (decimal)limit.Scale, limit.Limit.Least / (decimal?)limit.Scale,
            limit.Limit.Most / (decimal?)limit.Scale,
            Math.Max(_uses[l].MostPrice, _uses[l].LeastPrice) * limit.Scale / MoneyUnits.Scale)),
    ];

    public PlanLeft Copy() => new(_limits, _uses, [.. _used]);

    /// <summary>What is left to the maximum of a limit.</summary>
    public long Of(int limit) => (_limits.All[limit].Limit.Most ?? long.MaxValue) - _used[limit];

    /// <summary>What giving an offer costs at the prices, less what it is worth to minimums.</summary>
    public double Cost(int offer, CustomerProfile customer, OfferEstimate estimate)
    {
        double cost = 0;
        for (int l = 0; l < _used.Length; l++)
        {
            double price = _uses[l].MostPrice - _uses[l].LeastPrice;
            if (price != 0 && _limits.All[l].Counts(offer, customer)) cost += price * _limits.All[l].Amount(offer, customer, estimate);
        }

        return cost;
    }

    /// <summary>
    /// What is left of the limits besides budget and caps, each as a budget of its own: what gains to a minimum isn't counted there.
    /// </summary>
    public IEnumerable<(string Name, long Units)> Budgets()
    {
        for (int l = 0; l < _used.Length; l++)
        {
            if (_limits.IsBudgetOrCap(l)) continue;
            AllocationLimit limit = _limits.All[l].Limit;
            if (limit.Most is { } most) yield return (limit.Name, most - _used[l]);
            if (limit.Least is { } least && (least <= 0 || _used[l] >= least)) yield return (limit.Name + Floor, _used[l] - least);
        }
    }

    /// <summary>What an offer takes of <see cref="Budgets"/>.</summary>
    public IEnumerable<(string Name, long Units)> Takes(int offer, CustomerProfile customer, OfferEstimate estimate)
    {
        for (int l = 0; l < _used.Length; l++)
        {
            if (_limits.IsBudgetOrCap(l) || !_limits.All[l].Counts(offer, customer)) continue;
            AllocationLimit limit = _limits.All[l].Limit;
            long amount = _limits.All[l].Amount(offer, customer, estimate);
            if (amount > 0 && limit.Most is not null) yield return (limit.Name, amount);
            if (amount < 0 && limit.Least is { } least && (least <= 0 || _used[l] >= least)) yield return (limit.Name + Floor, -amount);
        }
    }

    /// <summary>Takes what an offer needs of every limit, where there is enough of each.</summary>
    public bool TryTake(int offer, CustomerProfile customer, OfferEstimate estimate)
    {
        for (int l = 0; l < _used.Length; l++)
        {
            if (Breaks(l, offer, customer, estimate, instead: default, held: -1)) return false;
        }

        for (int l = 0; l < _used.Length; l++)
        {
            if (_limits.All[l].Counts(offer, customer)) _used[l] += _limits.All[l].Amount(offer, customer, estimate);
        }

        return true;
    }

    /// <summary>
    /// Name of a limit that doesn't let a customer have an offer in place of what was decided; null where none forbids it.
    /// </summary>
    public string? Blocks(int offer, OfferEstimate estimate, OfferDecision decision)
    {
        int held = decision.Offer is { } chosen ? _limits.RowOf(chosen) : -1;
        for (int l = 0; l < _used.Length; l++)
        {
            if (Breaks(l, offer, decision.Profile, estimate, decision.Estimate, held)) return _limits.All[l].Limit.Name;
        }

        return null;
    }

    /// <summary>Whether a limit that giving nothing satisfies would be broken by one offer in place of another (−1: none).</summary>
    private bool Breaks(int l, int offer, CustomerProfile customer, OfferEstimate estimate, OfferEstimate instead, int held)
    {
        PlanLimit limit = _limits.All[l];
        long change = limit.Counts(offer, customer) ? limit.Amount(offer, customer, estimate) : 0;
        if (held >= 0 && limit.Counts(held, customer)) change -= limit.Amount(held, customer, instead);
        return (change > 0 && limit.Limit.Most is { } most && _used[l] + change > most)
            || (change < 0 && limit.Limit.Least is { } least && _used[l] + change < least && (least <= 0 || _used[l] >= least));
    }
}

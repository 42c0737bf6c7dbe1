using Personalization.Core;
using Personalization.Incentives;

namespace Personalization;

/// <summary>What holding groups to each other changed, and what it costs. Immutable.</summary>
/// <param name="Comparisons">
/// One for each of <see cref="AllocationOptions.Parities"/>: the plan without any of them against the plan with all of them.
/// </param>
public sealed record ParityEffects(IReadOnlyList<FairnessComparison> Comparisons)
{
    internal static ParityEffects Of(OfferPlan without, OfferPlan with) => new(
    [
        .. with.Options.Parities.Select(parity => parity.Column).Distinct(StringComparer.Ordinal)
            .Select(column => OfferFairness.Compare(without, with, column)),
    ]);
}

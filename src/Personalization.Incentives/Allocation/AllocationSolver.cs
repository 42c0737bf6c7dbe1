namespace Personalization.Incentives;

/// <summary>What a solver found.</summary>
/// <param name="Choice">Candidate of each customer; −1 for none.</param>
/// <param name="Value">Net value of the choices.</param>
/// <param name="Bound">No allocation is worth more.</param>
/// <param name="ShadowPrice">λ: value that one more unit of budget would bring.</param>
/// <param name="CapPrices">μ: value that one more of each offer would bring.</param>
internal sealed record SolvedAllocation(int[] Choice, long Value, double Bound, double ShadowPrice, double[] CapPrices);

/// <summary>
/// Gives each customer at most one candidate so that the net value is as large as possible within budget and caps: prices of budget and caps
/// from the dual, the relaxation's steps that fit, single improvements, and a proof by search where the problem is small.
/// </summary>
internal static class AllocationSolver
{
    public static SolvedAllocation Solve(Candidates candidates, long budget, int[] caps, CancellationToken cancellationToken)
    {
        (double[] prices, Relaxation relaxation, double bound) = CapPrices.Find(candidates, budget, caps, cancellationToken);
        Allocation allocation = new(candidates, budget, caps);
        allocation.Follow(relaxation);
        allocation.Improve();
        if (ExactSearch.Solve(candidates, budget, caps, relaxation, prices, allocation) is { } optimum)
        {
            allocation = new Allocation(candidates, budget, caps);
            for (int i = 0; i < optimum.Length; i++) allocation.TryChoose(i, optimum[i]);
            bound = allocation.Value;
        }

        return new(allocation.Choice, allocation.Value, Math.Max(bound, allocation.Value), relaxation.Price, prices);
    }
}

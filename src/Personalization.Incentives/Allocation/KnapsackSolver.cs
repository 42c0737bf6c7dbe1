namespace Personalization.Incentives;

/// <summary>What a solver found.</summary>
/// <param name="Choice">Candidate of each customer; −1 for none.</param>
/// <param name="Value">Net value of the choices.</param>
/// <param name="Bound">No allocation is worth more.</param>
/// <param name="ShadowPrice">λ: value that one more unit of budget would bring.</param>
/// <param name="CapPrices">μ: value that one more of each offer would bring.</param>
internal sealed record SolvedAllocation(int[] Choice, long Value, double Bound, double ShadowPrice, double[] CapPrices);

/// <summary>
/// Gives each customer at most one candidate so that the net value is as large as possible within budget and caps: prices of budget and
/// caps from the dual, the choices at those prices that fit, single improvements, and a proof by search where the problem is small.
/// </summary>
internal static class KnapsackSolver
{
    public static SolvedAllocation Solve(OfferCandidates candidates, long budget, int[] caps, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Relaxation relaxation = Relaxation.Solve(candidates, budget);
        Allocation allocation = new(candidates, budget, caps);
        SolvedAllocation solved = new(allocation.Choice, 0, relaxation.Value, relaxation.Price, new double[caps.Length]);
        if (CapAuction.IsNeeded(candidates, caps, out bool[] isCapped))
        {
            solved = CapAuction.Solve(candidates, budget, caps, isCapped, relaxation, cancellationToken);
            allocation.Choose(solved.Choice);
        }
        else
        {
            allocation.Follow(relaxation);
        }

        allocation.Improve();
        if (BranchAndBound.Solve(candidates, budget, caps, solved, allocation) is { } optimum)
        {
            allocation = new(candidates, budget, caps);
            allocation.Choose(optimum);
            solved = solved with { Bound = allocation.Value };
        }

        return solved with { Choice = allocation.Choice, Value = allocation.Value, Bound = Math.Max(solved.Bound, allocation.Value) };
    }
}

namespace Personalization.Incentives;

/// <summary>
/// Allocation where the number of some offers is capped: at a price λ of budget, customers bid for the places (Bertsekas 1988, "The auction
/// algorithm"), which gives each capped offer a price μ; λ is then halved in upon until the budget holds.
/// </summary>
/// <remarks>
/// A bidder raises the price by what the place is worth to it over its second best, plus ε; a place is lost to the next higher bid. Places
/// left over have price 0, so the result is within ε a customer of the best at that λ. Every (λ, μ ≥ 0) bounds all allocations by L(λ, μ) =
/// Σᵢ maxⱼ(vᵢⱼ − λwᵢⱼ − μⱼ)⁺ + λ·budget + Σⱼ μⱼ·capⱼ, so the smallest seen is a valid bound wherever the search stops.
/// </remarks>
internal sealed class CapAuction
{
    private const int Halvings = 12;

    // Half a thousandth of what a customer is worth on average: far below what 99.7 % of the bound asks for.
    private const double RelativeStep = 5e-4;

    // After so many bids a customer the step doubles, so that crowds of equal bidders can't raise prices forever.
    private const int BidsBeforeCoarser = 20;

    private readonly OfferCandidates _candidates;
    private readonly int[] _caps;
    private readonly bool[] _isCapped;
    private readonly long _budget;
    private readonly double _step;

    private CapAuction(OfferCandidates candidates, long budget, int[] caps, bool[] isCapped, double step) =>
        (_candidates, _budget, _caps, _isCapped, _step) = (candidates, budget, caps, isCapped, step);

    /// <summary>Whether some offer is wanted by more customers than may have it.</summary>
    /// <param name="candidates">What may be given.</param>
    /// <param name="caps">How often each offer may be given; <see cref="int.MaxValue"/> where there is no limit.</param>
    /// <param name="isCapped">The offers that are.</param>
    public static bool IsNeeded(OfferCandidates candidates, int[] caps, out bool[] isCapped)
    {
        int[] wanted = new int[caps.Length];
        foreach (int offer in candidates.Offer) wanted[offer]++;
        isCapped = [.. wanted.Select((count, offer) => count > caps[offer])];
        return isCapped.Contains(true);
    }

    /// <param name="candidates">What may be given.</param>
    /// <param name="budget">What may be spent.</param>
    /// <param name="caps">How often each offer may be given.</param>
    /// <param name="isCapped">The offers whose caps may bind.</param>
    /// <param name="uncapped">The relaxation without caps.</param>
    /// <param name="cancellationToken">Looked at before each auction.</param>
    public static SolvedAllocation Solve(
        OfferCandidates candidates, long budget, int[] caps, bool[] isCapped, Relaxation uncapped, CancellationToken cancellationToken)
    {
        double step = Math.Max(.5, RelativeStep * uncapped.Value / Math.Max(1, candidates.Customers));
        CapAuction auction = new(candidates, budget, caps, isCapped, step);
        SolvedAllocation best = auction.Run(0, out long weight);
        if (weight <= budget) return best;

        double bound = Math.Min(best.Bound, uncapped.Value);
        double low = 0;
        double high = Math.Max(uncapped.Price, 1e-9);
        SolvedAllocation? feasible = null;
        for (int round = 0; feasible is null || (round < Halvings && feasible.Value < bound * (1 - RelativeStep)); round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double price = feasible is null ? high : (low + high) / 2;
            SolvedAllocation next = auction.Run(price, out weight);
            bound = Math.Min(bound, next.Bound);
            if (weight <= budget)
            {
                high = price;
                if (feasible is null || next.Value > feasible.Value) feasible = next;
            }
            else
            {
                low = price;
                if (feasible is null) high *= 2;
            }
        }

        return feasible with { Bound = bound };
    }

    private SolvedAllocation Run(double lambda, out long weight)
    {
        int[] choice = new int[_candidates.Customers];
        double[] prices = [.. _caps.Select((cap, offer) => _isCapped[offer] && cap == 0 ? _candidates.Value.Max() : 0)];
        PriorityQueue<int, double>[] holders = new PriorityQueue<int, double>[_caps.Length];
        for (int offer = 0; offer < holders.Length; offer++) holders[offer] = new();
        Queue<int> bidders = new(Enumerable.Range(0, choice.Length));
        double step = _step;
        for (long bids = 1; bidders.TryDequeue(out int customer); bids++)
        {
            if (bids % ((long)BidsBeforeCoarser * choice.Length) == 0) step *= 2;
            choice[customer] = Best(customer, lambda, prices, out double margin);
            if (choice[customer] < 0 || !_isCapped[_candidates.Offer[choice[customer]]]) continue;
            int offer = _candidates.Offer[choice[customer]];
            holders[offer].Enqueue(customer, prices[offer] + margin + step);
            if (holders[offer].Count > _caps[offer])
            {
                int outbid = holders[offer].Dequeue();
                choice[outbid] = -1;
                bidders.Enqueue(outbid);
            }

            if (holders[offer].Count == _caps[offer] && holders[offer].TryPeek(out _, out double lowest)) prices[offer] = lowest;
        }

        return Judge(choice, lambda, prices, out weight);
    }

    /// <summary>
    /// The candidate worth most at these prices, and by how much more than the next best or nothing; −1 where none is worth anything.
    /// </summary>
    private int Best(int customer, double lambda, double[] prices, out double margin)
    {
        int best = -1;
        double first = 0;
        double second = 0;
        for (int k = _candidates.Start[customer]; k < _candidates.Start[customer + 1]; k++)
        {
            double worth = _candidates.Value[k] - (lambda * _candidates.Weight[k]) - prices[_candidates.Offer[k]];
            if (worth > first) (best, second, first) = (k, first, worth);
            else if (worth > second) second = worth;
        }

        margin = first - second;
        return best;
    }

    private SolvedAllocation Judge(int[] choice, double lambda, double[] prices, out long weight)
    {
        long value = 0;
        weight = 0;
        double bound = lambda * _budget;
        for (int offer = 0; offer < prices.Length; offer++)
        {
            if (prices[offer] > 0) bound += prices[offer] * _caps[offer];
        }

        for (int i = 0; i < choice.Length; i++)
        {
            double most = 0;
            for (int k = _candidates.Start[i]; k < _candidates.Start[i + 1]; k++)
                most = Math.Max(most, _candidates.Value[k] - (lambda * _candidates.Weight[k]) - prices[_candidates.Offer[k]]);
            bound += most;
            if (choice[i] < 0) continue;
            value += _candidates.Value[choice[i]];
            weight += _candidates.Weight[choice[i]];
        }

        return new(choice, value, bound, lambda, prices);
    }
}

namespace Personalization.Incentives;

/// <summary>
/// Finds prices for the offers whose number is capped, so that each is asked for no more often than it may be given: the minimum of the
/// Lagrangian dual L(λ, μ) = Σᵢ maxⱼ(vᵢⱼ − λwᵢⱼ − μⱼ)⁺ + λ·budget + Σⱼ μⱼ·capⱼ, one coordinate at a time.
/// </summary>
/// <remarks>
/// Each (λ, μ) bounds every allocation from above, so the best bound found is valid even where the search stops early. With the others held
/// fixed, the best μⱼ is the (capⱼ + 1)-th largest of what customers would pay for offer j, or 0; the best λ comes from
/// <see cref="Relaxation"/>.
/// </remarks>
internal static class CapPrices
{
    private const int MaximumRounds = 24;
    private const double SmallestGain = 1e-6;

    /// <param name="candidates">What may be given.</param>
    /// <param name="budget">What may be spent.</param>
    /// <param name="caps">How often each offer may be given; <see cref="int.MaxValue"/> where there is no limit.</param>
    /// <param name="cancellationToken">Looked at each round.</param>
    public static (double[] Prices, Relaxation Relaxation, double Bound) Find(
        Candidates candidates, long budget, int[] caps, CancellationToken cancellationToken)
    {
        double[] prices = new double[caps.Length];
        Relaxation relaxation = Relaxation.Solve(candidates, budget, prices);
        (double[] Prices, Relaxation Relaxation, double Bound) best = (prices, relaxation, relaxation.Value);
        int[] offered = new int[caps.Length];
        foreach (int offer in candidates.Offer) offered[offer]++;
        int[] capped = [.. Enumerable.Range(0, caps.Length).Where(offer => offered[offer] > caps[offer])];
        double[] bids = new double[candidates.Customers];
        for (int round = 0, idle = 0; capped.Length > 0 && round < MaximumRounds && idle < 3; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            prices = [.. prices];
            bool moved = false;
            foreach (int offer in capped)
            {
                double price = PriceOf(offer, candidates, relaxation.Price, prices, caps[offer], bids);
                moved |= price != prices[offer];
                prices[offer] = price;
            }

            if (!moved) break;
            relaxation = Relaxation.Solve(candidates, budget, prices);
            double bound = relaxation.Value + capped.Sum(offer => prices[offer] * caps[offer]);
            idle = bound < best.Bound * (1 - SmallestGain) ? 0 : idle + 1;
            if (bound < best.Bound) best = (prices, relaxation, bound);
        }

        return best;
    }

    private static double PriceOf(int offer, Candidates candidates, double lambda, double[] prices, int cap, double[] bids)
    {
        int count = 0;
        for (int i = 0; i < candidates.Customers; i++)
        {
            double own = 0;
            double other = 0;
            for (int k = candidates.Start[i]; k < candidates.Start[i + 1]; k++)
            {
                double worth = candidates.Value[k] - (lambda * candidates.Weight[k]);
                if (candidates.Offer[k] == offer) own = worth;
                else other = Math.Max(other, worth - prices[candidates.Offer[k]]);
            }

            if (own > other) bids[count++] = own - other;
        }

        if (count <= cap) return 0;
        Array.Sort(bids, 0, count);
        return bids[count - 1 - cap];
    }
}

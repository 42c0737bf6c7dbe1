namespace Personalization.Incentives;

/// <summary>A whole allocation in the making: at most one candidate a customer, never over budget or caps.</summary>
internal sealed class Allocation
{
    private readonly OfferCandidates _candidates;
    private readonly int[] _capsLeft;

    public Allocation(OfferCandidates candidates, long budget, int[] caps)
    {
        (_candidates, BudgetLeft, _capsLeft) = (candidates, budget, [.. caps]);
        Choice = new int[candidates.Customers];
        Array.Fill(Choice, -1);
    }

    /// <summary>Candidate of each customer; −1 for none.</summary>
    public int[] Choice { get; }

    public long BudgetLeft { get; private set; }

    public long Value { get; private set; }

    /// <summary>Gives the customer this candidate (−1: nothing) in place of what was chosen, where it fits.</summary>
    public bool TryChoose(int customer, int candidate)
    {
        int before = Choice[customer];
        long weight = WeightOf(candidate) - WeightOf(before);
        if (weight > BudgetLeft) return false;
        if (candidate >= 0 && OfferOf(candidate) != OfferOf(before) && _capsLeft[OfferOf(candidate)] == 0) return false;
        if (before >= 0) _capsLeft[OfferOf(before)]++;
        if (candidate >= 0) _capsLeft[OfferOf(candidate)]--;
        BudgetLeft -= weight;
        Value += ValueOf(candidate) - ValueOf(before);
        Choice[customer] = candidate;
        return true;
    }

    /// <summary>Gives each customer this candidate, where it fits.</summary>
    public void Choose(int[] choice)
    {
        for (int i = 0; i < choice.Length; i++)
        {
            if (choice[i] >= 0) TryChoose(i, choice[i]);
        }
    }

    /// <summary>Takes the steps of the relaxation in their order, each that fits and whose customer took the step before it.</summary>
    public void Follow(Relaxation relaxation)
    {
        for (int rank = 0; rank < relaxation.StepCount; rank++)
        {
            (int customer, int from, int to) = relaxation.Step(rank);
            if (Choice[customer] == from) TryChoose(customer, to);
        }
    }

    /// <summary>Spends what is left on single changes that gain, the largest gain first, until none fits (at most a few rounds).</summary>
    public void Improve()
    {
        const int MaximumRounds = 8;
        for (int round = 0; round < MaximumRounds; round++)
        {
            List<(long Gain, int Customer, int Candidate)> moves = [];
            for (int i = 0; i < Choice.Length; i++)
            {
                for (int k = _candidates.Start[i]; k < _candidates.Start[i + 1]; k++)
                {
                    long gain = ValueOf(k) - ValueOf(Choice[i]);
                    if (gain > 0 && WeightOf(k) - WeightOf(Choice[i]) <= BudgetLeft && _capsLeft[OfferOf(k)] > 0) moves.Add((gain, i, k));
                }
            }

            if (moves.Count == 0) return;
            moves.Sort((a, b) => a.Gain != b.Gain ? b.Gain.CompareTo(a.Gain) : a.Candidate.CompareTo(b.Candidate));
            foreach ((_, int customer, int candidate) in moves)
            {
                if (ValueOf(candidate) > ValueOf(Choice[customer])) TryChoose(customer, candidate);
            }
        }
    }

    private long WeightOf(int candidate) => candidate < 0 ? 0 : _candidates.Weight[candidate];

    private long ValueOf(int candidate) => candidate < 0 ? 0 : _candidates.Value[candidate];

    private int OfferOf(int candidate) => candidate < 0 ? -1 : _candidates.Offer[candidate];
}

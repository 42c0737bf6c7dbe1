namespace Personalization.Bandits;

/// <summary>What a policy is worth, with intervals that hold for all policies of the search at once.</summary>
/// <param name="Value">Mean reward a round, had it decided.</param>
/// <param name="Low">Lower end of its interval.</param>
/// <param name="High">Upper end of its interval.</param>
/// <param name="Gain">What it is worth more than the policy that logged.</param>
/// <param name="GainLow">Lower end of the gain's interval.</param>
/// <param name="GainHigh">Upper end of the gain's interval.</param>
public sealed record PolicyGain(double Value, double Low, double High, double Gain, double GainLow, double GainHigh)
{
    /// <summary>Whether it is better than the policy that logged, at the level of the search, for all that were looked at.</summary>
    public bool IsSurelyBetter => GainLow > 0;
}

/// <summary>A policy of a search.</summary>
/// <param name="Policy">Its name.</param>
/// <param name="Refusals">Why the log can't tell what it is worth; empty where it can.</param>
/// <param name="Gain">What it is worth; null where the log can't tell.</param>
public sealed record ComparedPolicy(string Policy, IReadOnlyList<OffPolicyRefusal> Refusals, PolicyGain? Gain);

/// <summary>What came of a search. Immutable and thread-safe.</summary>
public sealed class PolicyComparison
{
    internal PolicyComparison(double loggedValue, double level, IReadOnlyList<ComparedPolicy> policies)
    {
        (LoggedValue, Level, Policies) = (loggedValue, level, policies);
        Best = policies.Where(p => p.Gain is { IsSurelyBetter: true }).MaxBy(p => p.Gain!.GainLow);
    }

    /// <summary>Mean reward of the policy that logged.</summary>
    public double LoggedValue { get; }

    /// <summary>Probability, at least, that the intervals of all policies hold together; those of values and those of gains.</summary>
    public double Level { get; }

    /// <summary>Every policy, in the order given.</summary>
    public IReadOnlyList<ComparedPolicy> Policies { get; }

    /// <summary>
    /// Among those that are surely better than the policy that logged, the one that gains most at least; null: none surely is, so stay.
    /// </summary>
    public ComparedPolicy? Best { get; }
}

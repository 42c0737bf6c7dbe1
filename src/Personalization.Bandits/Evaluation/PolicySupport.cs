namespace Personalization.Bandits;

/// <summary>What a policy would give each action over a log, and what of it falls where the log never went.</summary>
internal sealed class PolicySupport(LoggedRounds log, bool[] taken)
{
    /// <summary>Σ over rounds of the policy's probability of each action.</summary>
    public double[] Mass { get; } = new double[log.ActionCount];

    /// <summary>The largest probability that the policy gives each action in any round.</summary>
    public double[] Largest { get; } = new double[log.ActionCount];

    /// <summary>What of it falls on actions that the log never took in that position.</summary>
    public double[] UnsupportedMass { get; } = new double[log.ActionCount];

    /// <summary>Of each position and action: whether the log ever took it.</summary>
    public static bool[] Taken(LoggedRounds log)
    {
        // Positions far apart would need a table of all between; whether an action was taken at all is then what can be told.
        bool byPosition = (long)log.PositionCount * log.ActionCount <= 16L * log.Count;
        bool[] taken = new bool[(byPosition ? log.PositionCount : 1) * log.ActionCount];
        for (int round = 0; round < log.Count; round++)
            taken[((byPosition ? log.PositionOf(round) : 0) * log.ActionCount) + log.Actions[round]] = true;
        return taken;
    }

    public void Add(int round, ReadOnlySpan<double> probabilities)
    {
        int start = taken.Length > probabilities.Length ? log.PositionOf(round) * probabilities.Length : 0;
        for (int action = 0; action < probabilities.Length; action++)
        {
            Mass[action] += probabilities[action];
            Largest[action] = Math.Max(Largest[action], probabilities[action]);
            if (!taken[start + action]) UnsupportedMass[action] += probabilities[action];
        }
    }

    public void Add(PolicySupport part)
    {
        for (int action = 0; action < Mass.Length; action++)
        {
            Mass[action] += part.Mass[action];
            Largest[action] = Math.Max(Largest[action], part.Largest[action]);
            UnsupportedMass[action] += part.UnsupportedMass[action];
        }
    }
}

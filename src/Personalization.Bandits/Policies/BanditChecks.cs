namespace Personalization.Bandits;

/// <summary>What all policies ask of those who call them.</summary>
internal static class BanditChecks
{
    /// <summary>Beyond it sums of squares would overflow, and what was learned couldn't be saved.</summary>
    private const double MaximumReward = 1e30;

    /// <summary>What is read of a file stays small enough for anything that is made of it.</summary>
    private const double MaximumSum = 1e100;

    public static void Room(BanditRound round, int propensities, int values)
    {
        ArgumentNullException.ThrowIfNull(round);
        int count = round.Actions.Count;
        if (propensities != count)
            throw new ArgumentException($"There is room for {propensities} propensities of {count} actions.", nameof(propensities));
        if (values != 0 && values != count)
            throw new ArgumentException($"There is room for {values} values of {count} actions; give as much, or none.", nameof(values));
    }

    public static void Reward(double reward)
    {
        if (reward is >= -MaximumReward and <= MaximumReward) return;
        throw new ArgumentException(
            FormattableString.Invariant($"The reward is {reward}; it must be between −1e30 and 1e30."), nameof(reward));
    }

    public static bool IsSum(double value) => value is >= -MaximumSum and <= MaximumSum;
}

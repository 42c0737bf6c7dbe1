namespace Personalization.Bandits.Tests.Evaluation;

public sealed class LoggedRoundsTests
{
    [Fact]
    public void Constructor_OfALog_KeepsACopy()
    {
        int[] actions = [0, 2];
        double[] rewards = [0, 1.5];
        LoggedRounds rounds = new(3, actions, rewards, [.5, 1], [0, 1], [7, -7]);
        actions[0] = 1;
        rewards[0] = 9;

        Assert.Equal((2, 3), (rounds.Count, rounds.ActionCount));
        Assert.Equal([0, 2], rounds.Actions.ToArray());
        Assert.Equal([0, 1.5], rounds.Rewards.ToArray());
        Assert.Equal([.5, 1], rounds.Propensities.ToArray());
        Assert.Equal([0, 1], rounds.Positions.ToArray());
        Assert.Equal([7, -7], rounds.Clusters.ToArray());
    }

    [Theory]
    [InlineData(3, 0, .5, 0, "Round 1 has action 3; it must be from 0 to 2.")]
    [InlineData(-1, 0, .5, 0, "Round 1 has action -1; it must be from 0 to 2.")]
    [InlineData(1, double.NaN, .5, 0, "Round 1 has reward NaN; it must be finite.")]
    [InlineData(1, 0, 0, 0, "Round 1 has propensity 0; it must be above 0 and at most 1.")]
    [InlineData(1, 0, 1.01, 0, "Round 1 has propensity 1.01; it must be above 0 and at most 1.")]
    [InlineData(1, 0, double.NaN, 0, "Round 1 has propensity NaN; it must be above 0 and at most 1.")]
    [InlineData(1, 0, .5, -1, "Round 1 has position -1; it must be at least 0.")]
    public void Constructor_WithAWrongValue_NamesRoundAndValue(
        int action, double reward, double propensity, int position, string message) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(
            () => new LoggedRounds(3, [0, action], [0, reward], [.5, propensity], [0, position])).Message, StringComparison.Ordinal);

    [Fact]
    public void Constructor_WithWrongLengths_SaysWhich()
    {
        Assert.Equal("actions", Assert.Throws<ArgumentException>(() => new LoggedRounds(3, [], [], [])).ParamName);
        Assert.Equal("rewards", Assert.Throws<ArgumentException>(() => new LoggedRounds(3, [0], [], [1])).ParamName);
        Assert.Equal("propensities", Assert.Throws<ArgumentException>(() => new LoggedRounds(3, [0], [1], [1, 1])).ParamName);
        Assert.Equal("positions", Assert.Throws<ArgumentException>(() => new LoggedRounds(3, [0], [1], [1], [1, 2])).ParamName);
        Assert.Equal("clusters", Assert.Throws<ArgumentException>(() => new LoggedRounds(3, [0], [1], [1], [], [1, 2])).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LoggedRounds(0, [0], [1], [1]));
    }
}

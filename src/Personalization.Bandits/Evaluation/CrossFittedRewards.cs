using Personalization.Numerics;

namespace Personalization.Bandits;

/// <summary>How <see cref="CrossFittedRewards"/> learns. Immutable; every default is valid.</summary>
public sealed record CrossFittedRewardOptions
{
    /// <summary>
    /// Parts of the log, at least 2: each is predicted by what the others say. Rounds of one cluster share a part. Default 5.
    /// </summary>
    public int Folds { get; init => field = Guard.InRange(value, 2, 1_000); } = 5;

    /// <summary>
    /// Rounds of the overall mean that every action starts with, at least 0: an action that was taken c times has the mean of its rewards
    /// weigh c against it. Default 10.
    /// </summary>
    public double PriorRounds { get; init => field = Guard.Finite(Guard.AtLeast(value, 0)); } = 10;
}

/// <summary>Expected rewards that no round had a part in: each is predicted by a model of the other folds.</summary>
public static class CrossFittedRewards
{
    /// <summary>
    /// Means by action, and by position where the log has them, drawn towards the overall mean: (Σr + s·m) ÷ (c + s), over the c rounds of
    /// the other folds with that action (and position), their overall mean m, and s of
    /// <see cref="CrossFittedRewardOptions.PriorRounds"/>. The fold of a round is its number modulo the folds; where the log has clusters,
    /// the number of its cluster in the order of their first rounds. O(rounds + folds · positions · actions).
    /// </summary>
    /// <param name="rounds">The log.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">
    /// There are fewer rounds (or clusters) than folds, or positions so far apart that means of all of them can't be held.
    /// </exception>
    public static RewardPredictions ByAction(LoggedRounds rounds, CrossFittedRewardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rounds);
        options ??= new CrossFittedRewardOptions();
        Units units = rounds.Units;
        CheckFolds(rounds, options);
        int actions = rounds.ActionCount, positions = rounds.PositionCount, folds = options.Folds;
        long cells = (long)positions * actions;
        if (cells * folds > Array.MaxLength / 2)
        {
            throw new ArgumentException(
                $"Means of {positions} positions, {actions} actions and {folds} folds can't be held; number positions from 0 on.",
                nameof(rounds));
        }

        double[] sums = new double[cells * folds], counts = new double[cells * folds];
        for (int round = 0; round < rounds.Count; round++)
        {
            long cell = (units.Of(round) % folds * cells) + ((long)rounds.PositionOf(round) * actions) + rounds.Actions[round];
            sums[cell] += rounds.Rewards[round];
            counts[cell]++;
        }

        double[] means = Means(sums, counts, (int)cells, folds, options.PriorRounds);
        return RewardPredictions.Of(
            (round, row) =>
            {
                long start = (units.Of(round) % folds * cells) + ((long)rounds.PositionOf(round) * actions);
                means.AsSpan((int)start, actions).CopyTo(row);
            });
    }

    /// <summary>
    /// A linear regression of the reward on a round's context for every action, with an intercept: Σ over the action's rounds of the other
    /// folds of (r − m − bᵀz)² + s · bᵀb is least, where z are the columns, standardized over the log, and 1, m the overall mean of the
    /// other folds and s <see cref="CrossFittedRewardOptions.PriorRounds"/>, so an action seldom taken is expected to bring about the
    /// overall mean. For rewards of 0 and 1 too: predictions needn't be probabilities to help. Folds as in <see cref="ByAction"/>;
    /// positions aren't used, give them as columns where they matter. O(rounds · d² + folds · actions · d³), and while fitting
    /// 8 · folds · actions · d² bytes.
    /// </summary>
    /// <param name="rounds">The log.</param>
    /// <param name="contexts">What was known in each round before it was decided: rounds × d, finite; left unchanged.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Stops between regressions.</param>
    /// <exception cref="ArgumentException">
    /// There isn't a row a round, a value isn't finite, there are fewer rounds (or clusters) than folds, or
    /// <see cref="CrossFittedRewardOptions.PriorRounds"/> is 0, which leaves actions seldom taken undetermined; or all folds together would
    /// be too large.
    /// </exception>
    public static RewardPredictions Linear(
        LoggedRounds rounds, MatrixView contexts, CrossFittedRewardOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rounds);
        options ??= new CrossFittedRewardOptions();
        CheckFolds(rounds, options);
        if (contexts.Rows != rounds.Count)
        {
            throw new ArgumentException(
                $"There are {contexts.Rows} rows of context for {rounds.Count} rounds; give one for each.", nameof(contexts));
        }

        for (int round = 0; round < contexts.Rows; round++)
        {
            int column = contexts.Row(round).IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
            if (column < 0) continue;
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"Column {column} of round {round} is {contexts[round, column]}; contexts must be finite."),
                nameof(contexts));
        }

        if (options.PriorRounds <= 0)
        {
            throw new ArgumentException(
                $"{nameof(options.PriorRounds)} is 0; a regression of actions seldom taken needs some.", nameof(options));
        }

        long terms = contexts.Columns + 1L;
        if (terms * terms * rounds.ActionCount * options.Folds > Array.MaxLength / 2)
        {
            throw new ArgumentException(
                $"{contexts.Columns} columns, {rounds.ActionCount} actions and {options.Folds} folds are too many to fit at once; take "
                    + "fewer columns or folds.",
                nameof(contexts));
        }

        return RewardPredictions.Of(LinearRewards.Fit(rounds, contexts, options, cancellationToken).Fill);
    }

    private static void CheckFolds(LoggedRounds rounds, CrossFittedRewardOptions options)
    {
        if (rounds.Units.Count >= options.Folds) return;
        throw new ArgumentException(
            $"There are {rounds.Units.Count} rounds or clusters for {options.Folds} folds; log more, or take fewer folds.", nameof(rounds));
    }

    /// <summary>Of each fold: the means of all others.</summary>
    private static double[] Means(double[] sums, double[] counts, int cells, int folds, double prior)
    {
        double[] means = new double[sums.Length];
        for (int fold = 0; fold < folds; fold++)
        {
            double[] sum = new double[cells], count = new double[cells];
            for (int other = 0; other < folds; other++)
            {
                if (other == fold) continue;
                for (int cell = 0; cell < cells; cell++)
                {
                    sum[cell] += sums[(other * cells) + cell];
                    count[cell] += counts[(other * cells) + cell];
                }
            }

            double mean = sum.Sum() / count.Sum();
            for (int cell = 0; cell < cells; cell++)
            {
                double weight = count[cell] + prior;
                means[(fold * cells) + cell] = weight > 0 ? (sum[cell] + (prior * mean)) / weight : mean;
            }
        }

        return means;
    }
}

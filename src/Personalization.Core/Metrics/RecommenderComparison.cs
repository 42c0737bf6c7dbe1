using System.Diagnostics;

namespace Personalization.Core;

/// <summary>A row of <see cref="RecommenderComparison"/>. Immutable.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Scores">All that was measured of it, with its segments and single customers.</param>
/// <param name="Differences">
/// Beside the baseline, a difference for each column that is a mean over customers, in the order of columns; empty for the baseline itself.
/// </param>
/// <param name="FitSeconds">Time that the fit took.</param>
/// <param name="RankSeconds">Time that asking for all lists and measuring them took.</param>
public sealed record ComparedRecommender(
    string Name, RankingScores Scores, IReadOnlyList<PairedDifference> Differences, double FitSeconds, double RankSeconds)
{
    /// <summary>The difference from the baseline in a figure; null where there is none.</summary>
    public PairedDifference? DifferenceIn(string figure) => Differences.FirstOrDefault(difference => difference.Metric == figure);
}

/// <summary>
/// One table that compares models: each fitted on the same past, asked for the same customers' lists, and measured against what these took
/// later; a row a model, a column a figure, the best of each column, and which differences from a baseline are more than chance. Immutable
/// and thread-safe. A model is let go of once it is measured.
/// </summary>
public sealed class RecommenderComparison
{
    private RecommenderComparison(IReadOnlyList<string> columns, string baseline, int resamples, IReadOnlyList<ComparedRecommender> rows)
    {
        Columns = columns;
        Baseline = baseline;
        Resamples = resamples;
        Rows = rows;
    }

    /// <summary>The figures, a column each.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Name of the model that the others are compared with.</summary>
    public string Baseline { get; }

    /// <summary>Resamples of each paired bootstrap.</summary>
    public int Resamples { get; }

    /// <summary>The models, in the order they were given in.</summary>
    public IReadOnlyList<ComparedRecommender> Rows { get; }

    /// <summary>Compares models on a split by events: customers are known to the models by what came before.</summary>
    /// <param name="models">The models, at least one, each with a name of its own.</param>
    /// <param name="split">What to learn from and what to measure with.</param>
    /// <param name="options">How to compare; null for the defaults.</param>
    /// <param name="progress">Told after each model.</param>
    /// <param name="cancellationToken">Stops between models, and between customers.</param>
    /// <exception cref="ArgumentException">A name comes twice, or the baseline isn't among them.</exception>
    /// <exception cref="KeyNotFoundException">A column isn't measured.</exception>
    public static RecommenderComparison Run(
        IReadOnlyList<RecommenderEntry> models, EventSplit split, RecommenderComparisonOptions? options = null,
        IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(split);
        options ??= new RecommenderComparisonOptions();
        return Run(models, split.Train, split.Train, split.Test, options, options.Ranking, progress, cancellationToken);
    }

    /// <summary>
    /// Compares models on customers whom none of them met: the earlier part of what such a customer bought is in the request's session.
    /// </summary>
    /// <param name="models">The models, at least one, each with a name of its own.</param>
    /// <param name="split">What to learn from, what to show, and what to measure with.</param>
    /// <param name="options">How to compare; null for the defaults.</param>
    /// <param name="progress">Told after each model.</param>
    /// <param name="cancellationToken">Stops between models, and between customers.</param>
    /// <exception cref="ArgumentException">A name comes twice, or the baseline isn't among them.</exception>
    /// <exception cref="KeyNotFoundException">A column isn't measured.</exception>
    public static RecommenderComparison Run(
        IReadOnlyList<RecommenderEntry> models, StrongSplit split, RecommenderComparisonOptions? options = null,
        IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(split);
        options ??= new RecommenderComparisonOptions();
        RankingOptions ranking = options.Ranking with { RequestOf = options.Ranking.RequestOf ?? split.RequestOf };

        // What is popular, and novel, is so among the customers learned from; what the others had stands in their requests.
        return Run(models, split.Train, split.Train, split.Target, options, ranking, progress, cancellationToken);
    }

    /// <summary>The row of a model.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public ComparedRecommender this[string name] => Rows.FirstOrDefault(row => row.Name == name)
        ?? throw new KeyNotFoundException($"'{name}' isn't compared; {string.Join(", ", Rows.Select(row => row.Name))} are.");

    /// <summary>
    /// Whether a row has the best value of a column, as it is told with four decimals: the highest, or the lowest where less is better.
    /// Equals are all best; NaN never is.
    /// </summary>
    public bool IsBest(ComparedRecommender row, string column)
    {
        ArgumentNullException.ThrowIfNull(row);
        bool higher = RankingMeasure.Of(column).HigherIsBetter;
        double[] values = [.. Rows.Select(each => Rounded(each.Scores[column])).Where(value => !double.IsNaN(value))];
        return values.Length > 0 && Rounded(row.Scores[column]) == (higher ? values.Max() : values.Min());
    }

    private static double Rounded(double value) => Math.Round(value, 4);

    private static RecommenderComparison Run(
        IReadOnlyList<RecommenderEntry> models, EventLog train, EventLog past, EventLog test, RecommenderComparisonOptions options,
        RankingOptions ranking, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        Guard.NotEmpty(models);
        string[] names = [.. models.Select(model => Guard.NotBlank(model.Name, nameof(models)))];
        if (names.Distinct(StringComparer.Ordinal).Count() < names.Length)
            throw new ArgumentException($"Two models have the same name: {string.Join(", ", names)}.", nameof(models));
        string baseline = options.Baseline ?? names[0];
        if (!names.Contains(baseline, StringComparer.Ordinal))
            throw new ArgumentException($"The baseline '{baseline}' isn't compared; {string.Join(", ", names)} are.", nameof(options));
        foreach (string column in options.Columns) RankingMeasure.Of(column);

        ranking = ranking with { KeepCustomers = true };
        InteractionMatrix had = InteractionMatrix.From(past, options.Interactions);
        InteractionMatrix held = InteractionMatrix.From(test, options.Interactions);
        List<ComparedRecommender> rows = [];
        foreach (RecommenderEntry model in models)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            IRecommender recommender = model.Fit(train);
            double fitSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            start = Stopwatch.GetTimestamp();
            RankingScores scores = RankingEvaluator.Evaluate(recommender, held, had, ranking, cancellationToken);
            foreach (string column in options.Columns) _ = scores[column];
            rows.Add(new ComparedRecommender(model.Name, scores, [], fitSeconds, Stopwatch.GetElapsedTime(start).TotalSeconds));
            progress?.Report(new FitProgress("comparing", rows.Count / (double)models.Count) { Count = rows.Count, Unit = "models" });
        }

        string[] paired = [.. options.Columns.Where(column => RankingMeasure.Of(column).IsMeanOverCustomers)];
        RankingScores compared = rows.Find(row => row.Name == baseline)!.Scores;
        return new RecommenderComparison(
            options.Columns,
            baseline,
            options.Resamples,
            [
                .. rows.Select(row => row.Name == baseline ? row : row with
                {
                    Differences = PairedBootstrap.Compare(
                        row.Scores, compared, paired, options.Seed, options.Resamples, ranking.Threads, cancellationToken),
                }),
            ]);
    }
}

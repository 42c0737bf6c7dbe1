using Personalization.Core;
using Personalization.Insights;
using Personalization.NeuralCf;
using Personalization.Recommendations;

namespace Personalization;

/// <summary>Which recommender is ahead on what customers bought later, and how the neural one learned.</summary>
internal static class NeuralCfReport
{
    private const string None = "–";

    public static void Add(ReportBuilder report, NeuralCfComparison comparison)
    {
        string date = ReportText.Date(DateOnly.FromDateTime(comparison.HeldOutSince));
        int k = comparison.Cutoff;
        report.AddSection(new ReportSection(
            "neural-cf", "Neural collaborative filtering",
            "A neural model learns from who bought what how well any item suits any customer. It is measured here, and recommends nothing: "
            + "item neighbours do. Networks are often no better: published comparisons find a plain product of learned vectors ahead of "
            + "them, so look which of these is ahead in this shop.",
            [
                new CalloutBlock("Which is ahead?", Verdict(comparison)),
                Table(comparison),
                new ParagraphBlock(
                    $"All learned from what was bought before {date}. Each then named {ReportText.Counted(k, "item", "items")} that a "
                    + "customer had not bought; right is what the customer did buy for the first time since. Precision is the share of the "
                    + "list that was right, recall the share of what was right that the list held, F1 their harmonic mean, each for a "
                    + "customer and then on average. " + ErrorText(comparison)),
                .. Curve(comparison),
            ]));
    }

    private static string Verdict(NeuralCfComparison comparison)
    {
        string metric = $"F1@{comparison.Cutoff}";
        KeyValuePair<string, RankingScores>[] ranked = [.. comparison.Recommenders.OrderByDescending(each => each.Value[metric])];
        string[] figures = [.. ranked.Select(each => $"{Title(each.Key, comparison)} with {Figure(each.Value[metric])}")];
        string first = ranked[0].Value[metric] > ranked[1].Value[metric]
            ? $"{figures[0]}, before {ReportText.List(figures[1..])}"
            : $"None of the best: {ReportText.List(figures)}";
        return $"{first}, by {metric} over {ReportText.Counted(comparison.CustomerCount, "customer", "customers")}.";
    }

    private static TableBlock Table(NeuralCfComparison comparison)
    {
        string[] metrics = [.. ((string[])["Precision", "Recall", "F1", "HR", "NDCG"]).Select(name => $"{name}@{comparison.Cutoff}")];
        ReportColumn[] columns =
        [
            new("Recommender"),
            new("RMSE", ReportCells.Numbers),
            .. metrics.Select(metric => new ReportColumn(metric, ReportCells.Numbers)),
        ];
        return new TableBlock(
            "Recommenders on what customers bought later",
            columns,
            [
                .. comparison.Recommenders.Select(each => (string[])
                [
                    Title(each.Key, comparison),
                    each.Key == NeuralCfModel.Kind.Name && comparison.Error is { } error ? Figure(error.RootMeanSquaredError) : None,
                    .. metrics.Select(metric => Figure(each.Value[metric])),
                ]),
            ]);
    }

    private static string ErrorText(NeuralCfComparison comparison) => comparison.Error is { } error
        ? "RMSE is the error of the neural model's score against 1 for "
            + $"{ReportText.Counted(error.Positives, "such purchase", "such purchases")} and 0 for "
            + $"{ReportText.Counted(error.Negatives, "item", "items")} drawn from what the same customers never bought; always saying the "
            + $"mean would have {Figure(error.OfMean)}. The others have no such score."
        : "";

    private static ChartsBlock[] Curve(NeuralCfComparison comparison)
    {
        FitReport fit = comparison.Model.Report;
        List<Chart> charts = [];
        foreach (FitSeries series in fit.Series)
        {
            bool loss = series.Name == FitReport.ObjectiveSeries;
            string title = loss ? "Loss" : "Validation";
            charts.Add(new LineChart
            {
                Title = title,
                Subtitle = loss ? "lower is better" : "higher is better",
                X = new Axis("Epoch"),
                Y = new Axis(loss ? LossTitle(comparison.Model.Options.Loss) : "NDCG@10 of held-out items")
                {
                    Format = ValueFormat.Number with { LongDecimals = 4 },
                },
                Series = [new LineSeries(title, [.. series.Values.Select((value, epoch) => new LinePoint(epoch + 1, value))])],
                MarkedX = loss ? null : Best(series) + 1,
                MarkedText = loss ? "" : $"kept: {ReportText.Count(Best(series) + 1)}",
            });
        }

        // Where every customer has every item, there was nothing to learn.
        if (charts.Count == 0) return [];
        string stopped = fit.StopReason == StopReason.NoImprovement
            ? "it stopped because the ranking of held-out items got no better"
            : "more epochs may help where the best is the last";
        return
        [
            new ChartsBlock(
                charts,
                charts.Count,
                $"How it learned: {ReportText.Counted(fit.Iterations, "pass", "passes")} over the purchases before the split; {stopped}. "
                + "The items for validation were bought before it too."),
        ];
    }

    /// <summary>The first of the best epochs, from 0: the one whose weights are kept.</summary>
    private static int Best(FitSeries validation)
    {
        int best = 0;
        for (int epoch = 1; epoch < validation.Values.Count; epoch++)
        {
            if (validation.Values[epoch] > validation.Values[best]) best = epoch;
        }

        return best;
    }

    private static string LossTitle(NeuralCfLoss loss) => loss switch
    {
        NeuralCfLoss.SquaredError => "Mean squared error",
        NeuralCfLoss.BinaryCrossEntropy => "Cross-entropy",
        NeuralCfLoss.BayesianPersonalizedRanking => "Loss of pairs (BPR)",
        _ => "Sampled softmax loss",
    };

    private static string Title(string kind, NeuralCfComparison comparison)
    {
        if (kind == ItemNeighborsModel.Kind.Name) return "Item neighbours";
        if (kind == PopularityModel.Kind.Name) return "Popularity";
        return comparison.Model.Options.Architecture switch
        {
            NeuralCfArchitecture.DotProduct => "Dot product",
            NeuralCfArchitecture.Gmf => "GMF",
            NeuralCfArchitecture.Mlp => "MLP",
            _ => "NeuMF",
        };
    }

    private static string Figure(double value) => ValueFormat.Number.Long(value, 4);
}

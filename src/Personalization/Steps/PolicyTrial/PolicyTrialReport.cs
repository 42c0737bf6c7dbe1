using Personalization.Bandits;
using Personalization.Insights;

namespace Personalization;

/// <summary>How the tried policy learned: a sentence and a section.</summary>
internal static class PolicyTrialReport
{
    public static void Add(ReportBuilder report, PolicyTrial trial)
    {
        (PolicyTrialPart whole, PolicyTrialPart last) = (trial.Whole, trial.LastQuarter);
        string period = ReportText.Period(trial.Period.First, trial.Period.Last);
        report.AddSummary(
            "What to show first",
            $"A policy that learns from visit to visit would have shown a category that the customer then looked at in "
            + $"{ReportText.Share(last.Policy)} of the latest visits; always the most popular one, {ReportText.Share(last.MostLookedAt)}.");
        report.AddSection(new ReportSection(
            "policy", "A policy that learns which category to show",
            $"{ReportText.Count(trial.Visits)} visits ({period}) were decided on as they came, one of "
            + $"{ReportText.Count(trial.Categories.Count)} categories each, by what the customer and all had looked at before. "
            + "A hit is a category that the customer looked at in that visit. Nobody was shown anything: this is how well the policy "
            + "would have guessed, not what showing a category changes.",
            [
                new ChartsBlock([Curve(trial), Latest(last)], 2),
                new TableBlock(
                    "Hits by rule",
                    [new("Rule"), new("All visits", ReportCells.Numbers), new("Last quarter", ReportCells.Numbers)],
                    [
                        Row($"The policy ({trial.Policy})", whole.Policy, last.Policy),
                        Row("What the customer looked at most so far", whole.OwnFavorite, last.OwnFavorite),
                        Row("What all looked at most so far", whole.MostLookedAt, last.MostLookedAt),
                        Row("Any, by lot", whole.Even, last.Even),
                    ]),
                new CalloutBlock("Would its log have told what another rule brings?", Told(trial)),
            ]));
    }

    private static LineChart Curve(PolicyTrial trial)
    {
        List<double> ends = [];
        int visits = 0;
        foreach (PolicyTrialPart part in trial.Parts) ends.Add(visits += part.Visits);
        return new LineChart
        {
            Title = "Hits as the policy learns",
            Subtitle = "share of the visits in each twentieth",
            Series =
            [
                Line("Policy", part => part.Policy), Line("Own favourite", part => part.OwnFavorite),
                Line("Most popular", part => part.MostLookedAt), Line("By lot", part => part.Even),
            ],
            X = new Axis("Visits"),
            Y = new Axis("Hits") { Format = ValueFormat.Percent, Minimum = 0 },
            Width = 400,
        };

        LineSeries Line(string name, Func<PolicyTrialPart, double> share) =>
            new(name, [.. trial.Parts.Select((part, i) => new LinePoint(ends[i], share(part)))]);
    }

    private static BarChart Latest(PolicyTrialPart last) => new()
    {
        Title = "Hits when it had learned",
        Subtitle = "in the last quarter of the visits",
        Bars =
        [
            new("Policy", last.Policy), new("Own favourite", last.OwnFavorite), new("Most popular", last.MostLookedAt),
            new("By lot", last.Even),
        ],
        Value = new Axis("Hits") { Format = ValueFormat.Percent },
        Width = 400,
        Color = 2,
    };

    private static string[] Row(string rule, double whole, double last) => [rule, ReportText.Share(whole), ReportText.Share(last)];

    private static string Told(PolicyTrial trial)
    {
        OffPolicyEvaluation told = trial.OffPolicy;
        string truth = $"In truth {told.Policy} would have hit {ReportText.Share(trial.OffPolicyTruth)}.";
        return told.Answer is { } answer
            ? $"From its decisions and their propensities alone, the hits of {told.Policy} are estimated at "
                + $"{ReportText.Share(answer.Value)}, {ReportText.Share(answer.Low)} to {ReportText.Share(answer.High)} with 95% "
                + $"confidence. {truth}"
            : $"Not surely. {told.Refusals[0].Message} {truth}";
    }
}

using System.Diagnostics;
using System.Globalization;
using Personalization.Core;
using Personalization.Prediction;

namespace Personalization.Evaluation.Cases;

/// <summary>Whose visit and spend an e-mail changes, learned from one half of a trial and measured on the other.</summary>
internal sealed class HillstromCase : IEvaluationCase
{
    public string Name => "hillstrom";

    public string Description => "Hillstrom's e-mail trial: effect in the top tenth, Qini and AUUC of four learners [--write FILE.csv]";

    public void Run(EvaluationContext context)
    {
        HillstromTrial trial = HillstromTrial.Read(context);
        string file = context.Option("write", "");
        using StreamWriter? predictions = file.Length > 0 ? new StreamWriter(file) : null;
        predictions?.WriteLine("row,campaign,outcome,learner,prediction");
        foreach ((string outcome, double[] outcomes) in new[] { ("visit", trial.Visits), ("spend", trial.Spends) })
        {
            UpliftData data = trial.Training(outcome, outcomes);
            foreach (UpliftLearner learner in Enum.GetValues<UpliftLearner>())
            {
                Stopwatch watch = Stopwatch.StartNew();
                UpliftModel model = new UpliftTrainer(new() { Learner = learner }).Fit(data);
                double seconds = watch.Elapsed.TotalSeconds;
                for (int campaign = 0; campaign < HillstromTrial.Campaigns.Length; campaign++)
                {
                    int[] rows = trial.TestRows(campaign);
                    double[] effects = model.Effects(trial.Customers.ForCustomers(rows.Select(HillstromTrial.Id)), campaign);
                    Tell(context, learner.ToString(), outcome, campaign, trial, outcomes, rows, effects, seconds);
                    for (int i = 0; i < rows.Length && predictions is not null; i++)
                    {
                        predictions.WriteLine(string.Create(
                            CultureInfo.InvariantCulture, $"{rows[i]},{campaign},{outcome},{learner},{effects[i]:R}"));
                    }
                }
            }
        }
    }

    private static void Tell(
        EvaluationContext context, string learner, string outcome, int campaign, HillstromTrial trial, double[] outcomes, int[] rows,
        double[] effects, double seconds)
    {
        UpliftCurve curve = UpliftCurve.Of(
            effects, Array.ConvertAll(rows, row => trial.Treatments[row] == campaign), Array.ConvertAll(rows, row => outcomes[row]));
        (double low, double high) = curve.Interval(UpliftFigure.TopDecileGain);
        (double qiniLow, double qiniHigh) = curve.Interval(UpliftFigure.QiniCausalMl);
        List<(string, object)> more =
        [
            ("outcome", outcome), ("campaign", HillstromTrial.Campaigns[campaign]), ("customers", rows.Length),
            ("average_effect", curve.AverageEffect), ("top_decile_effect", curve.EffectOfTop(.1)), ("gain_low", low), ("gain_high", high),
            ("qini_causalml", curve.QiniCausalMl), ("qini_causalml_low", qiniLow), ("qini_causalml_high", qiniHigh),
            ("auuc_causalml", curve.AuucCausalMl),
        ];
        if (double.IsFinite(curve.QiniScikitUplift))
        {
            (double scikitLow, double scikitHigh) = curve.Interval(UpliftFigure.QiniScikitUplift);
            more.AddRange(
            [
                ("qini_scikit_uplift", curve.QiniScikitUplift), ("qini_scikit_uplift_low", scikitLow),
                ("qini_scikit_uplift_high", scikitHigh), ("auuc_scikit_uplift", curve.AuucScikitUplift),
            ]);
        }

        context.Figure(learner, "top_decile_gain", curve.EffectOfTop(.1) - curve.AverageEffect, seconds, [.. more]);
    }
}

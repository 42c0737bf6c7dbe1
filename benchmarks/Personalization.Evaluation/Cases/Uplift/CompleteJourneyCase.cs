using Personalization.Core;
using Personalization.Prediction;

namespace Personalization.Evaluation.Cases;

/// <summary>Who redeems a coupon of the campaigns to come, learned from those that had ended.</summary>
internal sealed class CompleteJourneyCase : IEvaluationCase
{
    /// <summary>The campaigns that began from here on are foretold; those that had ended by then are learned from.</summary>
    private static readonly DateTime Split = new(2017, 10, 4);

    /// <summary>The file ends with the year: what came of campaigns that end later isn't known.</summary>
    private static readonly DateTime Known = new(2018, 1, 1);

    public string Name => "complete-journey";

    public string Description =>
        "Complete Journey: who redeems a coupon of the campaigns from October on, learned from those that had ended";

    public void Run(EvaluationContext context)
    {
        GrocerCampaigns grocer = new(context);
        ProbabilitySlice[] past = [.. grocer.Campaigns.Where(own => own.End <= Split).Select(grocer.Slice)];
        ProbabilitySlice[] test = [.. grocer.Campaigns.Where(own => own.Start >= Split && own.End < Known).Select(grocer.Slice)];
        ProbabilityData data = new("redeems a coupon", GrocerCampaigns.Columns, past);
        bool[] happened = [.. test.SelectMany(slice => slice.Happened)];
        foreach ((string name, CalibrationKind calibration) in new[]
        {
            ("logistic", CalibrationKind.None), ("logistic, Platt", CalibrationKind.Platt),
            ("logistic, isotonic", CalibrationKind.Isotonic),
        })
        {
            LogisticRegressionModel model = new LogisticRegressionTrainer(new() { Calibration = calibration }).Fit(data);
            Tell(context, name, [.. test.SelectMany(slice => model.Predict(slice.Customers))], happened, data);
        }

        // What a shop would do by hand: the share of those who had redeemed before, and of those who hadn't.
        double[] rates = [Rate(past, false), Rate(past, true)];
        Tell(context, "redeemed before", [.. test.SelectMany(Before).Select(before => rates[before ? 1 : 0])], happened, data);
    }

    private static void Tell(EvaluationContext context, string model, double[] probabilities, bool[] happened, ProbabilityData data)
    {
        LiftPoint top = LiftCurve.Of(probabilities, happened)[0];
        context.Figure(
            model, "AUC", BinaryMetrics.Auc(probabilities, happened), null, ("campaigns_learned_from", data.Slices.Count),
            ("learned_from", data.Count), ("customers", happened.Length), ("redeemed", happened.Count(own => own)),
            ("expected", probabilities.Sum()),
            ("calibration_error", CalibrationMetrics.ExpectedCalibrationError(probabilities, happened, 10)),
            ("log_loss", BinaryMetrics.LogLoss(probabilities, happened)), ("brier", BinaryMetrics.Brier(probabilities, happened)),
            ("top_decile_lift", top.Lift), ("top_decile_gain", top.Gain));
    }

    private static double Rate(ProbabilitySlice[] past, bool redeemedBefore)
    {
        bool[] own =
        [
            .. past.SelectMany(slice => slice.Happened.Zip(Before(slice)))
                .Where(pair => pair.Second == redeemedBefore).Select(pair => pair.First),
        ];
        return (double)own.Count(happened => happened) / own.Length;
    }

    private static IEnumerable<bool> Before(ProbabilitySlice slice)
    {
        WholeNumberColumn column = slice.Customers.Column<WholeNumberColumn>("redeemed_before");
        return Enumerable.Range(0, column.Count).Select(row => column.Values[row] > 0);
    }
}

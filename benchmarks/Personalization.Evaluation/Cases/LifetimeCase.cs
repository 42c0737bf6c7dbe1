using System.Diagnostics;
using Personalization.Core;
using Personalization.Rfm;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Lifetime models on CDNOW: fitted on 39 weeks, the next 39 forecast. Of the tenth that the papers use, then of all 23,570 customers.
/// </summary>
internal sealed class LifetimeCase : IEvaluationCase
{
    public string Name => "lifetime";

    public string Description => "lifetime models on CDNOW: fit, parameters, hold-out, and customers scored a second [--starts N]";

    public void Run(EvaluationContext context)
    {
        LifetimeFitOptions options = new() { Starts = context.Option("starts", 4) };
        foreach ((string part, string file, int id) in (ReadOnlySpan<(string, string, int)>)
            [("sample", "cdnow/CDNOW_sample.txt", 1), ("master", "cdnow/CDNOW_master.txt", 0)])
        {
            LifetimeSummary summary = CdnowLog.Summary(context.Data(file), id);
            context.Say($"{part}: {summary.Count} customers");
            Measure(
                context, part, summary, () => new BgNbdTrainer(options).Fit(summary),
                m => $"r {m.R:F5} alpha {m.Alpha:F5} a {m.A:F5} b {m.B:F5}");
            Measure(
                context, part, summary, () => new MbgNbdTrainer(options).Fit(summary),
                m => $"r {m.R:F5} alpha {m.Alpha:F5} a {m.A:F5} b {m.B:F5}");
            Measure(
                context, part, summary, () => new ParetoNbdTrainer(options).Fit(summary),
                m => $"r {m.R:F5} alpha {m.Alpha:F5} s {m.S:F5} beta {m.Beta:F5}");
            Spend(context, part, summary, options);
        }
    }

    private static void Measure<TModel>(
        EvaluationContext context, string part, LifetimeSummary summary, Func<TModel> fit, Func<TModel, FormattableString> parameters)
        where TModel : class, IPurchaseModel
    {
        Stopwatch watch = Stopwatch.StartNew();
        TModel model = fit();
        double seconds = watch.Elapsed.TotalSeconds;
        LifetimeValueOptions ahead = new() { Horizon = summary.HoldOutLength };
        watch.Restart();
        ReadOnlySpan<double> expected = model.Score(summary, options: ahead).Column<NumberColumn>("expected_purchases").Values;
        double scoring = watch.Elapsed.TotalSeconds, total = 0, absolute = 0, square = 0;
        long actual = 0;
        for (int row = 0; row < summary.Count; row++)
        {
            double error = expected[row] - summary.HoldOutPurchases[row];
            total += expected[row];
            actual += summary.HoldOutPurchases[row];
            absolute += Math.Abs(error);
            square += error * error;
        }

        string name = model.Kind.Name;
        context.Figure(
            name, "log_likelihood", model.Fit.LogLikelihood, seconds, ("part", part),
            ("parameters", FormattableString.Invariant(parameters(model))),
            ("outcome", model.Fit.Outcome), ("starts", model.Fit.Starts), ("starts_agreeing", model.Fit.StartsAgreeing));
        context.Figure(name, "MAE", absolute / summary.Count, seconds, ("part", part));
        context.Figure(name, "RMSE", Math.Sqrt(square / summary.Count), seconds, ("part", part));
        context.Figure(
            name, "total", total, seconds, ("part", part), ("actual", actual), ("customers", summary.Count), ("score_s", scoring));
    }

    private static void Spend(EvaluationContext context, string part, LifetimeSummary summary, LifetimeFitOptions options)
    {
        Stopwatch watch = Stopwatch.StartNew();
        GammaGammaModel model = new GammaGammaTrainer(options).Fit(summary);
        context.Figure(
            "gamma-gamma", "log_likelihood", model.Fit.LogLikelihood, watch.Elapsed.TotalSeconds, ("part", part),
            ("parameters", FormattableString.Invariant($"p {model.P:F5} q {model.Q:F5} gamma {model.Gamma:F5}")),
            ("outcome", model.Fit.Outcome), ("customers", model.Fit.Customers), ("starts_agreeing", model.Fit.StartsAgreeing));
    }
}

using System.Diagnostics;
using Personalization.Rfm;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Lifetime models on CDNOW: fitted on 39 weeks, the next 39 forecast. Of the tenth that the papers use, then of all 23,570 customers.
/// <c>chosen</c> is the one that forecast the last 13 of the 39 weeks best; it hasn't seen the hold-out.
/// </summary>
internal sealed class CdnowCase : IEvaluationCase
{
    public string Name => "cdnow";

    public string Description => "lifetime models on CDNOW: fit, parameters, choice, hold-out, and customers scored a second [--starts N]";

    public void Run(EvaluationContext context)
    {
        LifetimeChoiceOptions options = new()
        {
            Models = Enum.GetValues<LifetimeModelType>(),
            Fit = new LifetimeFitOptions { Starts = context.Option("starts", 4) },
            Summary = new LifetimeSummaryOptions { CalibrationEnd = new DateTime(1997, 9, 30) },
        };
        foreach ((string part, string file, int id) in (ReadOnlySpan<(string, string, int)>)
            [("sample", "cdnow/CDNOW_sample.txt", 1), ("master", "cdnow/CDNOW_master.txt", 0)])
        {
            Stopwatch watch = Stopwatch.StartNew();
            LifetimeChoice choice = new LifetimeChooser(options).Choose(CdnowLog.Read(context.Data(file), id));
            double seconds = watch.Elapsed.TotalSeconds;
            context.Say($"{part}: {choice.Summary.Count} customers. {choice.Reason}");
            foreach (LifetimeCandidate candidate in choice.Candidates) Tell(context, part, candidate, choice.Summary);
            LifetimeForecastScore held = LifetimeForecastScore.Of(choice.Model, choice.Summary);
            context.Figure(
                "chosen", "validation_RMSE", choice.Chosen.Validation.RootMeanSquaredError, seconds, ("part", part),
                ("model_chosen", choice.Model.Kind.Name), ("reason", choice.Reason));
            Tell(context, part, "chosen", held, seconds, ("model_chosen", choice.Model.Kind.Name));
            context.Figure("rate-times-time", "validation_RMSE", choice.SteadyRate.RootMeanSquaredError, 0, ("part", part));
            Tell(context, part, "rate-times-time", LifetimeForecastScore.OfSteadyRate(choice.Summary), 0);
            Spend(context, part, choice.Summary, options.Fit);
        }
    }

    private static void Tell(EvaluationContext context, string part, LifetimeCandidate candidate, LifetimeSummary summary)
    {
        IPurchaseModel model = candidate.Model;
        string name = model.Kind.Name;
        double seconds = model.Report.Duration.TotalSeconds;
        context.Figure(
            name, "log_likelihood", candidate.LogLikelihood, seconds, ("part", part), ("parameters", Parameters(model)),
            ("AIC", candidate.Aic), ("BIC", candidate.Bic), ("outcome", model.Fit.Outcome), ("starts", model.Fit.Starts),
            ("starts_agreeing", model.Fit.StartsAgreeing));
        LifetimeForecastScore validation = candidate.Validation;
        context.Figure(
            name, "validation_RMSE", validation.RootMeanSquaredError, seconds, ("part", part), ("MAE", validation.MeanAbsoluteError),
            ("total", validation.ForecastTotal), ("actual", validation.ActualTotal));
        Stopwatch watch = Stopwatch.StartNew();
        LifetimeForecastScore held = LifetimeForecastScore.Of(model, summary);
        Tell(context, part, name, held, seconds, ("score_s", watch.Elapsed.TotalSeconds));
    }

    private static void Tell(
        EvaluationContext context, string part, string name, LifetimeForecastScore score, double seconds,
        params ReadOnlySpan<(string Name, object Value)> more)
    {
        context.Figure(name, "MAE", score.MeanAbsoluteError, seconds, ("part", part));
        context.Figure(name, "RMSE", score.RootMeanSquaredError, seconds, ("part", part));
        context.Figure(
            name, "total", score.ForecastTotal, seconds,
            [("part", part), ("actual", score.ActualTotal), ("customers", score.Customers), .. more]);
    }

    private static string Parameters(IPurchaseModel model) => FormattableString.Invariant(model switch
    {
        BetaGeometricModel m => $"r {m.R:F5} alpha {m.Alpha:F5} a {m.A:F5} b {m.B:F5}",
        ParetoNbdModel m => $"r {m.R:F5} alpha {m.Alpha:F5} s {m.S:F5} beta {m.Beta:F5}",
        _ => $"{model.Kind.Name}",
    });

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

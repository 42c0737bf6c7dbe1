using System.Globalization;
using Personalization.Rfm;

namespace Personalization.Evaluation.Cases;

/// <summary>A fit of one model to all of CDNOW's customers from one start, as benchmarks/peers/lifetime_fit.py does it.</summary>
internal sealed class LifetimeFitCase : IEvaluationCase
{
    public string Name => "lifetime-fit";

    public string Description => "a lifetime model fitted to CDNOW's 23,570 customers [--model bg-nbd|pareto-nbd] [--runs N]";

    public void Run(EvaluationContext context)
    {
        LifetimeSummary summary = CdnowLog.Summary(context.Data("cdnow/CDNOW_master.txt"), 0);
        LifetimeFitOptions once = new() { Starts = 1 };
        string name = context.Option("model", "bg-nbd");
        Func<LifetimeModel> fit = name == "pareto-nbd"
            ? () => new ParetoNbdTrainer(once).Fit(summary)
            : () => new BgNbdTrainer(once).Fit(summary);
        LifetimeModel model = fit();
        double seconds = EvaluationContext.MedianSeconds(context.Option("runs", 15), () => model = fit());
        string check = string.Create(CultureInfo.InvariantCulture, $"{model.Fit.LogLikelihood:F4}");
        context.Figure(
            name, "seconds", seconds, null, ("customers", summary.Count), ("iterations", model.Report.Iterations),
            ("outcome", model.Fit.Outcome), ("gradient", model.Fit.Gradient), ("check", check));
    }
}

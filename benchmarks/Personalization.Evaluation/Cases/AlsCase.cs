using System.Globalization;
using Personalization.Core;
using Personalization.Recommendations;

namespace Personalization.Evaluation.Cases;

/// <summary>Speed of implicit ALS on made interactions, as peers/mf_als.py has it.</summary>
internal sealed class AlsCase : IEvaluationCase
{
    public string Name => "als";

    public string Description =>
        "implicit ALS: seconds of an iteration, objective, lists a second [--interactions FILE] [--solver] [--factors] [--iterations] "
        + "[--lists 2000]";

    public void Run(EvaluationContext context)
    {
        InteractionMatrix matrix = RawInteractions.Read(context.Option("interactions", ""));
        AlsOptions options = new()
        {
            Factors = context.Option("factors", 64),
            Iterations = context.Option("iterations", 15),
            UnobservedWeight = .1,
            Regularization = .005,
            Solver = Enum.Parse<AlsSolver>(context.Option("solver", nameof(AlsSolver.ConjugateGradient))),
            GradientSteps = context.Option("steps", 3),
            Threads = context.Option("threads", 2),
        };
        TimeSpan before = Environment.CpuUsage.TotalTime;
        AlsModel model = new AlsTrainer(options).Fit(matrix);
        context.Figure("Als", "cpu_seconds", (Environment.CpuUsage.TotalTime - before).TotalSeconds / options.Iterations);
        double total = model.Report.Duration.TotalSeconds;
        context.Figure("Als", "seconds", total / options.Iterations, total, ("interactions", matrix.Count), ("solver", options.Solver));
        context.Figure("Als", "objective", model.Report.Objective);
        FactorLists.Tell(context, "Als", model, context.Option("lists", 2000));
        FactorLists.TellVisit(context, "Als", model, matrix);
    }
}

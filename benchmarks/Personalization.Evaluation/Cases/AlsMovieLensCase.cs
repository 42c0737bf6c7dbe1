using System.Globalization;
using Personalization.Core;
using Personalization.Recommendations;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Implicit ALS on MovieLens 1M by the protocol of He et al. 2017, with the options that Rendle et al. 2021 give for it: 192 factors, 12
/// iterations, λ .007, α₀ .3.
/// </summary>
internal sealed class AlsMovieLensCase : IEvaluationCase
{
    public string Name => "als-ml1m";

    public string Description =>
        "MovieLens 1M, leave-one-out with 99 negatives: implicit ALS [--factors] [--iterations] [--regularization] [--weight] [--solver]";

    public void Run(EvaluationContext context)
    {
        EventLog train = NeuralCfCase.ReadTrain(context.Data("movielens-1m/ncf.train.rating.gz"));
        NeuralCfCase.LeftOut[] tests = NeuralCfCase.ReadTests(context.Data("movielens-1m/ncf.test.negative.gz"));
        AlsOptions options = new()
        {
            Factors = context.Option("factors", 192),
            Iterations = context.Option("iterations", 12),
            Regularization = Number(context, "regularization", .007),
            UnobservedWeight = Number(context, "weight", .3),
            Solver = Enum.Parse<AlsSolver>(context.Option("solver", nameof(AlsSolver.Cholesky))),
            Seed = (ulong)context.Option("seed", 1),
        };
        TimeSpan before = Environment.CpuUsage.TotalTime;
        AlsModel model = new AlsTrainer(options).Fit(train, new TrainingTold(context));
        context.Figure(
            "Als", "cpu_seconds", (Environment.CpuUsage.TotalTime - before).TotalSeconds, model.Report.Duration.TotalSeconds,
            ("options", options));
        NeuralCfCase.Measure(
            context, "Als", model.Report.Duration.TotalSeconds, tests, model.Items,
            (customer, scores) => model.TryScore(new RecommendationRequest { Customer = customer }, scores));
    }

    private static double Number(EvaluationContext context, string name, double fallback) =>
        double.Parse(context.Option(name, fallback.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);
}

using Personalization.Clustering;
using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// A Gaussian mixture of full covariances on a raw matrix, from given means, a fixed number of maximizations: seconds for each of them.
/// </summary>
internal sealed class MixtureCase : IEvaluationCase
{
    public string Name => "mixture";

    public string Description =>
        "Gaussian mixture, --points FILE --centers FILE --columns D [--maximizations 20] [--kind Full] [--runs 3] [--threads 2]";

    public void Run(EvaluationContext context)
    {
        int columns = context.Option("columns", 3), maximizations = context.Option("maximizations", 20);
        Matrix points = RawMatrix.Read(context.Option("points", ""), columns),
            means = RawMatrix.Read(context.Option("centers", ""), columns);

        // The first maximization is that of the beginning, when every row belongs to the nearest mean.
        GaussianMixtureTrainer trainer = new(new()
        {
            ClusterCount = means.Rows,
            Covariance = Enum.Parse<CovarianceKind>(context.Option("kind", nameof(CovarianceKind.Full))),
            InitialMeans = means,
            Tolerance = 0,
            MaxIterations = maximizations - 1,
            Threads = context.Option("threads", Environment.ProcessorCount),
        });
        GaussianMixtureModel? model = null;
        double seconds = EvaluationContext.MedianSeconds(context.Option("runs", 3), () => model = trainer.Fit(points));
        context.Figure("GaussianMixtureModel", "seconds", seconds / maximizations);
        context.Figure("GaussianMixtureModel", "lower_bound", -model!.Report.Objective);
        context.Figure("GaussianMixtureModel", "mean_log_likelihood", model.LogLikelihood / model.TotalWeight);
    }
}

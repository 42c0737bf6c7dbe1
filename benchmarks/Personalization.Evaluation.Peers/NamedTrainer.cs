using Personalization.Core;

namespace Personalization.Evaluation;

/// <summary>A trainer under another name.</summary>
internal sealed class NamedTrainer(string name, IProbabilityTrainer trainer) : IProbabilityTrainer
{
    public string Name => name;

    public IProbabilityModel Fit(ProbabilityData data, IProgress<FitProgress>? progress, CancellationToken cancellationToken) =>
        trainer.Fit(data, progress, cancellationToken);
}

using Personalization.Core;
using Personalization.Evaluation;
using Personalization.Evaluation.Cases;
using Personalization.MicrosoftML;

IEvaluationCase[] cases =
[
    new ChurnCase(
    [
        new FastTreeBoostedTreesTrainer(),
        new NamedTrainer("fast-tree, isotonic", new FastTreeBoostedTreesTrainer(new() { Calibration = CalibrationKind.Isotonic })),
        new LightGbmBoostedTreesTrainer(),
    ]),
    new MlNetCase(), new TensorsCase(), new MathNetCase(),
];

return EvaluationProgram.Run(args, cases);

/// <summary>A trainer under another name.</summary>
internal sealed class NamedTrainer(string name, IProbabilityTrainer trainer) : IProbabilityTrainer
{
    public string Name => name;

    public IProbabilityModel Fit(ProbabilityData data, IProgress<FitProgress>? progress, CancellationToken cancellationToken) =>
        trainer.Fit(data, progress, cancellationToken);
}

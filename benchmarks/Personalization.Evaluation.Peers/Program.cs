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

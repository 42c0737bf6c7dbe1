using Personalization.Evaluation;
using Personalization.Evaluation.Cases;
using Personalization.Torch;

IEvaluationCase[] cases =
[
    new NeuralCfCase((engine, options, log, progress) => engine switch
    {
        "Torch" => new TorchNeuralCfTrainer(options).Fit(log, progress),
        "TorchCuda" => new TorchNeuralCfTrainer(options, TorchDevice.Cuda).Fit(log, progress),
        _ => throw new EvaluationException($"There is no engine '{engine}'; Torch, TorchCuda and Managed are."),
    }),
    new NeuMfTorchCase(),
    new PythonWeightsCase(),
];

return EvaluationProgram.Run(args, cases);

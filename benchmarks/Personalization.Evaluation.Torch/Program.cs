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
    new SasRecCase((engine, options, sequences, progress) => engine switch
    {
        "Torch" => new TorchBeha2VecTrainer(options).Fit(sequences, progress),
        "TorchCuda" => new TorchBeha2VecTrainer(options, TorchDevice.Cuda).Fit(sequences, progress),
        _ => throw new EvaluationException($"There is no engine '{engine}'; Torch, TorchCuda and Managed are."),
    }),
    new NeuMfTorchCase(),
    new SasRecTorchCase(),
    new PythonWeightsCase(),
    new PythonSequencesCase(),
];

return EvaluationProgram.Run(args, cases);

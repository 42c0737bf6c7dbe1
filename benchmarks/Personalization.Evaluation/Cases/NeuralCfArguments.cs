using System.Globalization;
using Personalization.NeuralCf;

namespace Personalization.Evaluation.Cases;

/// <summary>Options of neural collaborative filtering from the command line.</summary>
internal static class NeuralCfArguments
{
    public const string Usage =
        "[--architecture] [--factors] [--layers 64,32,16] [--loss] [--negatives] [--pretraining] [--epochs] [--patience] [--batch] "
        + "[--rate] [--decay] [--validation]";

    /// <summary>Those that are given, and the rest from elsewhere.</summary>
    public static NeuralCfOptions Read(EvaluationContext context, NeuralCfOptions defaults) => defaults with
    {
        Architecture = Enum.Parse<NeuralCfArchitecture>(context.Option("architecture", defaults.Architecture.ToString())),
        Factors = context.Option("factors", defaults.Factors),
        HiddenLayers =
        [
            .. context.Option("layers", string.Join(',', defaults.HiddenLayers)).Split(',')
                .Select(width => int.Parse(width, CultureInfo.InvariantCulture)),
        ],
        Loss = Enum.Parse<NeuralCfLoss>(context.Option("loss", defaults.Loss.ToString())),
        NegativesPerPositive = context.Option("negatives", defaults.NegativesPerPositive),
        PretrainingEpochs = context.Option("pretraining", defaults.PretrainingEpochs),
        MaxEpochs = context.Option("epochs", defaults.MaxEpochs),
        Patience = context.Option("patience", defaults.Patience),
        BatchSize = context.Option("batch", defaults.BatchSize),
        LearningRate = Number(context, "rate", defaults.LearningRate),
        WeightDecay = Number(context, "decay", defaults.WeightDecay),
        ValidationCustomers = context.Option("validation", defaults.ValidationCustomers),
    };

    private static double Number(EvaluationContext context, string name, double fallback) =>
        double.Parse(context.Option(name, fallback.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);
}

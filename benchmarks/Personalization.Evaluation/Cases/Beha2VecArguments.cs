using System.Globalization;
using Personalization.Beha2Vec;
using Personalization.Neural;

namespace Personalization.Evaluation.Cases;

/// <summary>Options of Beha2Vec from the command line.</summary>
internal static class Beha2VecArguments
{
    public const string Usage =
        "[--dimensions] [--blocks] [--heads] [--inner] [--length] [--window] [--positions] [--dropout] [--loss] [--negatives] [--power] "
        + "[--masked] [--masked-share] [--epochs] [--patience] [--batch] [--rate] [--schedule] [--decay] [--validation]";

    /// <summary>Those that are given, and the rest from elsewhere.</summary>
    public static Beha2VecOptions Read(EvaluationContext context, Beha2VecOptions defaults) => defaults with
    {
        Dimensions = context.Option("dimensions", defaults.Dimensions),
        Blocks = context.Option("blocks", defaults.Blocks),
        Heads = context.Option("heads", defaults.Heads),
        InnerWidth = context.Option("inner", defaults.InnerWidth),
        MaxLength = context.Option("length", defaults.MaxLength),
        Window = context.Option("window", defaults.Window),
        Positions = Enum.Parse<BehaviorPositions>(context.Option("positions", defaults.Positions.ToString())),
        Dropout = Number(context, "dropout", defaults.Dropout),
        ItemLoss = Enum.Parse<BehaviorItemLoss>(context.Option("loss", defaults.ItemLoss.ToString())),
        Negatives = context.Option("negatives", defaults.Negatives),
        NegativePower = Number(context, "power", defaults.NegativePower),
        MaskedWeight = Number(context, "masked", defaults.MaskedWeight),
        MaskedShare = Number(context, "masked-share", defaults.MaskedShare),
        MaxEpochs = context.Option("epochs", defaults.MaxEpochs),
        Patience = context.Option("patience", defaults.Patience),
        BatchSize = context.Option("batch", defaults.BatchSize),
        LearningRate = Number(context, "rate", defaults.LearningRate),
        LearningRateDecay = Enum.Parse<LearningRateDecay>(context.Option("schedule", defaults.LearningRateDecay.ToString())),
        WeightDecay = Number(context, "decay", defaults.WeightDecay),
        ValidationCustomers = context.Option("validation", defaults.ValidationCustomers),
    };

    private static double Number(EvaluationContext context, string name, double fallback) =>
        double.Parse(context.Option(name, fallback.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);
}

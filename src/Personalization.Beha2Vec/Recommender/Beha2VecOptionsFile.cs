using Personalization.Core;
using Personalization.Neural;

namespace Personalization.Beha2Vec;

/// <summary>Options as metadata of a model file; threads are left out.</summary>
internal static class Beha2VecOptionsFile
{
    private const string MaskedWeight = "masked_weight", MaskedShare = "masked_share";

    public static void Write(ModelFileWriter file, Beha2VecOptions options)
    {
        file.Set("dimensions", options.Dimensions);
        file.Set("blocks", options.Blocks);
        file.Set("heads", options.Heads);
        file.Set("inner_width", options.InnerWidth);
        file.Set("max_length", options.MaxLength);
        file.Set("window", options.Window);
        file.Set("positions", options.Positions.ToString());
        file.Set("dropout", options.Dropout);
        file.Set("item_loss", options.ItemLoss.ToString());
        file.Set("negatives", options.Negatives);
        file.Set("negative_power", options.NegativePower);
        file.Set("item_weight", options.ItemWeight);
        file.Set("type_weight", options.TypeWeight);
        file.Set("gap_weight", options.GapWeight);
        file.Set("contrastive_weight", options.ContrastiveWeight);
        file.Set("learning_rate", options.LearningRate);
        file.Set("learning_rate_decay", options.LearningRateDecay.ToString());
        file.Set("weight_decay", options.WeightDecay);
        file.Set("batch_size", options.BatchSize);
        file.Set("max_epochs", options.MaxEpochs);
        file.Set("patience", options.Patience);
        file.Set("validation_customers", options.ValidationCustomers);
        file.Set("seed", options.Seed);

        // Without masked events a file is what it was before there were any.
        if (options is { MaskedWeight: 0, MaskedShare: Beha2VecOptions.DefaultMaskedShare }) return;
        file.Set(MaskedWeight, options.MaskedWeight);
        file.Set(MaskedShare, options.MaskedShare);
    }

    public static Beha2VecOptions Read(ModelFile file) => Beha2VecOptions.Valid(new()
    {
        Dimensions = file.GetMetadata<int>("dimensions"),
        Blocks = file.GetMetadata<int>("blocks"),
        Heads = file.GetMetadata<int>("heads"),
        InnerWidth = file.GetMetadata<int>("inner_width"),
        MaxLength = file.GetMetadata<int>("max_length"),
        Window = file.GetMetadata<int>("window"),
        Positions = file.GetEnum<BehaviorPositions>("positions"),
        Dropout = file.GetMetadata<double>("dropout"),
        ItemLoss = file.GetEnum<BehaviorItemLoss>("item_loss"),
        Negatives = file.GetMetadata<int>("negatives"),
        NegativePower = file.GetMetadata<double>("negative_power"),
        ItemWeight = file.GetMetadata<double>("item_weight"),
        TypeWeight = file.GetMetadata<double>("type_weight"),
        GapWeight = file.GetMetadata<double>("gap_weight"),
        ContrastiveWeight = file.GetMetadata<double>("contrastive_weight"),
        LearningRate = file.GetMetadata<double>("learning_rate"),
        LearningRateDecay = file.GetEnum<LearningRateDecay>("learning_rate_decay"),
        WeightDecay = file.GetMetadata<double>("weight_decay"),
        BatchSize = file.GetMetadata<int>("batch_size"),
        MaxEpochs = file.GetMetadata<int>("max_epochs"),
        Patience = file.GetMetadata<int>("patience"),
        ValidationCustomers = file.GetMetadata<int>("validation_customers"),
        Seed = file.GetMetadata<ulong>("seed"),
        MaskedWeight = file.TryGetMetadata(MaskedWeight, out _) ? file.GetMetadata<double>(MaskedWeight) : 0,
        MaskedShare = file.TryGetMetadata(MaskedShare, out _)
            ? file.GetMetadata<double>(MaskedShare)
            : Beha2VecOptions.DefaultMaskedShare,
    });
}

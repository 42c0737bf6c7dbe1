using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>
/// Recommends the items that score highest, the dot product of the customer's factors and the item's plus its bias. A visit is folded in:
/// with a basket or session, the customer's factors go on learning from all that they have, sixteen comparisons an item while items stand
/// still; those of somebody unknown begin at zero. The report has, of each epoch, the mean loss and "auc", the share of comparisons that
/// came out right, each before its step: over pairs of an item that a customer has and one that they don't, an estimate of the area under
/// the curve. Immutable and thread-safe. Make one with <see cref="BprTrainer"/>.
/// </summary>
public sealed class BprModel : FactorModel, IModel<BprModel>
{
    private const string ItemsName = "item_factors_and_biases";

    /// <param name="options">How it was fitted.</param>
    /// <param name="space">Customers, items, and who has what.</param>
    /// <param name="customers">Factors of customers.</param>
    /// <param name="items">Factors of items, each with its bias at the end.</param>
    /// <param name="report">How the fit went.</param>
    internal BprModel(BprOptions options, ItemSpace space, Matrix customers, Matrix items, FitReport report)
        : base(space, customers, items, options.Factors, report) => Options = options;

    /// <inheritdoc/>
    public static ModelKind<BprModel> Kind { get; } = new("bpr", 1, FromFile);

    /// <summary>How it was fitted; a loaded model doesn't know <see cref="BprOptions.Threads"/>.</summary>
    public BprOptions Options { get; }

    /// <summary>What an item's scores have beside the dot product; 0 for an unknown item.</summary>
    public float BiasOf(ItemId item) => Items.TryGetRow(item, out int row) ? ItemMatrix.Row(row)[^1] : 0;

    /// <summary>Writes the model as a model file of kind <c>bpr</c>; the stream stays open.</summary>
    public void Save(Stream destination)
    {
        ModelFileWriter file = Kind.NewFile();
        file.Set("factors", Options.Factors);
        file.Set("epochs", Options.Epochs);
        file.Set("learning_rate", Options.LearningRate);
        file.Set("regularization", Options.Regularization);
        file.Set("seed", Options.Seed);
        InteractionOptionsFile.Write(file, Options.Interactions);
        WriteFactors(file, ItemsName);
        file.WriteTo(destination);
    }

    private static BprModel FromFile(ModelFile file)
    {
        BprOptions options = new()
        {
            Factors = file.GetMetadata<int>("factors"),
            Epochs = file.GetMetadata<int>("epochs"),
            LearningRate = file.GetMetadata<double>("learning_rate"),
            Regularization = file.GetMetadata<double>("regularization"),
            Seed = file.GetMetadata<ulong>("seed"),
            Interactions = InteractionOptionsFile.Read(file),
        };
        (ItemSpace space, Matrix customers, Matrix items) = ReadFactors(file, options.Factors, ItemsName, options.Factors + 1);
        return new BprModel(options, space, customers, items, file.Report());
    }

    private protected override bool TryVector(RecommendationRequest request, OwnedItems owned, Span<float> vector)
    {
        if (owned.Rows.IsEmpty) return false;
        Span<float> factors = vector[..^1];
        factors.Clear();
        bool isKnown = Customers.TryGetRow(request.Customer, out int row);
        if (isKnown) CustomerMatrix.Row(row).CopyTo(factors);
        if (!isKnown || Space.History.Columns(row).Length != owned.Rows.Length) BprFoldIn.Run(owned, ItemMatrix, Options, factors);
        vector[^1] = 1;
        return true;
    }
}

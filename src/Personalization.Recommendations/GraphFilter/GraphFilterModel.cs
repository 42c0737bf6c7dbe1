using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// Recommends what a filter on the graph of customers and items leaves of what a customer has: score(j) = Σ over the customer's items i of
/// value(i) · W(i, j), W worked out once for each item. A new customer, basket or visit needs no fitting anew. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// Make a model with <see cref="GraphFilterTrainer"/>. A list's reasons are the customer's items that speak most for each.
/// </remarks>
public sealed class GraphFilterModel : ItemWeightsModel, IModel<GraphFilterModel>
{
    /// <inheritdoc/>
    public static ModelKind<GraphFilterModel> Kind { get; } = new("graph-filter", 1, FromFile);

    internal GraphFilterModel(GraphFilterOptions options, ItemSpace space, ItemWeights weights, FitReport report)
        : base(space, weights, report) => Options = options;

    /// <summary>How it was fitted; a loaded model doesn't know <see cref="GraphFilterOptions.Threads"/>.</summary>
    public GraphFilterOptions Options { get; }

    /// <summary>Writes the model as a model file of kind <c>graph-filter</c>; the stream stays open.</summary>
    public void Save(Stream destination) => ToFile().WriteTo(destination);

    private ModelFileWriter ToFile()
    {
        ModelFileWriter file = Kind.NewFile();
        file.Set("factors", Options.Factors);
        file.Set("smooth_weight", Options.SmoothWeight);
        file.Set("sharpening", Options.Sharpening);
        file.Set("neighbors", Options.Neighbors);
        file.Set("seed", Options.Seed);
        Space.Write(file);
        Weights.Write(file);
        return file;
    }

    private static GraphFilterModel FromFile(ModelFile file)
    {
        ItemSpace space = ItemSpace.Read(file);
        ItemWeights weights = ItemWeights.Read(file, space.Items.Count, isDense: false);
        GraphFilterOptions options = new()
        {
            Factors = file.GetMetadata<int>("factors"),
            SmoothWeight = file.GetMetadata<double>("smooth_weight"),
            Sharpening = file.GetMetadata<double>("sharpening"),
            Neighbors = file.GetMetadata<int>("neighbors"),
            Seed = file.GetMetadata<ulong>("seed"),
        };
        return new GraphFilterModel(options, space, weights, FitReport.ClosedForm());
    }
}

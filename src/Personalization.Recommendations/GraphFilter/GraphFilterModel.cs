using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// Recommends what a filter on the graph of customers and items leaves of what a customer has: score(j) = Σ over the customer's items i of
/// value(i) · W(i, j), W worked out once for each item. A new customer, basket or visit needs no fitting anew. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// Make a model with <see cref="GraphFilterTrainer"/>. A list's reasons are the customer's items that speak most for each.
/// </remarks>
public sealed class GraphFilterModel : IScoringRecommender, IModel<GraphFilterModel>
{
    /// <inheritdoc/>
    public static ModelKind<GraphFilterModel> Kind { get; } = new("graph-filter", 1, FromFile);

    private readonly ItemSpace _space;
    private readonly ItemWeights _weights;

    internal GraphFilterModel(GraphFilterOptions options, ItemSpace space, ItemWeights weights, FitReport report)
    {
        Options = options;
        _space = space;
        _weights = weights;
        Report = report;
    }

    /// <summary>How it was fitted; a loaded model doesn't know <see cref="GraphFilterOptions.Threads"/>.</summary>
    public GraphFilterOptions Options { get; }

    /// <summary>What the fit did; a loaded model has no duration.</summary>
    public FitReport Report { get; }

    /// <inheritdoc />
    public IdIndex<CustomerId> Customers => _space.Customers;

    /// <inheritdoc />
    public IdIndex<ItemId> Items => _space.Items;

    /// <inheritdoc />
    public RequestParts Uses =>
        RequestParts.Customer | RequestParts.Basket | RequestParts.Session | RequestParts.Candidates | RequestParts.Filter;

    /// <summary>
    /// How much having an item speaks for another, W(owned, item), at least 0: 0 where the item isn't among those that the other speaks for
    /// most, and where one of them isn't known.
    /// </summary>
    /// <param name="owned">What a customer has.</param>
    /// <param name="item">What may be recommended.</param>
    public double WeightOf(ItemId owned, ItemId item) =>
        Items.TryGetRow(owned, out int from) && Items.TryGetRow(item, out int to) ? _weights.Of(from, to) : 0;

    /// <summary>
    /// The best items for a request. Items of its basket and session count as the customer's own, each as if bought once. Ids that the
    /// model doesn't know are passed over, and where nothing is left, the list is what is popular.
    /// </summary>
    /// <inheritdoc />
    /// <exception cref="ArgumentException">The filter asks for categories or prices, and the model knows none.</exception>
    public IReadOnlyList<Recommendation> Recommend(RecommendationRequest request) =>
        ScoredLists.Make(_space, request, Score, (item, own) => _weights.Of(own, item));

    /// <inheritdoc />
    public bool TryScore(RecommendationRequest request, Span<float> scores) => ScoredLists.TryScore(_space, request, scores, Score);

    /// <summary>Writes the model as a model file of kind <c>graph-filter</c>; the stream stays open.</summary>
    public void Save(Stream destination) => ToFile().WriteTo(destination);

    private bool Score(RecommendationRequest request, OwnedItems owned, Span<float> scores) => _weights.Score(owned, scores);

    private ModelFileWriter ToFile()
    {
        ModelFileWriter file = Kind.NewFile();
        file.Set("factors", Options.Factors);
        file.Set("smooth_weight", Options.SmoothWeight);
        file.Set("sharpening", Options.Sharpening);
        file.Set("neighbors", Options.Neighbors);
        file.Set("seed", Options.Seed);
        _space.Write(file);
        _weights.Write(file);
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

using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// Recommends the neighbours of what a customer has: score(j) = Σ over the customer's items i that have j among their neighbours of
/// value(i) · similarity(i, j). What the neighbours can't fill is filled with what most customers have. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// Filled-in items have <see cref="RecommendationSource.Popular"/> and scores below every personal one, falling with popularity, so that a
/// list always falls from start to end. Make a model with <see cref="ItemNeighborsTrainer"/>.
/// </remarks>
public sealed class ItemNeighborsModel : IScoringRecommender, ISimilarItems, IModel<ItemNeighborsModel>
{
    /// <inheritdoc/>
    public static ModelKind<ItemNeighborsModel> Kind { get; } = new("item-neighbors", 1, FromFile);

    private readonly ItemSpace _space;
    private readonly RaggedRows _neighbors;

    internal ItemNeighborsModel(ItemNeighborsOptions options, ItemSpace space, RaggedRows neighbors, FitReport report)
    {
        Options = options;
        _space = space;
        _neighbors = neighbors;
        Report = report;
    }

    /// <summary>How neighbours were found; a loaded model doesn't know <see cref="ItemNeighborsOptions.Threads"/>.</summary>
    public ItemNeighborsOptions Options { get; }

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
    /// The best items for a request. Items of its basket and session count as the customer's own, each as if bought once, whatever their
    /// order; what the customer bought counts as it does without them. Ids that the model doesn't know are passed over, and where nothing
    /// is left, the list is what is popular.
    /// </summary>
    /// <inheritdoc />
    /// <exception cref="ArgumentException">The filter asks for categories, and the model knows none.</exception>
    public IReadOnlyList<Recommendation> Recommend(RecommendationRequest request) =>
        FilledLists.Make(_space, request, Score, (rows, owned, scratch) => Reasons.Find(rows, owned, _neighbors, Items, scratch));

    /// <inheritdoc />
    /// <remarks>An item that is no neighbour of what the customer has is scored 0.</remarks>
    public bool TryScore(RecommendationRequest request, Span<float> scores) =>
        FilledLists.TryScore(_space, request, scores, Score);

    /// <summary>
    /// The nearest neighbours of an item, nearest first, with the similarity as the score: at most <paramref name="count"/> and at most
    /// <see cref="ItemNeighborsOptions.NeighborCount"/>. None for an unknown item.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public IReadOnlyList<Recommendation> SimilarItems(ItemId item, int count)
    {
        Guard.AtLeast(count, 1, nameof(count));
        if (!Items.TryGetRow(item, out int row)) return [];
        ReadOnlySpan<int> neighbors = _neighbors.Columns(row);
        ReadOnlySpan<float> similarities = _neighbors.Values(row);
        Recommendation[] list = new Recommendation[Math.Min(count, neighbors.Length)];
        for (int i = 0; i < list.Length; i++)
            list[i] = new Recommendation(Items[neighbors[i]], similarities[i]) { BecauseOf = [item] };
        return list;
    }

    /// <summary>Writes the model as a model file of kind <c>item-neighbors</c>; the stream stays open.</summary>
    public void Save(Stream destination) => ToFile().WriteTo(destination);

    private void Score(RecommendationRequest request, OwnedItems owned, Scratch scratch)
    {
        for (int i = 0; i < owned.Rows.Length; i++)
        {
            ReadOnlySpan<int> neighbors = _neighbors.Columns(owned.Rows[i]);
            ReadOnlySpan<float> similarities = _neighbors.Values(owned.Rows[i]);
            double value = owned.Values[i];
            for (int n = 0; n < neighbors.Length; n++) scratch.Add(neighbors[n], value * similarities[n]);
        }
    }

    private ModelFileWriter ToFile()
    {
        ModelFileWriter file = Kind.NewFile();
        file.Set("neighbor_count", Options.NeighborCount);
        file.Set("similarity", Options.Similarity.ToString().ToLowerInvariant());
        file.Set("shrinkage", Options.Shrinkage);
        file.Set("minimum_support", Options.MinimumSupport);
        if (Options.Weighting != InteractionWeighting.None)
        {
            file.Set("weighting", Options.Weighting.ToString());
            file.Set("k1", Options.K1);
            file.Set("b", Options.B);
        }

        InteractionOptionsFile.Write(file, Options.Interactions);
        _space.Write(file);
        _neighbors.Write(file, "neighbors");
        return file;
    }

    private static ItemNeighborsModel FromFile(ModelFile file)
    {
        ItemSpace space = ItemSpace.Read(file);
        RaggedRows neighbors = RaggedRows.Read(file, "neighbors", space.Items.Count, space.Items.Count);
        ItemNeighborsOptions options = new()
        {
            NeighborCount = file.GetMetadata<int>("neighbor_count"),
            Similarity = file.GetMetadata("similarity") switch
            {
                "cosine" => ItemSimilarity.Cosine,
                "jaccard" => ItemSimilarity.Jaccard,
                "product" => ItemSimilarity.Product,
                string other => throw file.Invalid($"its similarity is '{other}'; 'cosine', 'jaccard' or 'product' is expected"),
            },
            Shrinkage = file.GetMetadata<double>("shrinkage"),
            MinimumSupport = file.GetMetadata<int>("minimum_support"),
            Interactions = InteractionOptionsFile.Read(file),
        };
        if (file.TryGetMetadata("weighting", out _))
        {
            options = options with
            {
                Weighting = file.GetEnum<InteractionWeighting>("weighting"),
                K1 = file.GetMetadata<double>("k1"),
                B = file.GetMetadata<double>("b"),
            };
        }

        return new ItemNeighborsModel(options, space, neighbors, FitReport.ClosedForm());
    }
}

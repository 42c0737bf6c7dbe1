using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// Recommends the neighbours of what a customer has: score(j) = Σ over the customer's items i that have j among their neighbours of
/// value(i) · similarity(i, j). What the neighbours can't fill is filled with what most customers have. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// Filled-in items have <see cref="RecommendationSource.Popular"/> and scores below every personal one, falling with popularity, so that a list
/// always falls from start to end. Make a model with <see cref="ItemNeighborsTrainer"/>.
/// </remarks>
public sealed class ItemNeighborsModel : IRecommender, IModel<ItemNeighborsModel>
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

    /// <summary>How neighbours were found; a loaded model doesn't know <see cref="ItemNeighborsOptions.MaxThreads"/>.</summary>
    public ItemNeighborsOptions Options { get; }

    /// <summary>What the fit did; a loaded model has no duration.</summary>
    public FitReport Report { get; }

    /// <inheritdoc />
    public IdIndex<CustomerId> Customers => _space.Customers;

    /// <inheritdoc />
    public IdIndex<ItemId> Items => _space.Items;

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The filter asks for categories, and the model knows none.</exception>
    public IReadOnlyList<Recommendation> Recommend(CustomerId customer, int count, RecommendationFilter? filter = null) =>
        Customers.TryGetRow(customer, out int row)
            ? Recommend(_space.History.Columns(row), _space.History.Values(row), count, filter)
            : Recommend([], [], count, filter);

    /// <summary>
    /// The best items beside a basket, for a visitor without a history. Items of the basket count as bought, each once; ids that the model doesn't
    /// know are passed over, and an empty basket gets what is popular.
    /// </summary>
    /// <inheritdoc cref="Recommend(CustomerId, int, RecommendationFilter?)" path="/exception"/>
    public IReadOnlyList<Recommendation> RecommendFor(IEnumerable<ItemId> basket, int count, RecommendationFilter? filter = null)
    {
        ArgumentNullException.ThrowIfNull(basket);
        SortedSet<int> rows = [];
        foreach (ItemId item in basket)
        {
            if (Items.TryGetRow(item, out int row)) rows.Add(row);
        }

        float[] values = new float[rows.Count];
        Array.Fill(values, 1);
        return Recommend([.. rows], values, count, filter);
    }

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

    private List<Recommendation> Recommend(ReadOnlySpan<int> owned, ReadOnlySpan<float> values, int count, RecommendationFilter? filter)
    {
        Guard.AtLeast(count, 1, nameof(count));
        filter ??= new RecommendationFilter();
        Candidates candidates = _space.Compile(filter);
        Scratch scratch = _space.Scratches.Rent();
        if (!filter.IncludeBought)
        {
            foreach (int item in owned) scratch.Block(item);
        }

        Score(owned, values, scratch);
        TopItems top = Best(scratch, candidates, Math.Min(count, Items.Count));
        List<Recommendation> list = new(Math.Min(count, Items.Count));
        ItemId[][] reasons = Reasons.Find(top.Rows, owned, values, _neighbors, Items, scratch);
        for (int i = 0; i < top.Count; i++)
        {
            scratch.Block(top.Rows[i]);
            list.Add(new Recommendation(Items[top.Rows[i]], top.Scores[i]) { BecauseOf = reasons[i] });
        }

        // Divided by more than the highest popularity: what is filled in stays below the last personal score.
        double ceiling = top.Count > 0 ? top.Scores[^1] : 1;
        _space.AddPopular(list, count, scratch, candidates, ceiling / (_space.HighestPopularity + 1));
        _space.Scratches.Return(scratch);
        return list;
    }

    private void Score(ReadOnlySpan<int> owned, ReadOnlySpan<float> values, Scratch scratch)
    {
        for (int i = 0; i < owned.Length; i++)
        {
            ReadOnlySpan<int> neighbors = _neighbors.Columns(owned[i]);
            ReadOnlySpan<float> similarities = _neighbors.Values(owned[i]);
            double value = values[i];
            for (int n = 0; n < neighbors.Length; n++) scratch.Add(neighbors[n], value * similarities[n]);
        }
    }

    private static TopItems Best(Scratch scratch, Candidates candidates, int count)
    {
        TopItems top = new(count);
        foreach (int row in scratch.Touched)
        {
            double score = scratch.ScoreOf(row);
            if (!scratch.IsBlocked(row) && top.Keeps(row, score) && candidates.Allow(row)) top.Add(row, score);
        }

        top.Sort();
        return top;
    }

    private ModelFileWriter ToFile()
    {
        ModelFileWriter file = Kind.NewFile();
        file.Set("neighbor_count", Options.NeighborCount);
        file.Set("similarity", Options.Similarity == ItemSimilarity.Cosine ? "cosine" : "jaccard");
        file.Set("shrinkage", Options.Shrinkage);
        file.Set("minimum_support", Options.MinimumSupport);
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
                string other => throw file.Invalid($"its similarity is '{other}'; 'cosine' or 'jaccard' is expected"),
            },
            Shrinkage = file.GetMetadata<double>("shrinkage"),
            MinimumSupport = file.GetMetadata<int>("minimum_support"),
        };
        return new ItemNeighborsModel(options, space, neighbors, FitReport.ClosedForm());
    }
}

using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>One customer who is like another.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="Similarity">How alike, above 0.</param>
public sealed record CustomerNeighbor(CustomerId Customer, double Similarity);

/// <summary>
/// Recommends what the customers most alike have: score(j) = Σ over the nearest customers u who have j of similarity(u) · value(u, j). What
/// they can't fill is filled with what most customers have. Immutable and thread-safe. Make one with <see cref="UserNeighborsTrainer"/>.
/// </summary>
/// <remarks>
/// A list costs Σ over the customer's items of the customers who have them, and the items of the neighbours: neighbours are looked for at
/// each request.
/// </remarks>
public sealed class UserNeighborsModel : IScoringRecommender, IModel<UserNeighborsModel>
{
    /// <inheritdoc/>
    public static ModelKind<UserNeighborsModel> Kind { get; } = new("user-neighbors", 1, FromFile);

    private readonly ItemSpace _space;
    private readonly CustomerSearch _search;

    internal UserNeighborsModel(UserNeighborsOptions options, ItemSpace space, FitReport report)
    {
        Options = options;
        Report = report;
        _space = space;
        _search = new CustomerSearch(space.History, space.Items.Count, options);
    }

    /// <summary>How neighbours are found.</summary>
    public UserNeighborsOptions Options { get; }

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
    /// The best items for a request. Items of its basket and session count as the customer's own, each as if bought once, and neighbours
    /// are looked for anew. Reasons are the customer's items that the neighbours with the recommended one have too, at most three. Where
    /// nobody is alike, the list is what is popular.
    /// </summary>
    /// <inheritdoc />
    /// <exception cref="ArgumentException">The filter asks for categories, and the model knows none.</exception>
    public IReadOnlyList<Recommendation> Recommend(RecommendationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        TopItems neighbors = NoNeighbors();
        return FilledLists.Make(
            _space,
            request,
            (asked, owned, scratch) => Score(asked, owned, scratch, neighbors),
            (rows, owned, scratch) => SharedItems.Find(rows, owned, neighbors, _space.History, Items, scratch));
    }

    /// <inheritdoc />
    /// <remarks>An item that no neighbour has is scored 0.</remarks>
    public bool TryScore(RecommendationRequest request, Span<float> scores)
    {
        TopItems neighbors = NoNeighbors();
        return FilledLists.TryScore(_space, request, scores, (asked, owned, scratch) => Score(asked, owned, scratch, neighbors))
            && neighbors.Count > 0;
    }

    /// <summary>
    /// The customers most like the one of a request, or like a visitor with its basket and session, most alike first, equal ones in ordinal
    /// order of ids; at most <paramref name="count"/> and at most <see cref="UserNeighborsOptions.NeighborCount"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public IReadOnlyList<CustomerNeighbor> SimilarCustomers(RecommendationRequest request, int count)
    {
        ArgumentNullException.ThrowIfNull(request);
        TopItems neighbors = new(Math.Min(Math.Min(Options.NeighborCount, Guard.AtLeast(count, 1, nameof(count))), Customers.Count));
        _search.Find(_space.OwnedBy(request), RowOf(request.Customer), neighbors);
        CustomerNeighbor[] found = new CustomerNeighbor[neighbors.Count];
        for (int i = 0; i < found.Length; i++) found[i] = new CustomerNeighbor(Customers[neighbors.Rows[i]], neighbors.Scores[i]);
        return found;
    }

    /// <summary>Writes the model as a model file of kind <c>user-neighbors</c>; the stream stays open.</summary>
    public void Save(Stream destination)
    {
        ModelFileWriter file = Kind.NewFile();
        file.Set("neighbor_count", Options.NeighborCount);
        file.Set("similarity", Options.Similarity.ToString());
        file.Set("weighting", Options.Weighting.ToString());
        file.Set("k1", Options.K1);
        file.Set("b", Options.B);
        file.Set("shrinkage", Options.Shrinkage);
        file.Set("minimum_support", Options.MinimumSupport);
        InteractionOptionsFile.Write(file, Options.Interactions);
        _space.Write(file);
        file.WriteTo(destination);
    }

    private static UserNeighborsModel FromFile(ModelFile file)
    {
        UserNeighborsOptions options = new()
        {
            NeighborCount = file.GetMetadata<int>("neighbor_count"),
            Similarity = file.GetEnum<CustomerSimilarity>("similarity"),
            Weighting = file.GetEnum<InteractionWeighting>("weighting"),
            K1 = file.GetMetadata<double>("k1"),
            B = file.GetMetadata<double>("b"),
            Shrinkage = file.GetMetadata<double>("shrinkage"),
            MinimumSupport = file.GetMetadata<int>("minimum_support"),
            Interactions = InteractionOptionsFile.Read(file),
        };
        return new UserNeighborsModel(options, ItemSpace.Read(file), FitReport.ClosedForm());
    }

    private TopItems NoNeighbors() => new(Math.Min(Options.NeighborCount, Customers.Count));

    private int RowOf(CustomerId customer) => Customers.TryGetRow(customer, out int row) ? row : -1;

    private void Score(RecommendationRequest request, OwnedItems owned, Scratch scratch, TopItems neighbors)
    {
        _search.Find(owned, RowOf(request.Customer), neighbors);
        for (int i = 0; i < neighbors.Count; i++)
        {
            int customer = neighbors.Rows[i];
            double similarity = neighbors.Scores[i];
            ReadOnlySpan<int> items = _space.History.Columns(customer);
            ReadOnlySpan<float> values = _space.History.Values(customer);
            for (int n = 0; n < items.Length; n++) scratch.Add(items[n], similarity * values[n]);
        }
    }
}

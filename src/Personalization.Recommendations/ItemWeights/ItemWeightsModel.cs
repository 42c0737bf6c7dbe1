using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// A linear model of items on items: score(j) = Σ over the customer's items i of value(i) · W(i, j). A new customer, basket or visit needs
/// no fitting anew. A list's reasons are the customer's items that speak most for each. Immutable and thread-safe.
/// </summary>
public abstract class ItemWeightsModel : IScoringRecommender
{
    private protected ItemWeightsModel(ItemSpace space, ItemWeights weights, FitReport report)
    {
        (Space, Weights) = (space, weights);
        Report = report;
    }

    /// <summary>What the fit did; a loaded model has no duration.</summary>
    public FitReport Report { get; }

    /// <inheritdoc />
    public IdIndex<CustomerId> Customers => Space.Customers;

    /// <inheritdoc />
    public IdIndex<ItemId> Items => Space.Items;

    /// <inheritdoc />
    public RequestParts Uses =>
        RequestParts.Customer | RequestParts.Basket | RequestParts.Session | RequestParts.Candidates | RequestParts.Filter;

    private protected ItemSpace Space { get; }

    private protected ItemWeights Weights { get; }

    /// <summary>
    /// How much having an item speaks for another, W(owned, item): below 0 where it speaks against it; 0 where the model keeps no weight of
    /// the two, and where one of them isn't known.
    /// </summary>
    /// <param name="owned">What a customer has.</param>
    /// <param name="item">What may be recommended.</param>
    public double WeightOf(ItemId owned, ItemId item) =>
        Items.TryGetRow(owned, out int from) && Items.TryGetRow(item, out int to) ? Weights.Of(from, to) : 0;

    /// <summary>
    /// The best items for a request. Items of its basket and session count as the customer's own, each as if bought once. Ids that the
    /// model doesn't know are passed over, and where nothing is left, the list is what is popular.
    /// </summary>
    /// <inheritdoc />
    /// <exception cref="ArgumentException">The filter asks for categories or prices, and the model knows none.</exception>
    public IReadOnlyList<Recommendation> Recommend(RecommendationRequest request) =>
        ScoredLists.Make(Space, request, Score, (item, own) => Weights.Of(own, item));

    /// <inheritdoc />
    public bool TryScore(RecommendationRequest request, Span<float> scores) => ScoredLists.TryScore(Space, request, scores, Score);

    private bool Score(RecommendationRequest request, OwnedItems owned, Span<float> scores) => Weights.Score(owned, scores);
}

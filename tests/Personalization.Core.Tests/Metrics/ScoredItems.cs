namespace Personalization.Core.Tests;

/// <summary>A recommender whose scores are written down, the same for everybody but for what is in the request.</summary>
internal sealed class ScoredItems(params (string Item, float Score)[] scores) : IScoringRecommender
{
    public IdIndex<CustomerId> Customers { get; } = IdIndex<CustomerId>.From([]);

    public IdIndex<ItemId> Items { get; } = IdIndex<ItemId>.From(scores.Select(s => new ItemId(s.Item)));

    public RequestParts Uses => RequestParts.Session | RequestParts.Candidates;

    /// <summary>The customer without an opinion; gets the list as it stands.</summary>
    public CustomerId? Unknown { get; init; }

    public IReadOnlyList<Recommendation> Recommend(RecommendationRequest request) =>
    [
        .. scores.OrderByDescending(s => s.Score).ThenBy(s => s.Item, StringComparer.Ordinal)
            .Select(s => new Recommendation(new ItemId(s.Item), s.Score))
            .Where(r => request.Candidates?.Contains(r.Item) != false && !request.Session.Contains(r.Item)).Take(request.Count),
    ];

    public bool TryScore(RecommendationRequest request, Span<float> destination)
    {
        foreach ((string item, float score) in scores)
        {
            Items.TryGetRow(new ItemId(item), out int row);
            destination[row] = score;
        }

        return request.Customer != Unknown;
    }
}

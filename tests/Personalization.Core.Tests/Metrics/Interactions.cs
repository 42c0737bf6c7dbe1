using System.Globalization;

namespace Personalization.Core.Tests;

/// <summary>Who has what, written as <c>customer: item item*2 …</c>, the value after a star where it isn't 1.</summary>
internal static class Interactions
{
    public static InteractionMatrix Matrix(params string[] lines) => InteractionMatrix.From(
        from line in lines
        let parts = line.Split(':', StringSplitOptions.TrimEntries)
        from item in parts[1].Split(' ')
        let value = item.Split('*')
        let weight = value.Length > 1 ? float.Parse(value[1], CultureInfo.InvariantCulture) : 1f
        select (new CustomerId(parts[0]), new ItemId(value[0]), weight));
}

/// <summary>A list for each customer, made before.</summary>
internal sealed class FixedLists(params string[] lines) : IRecommender
{
    private readonly Dictionary<string, string[]> _lists =
        lines.ToDictionary(line => line.Split(':')[0], line => line.Split(':')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));

    public IdIndex<CustomerId> Customers { get; } = IdIndex<CustomerId>.From([]);

    public IdIndex<ItemId> Items { get; init; } = IdIndex<ItemId>.From([]);

    public RequestParts Uses => RequestParts.Customer;

    public IReadOnlyList<Recommendation> Recommend(RecommendationRequest request) =>
        [.. _lists[request.Customer.Value].Take(request.Count).Select((item, i) => new Recommendation(new ItemId(item), -i))];
}

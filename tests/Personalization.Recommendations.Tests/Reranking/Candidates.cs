using Personalization.Core;

namespace Personalization.Recommendations.Tests;

/// <summary>Candidates to re-rank, written as items with scores.</summary>
internal static class Candidates
{
    public static readonly RecommendationRequest Anybody = new();

    /// <summary>Items with their scores, "a 3", and a category after a slash where it matters, "a/ring 3".</summary>
    public static Recommendation[] Of(params string[] lines) =>
    [
        .. lines.Select(line => line.Split(' ')).Select(parts => new Recommendation(
            new ItemId(parts[0]), double.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture), RecommendationSource.Popular)
        {
            BecauseOf = [new ItemId($"why-{parts[0]}")],
        }),
    ];

    /// <summary>The category after the slash of an id.</summary>
    public static string? CategoryOf(ItemId item) => item.Value.Contains('/', StringComparison.Ordinal) ? item.Value.Split('/')[1] : null;

    /// <summary>Random candidates with falling scores, each of one of some categories.</summary>
    public static Recommendation[] Random(Random random, int count, int categories)
    {
        double score = 10;
        Recommendation[] list = new Recommendation[count];
        for (int i = 0; i < count; i++)
        {
            list[i] = new Recommendation(new ItemId($"i{i:000}/k{random.Next(categories)}"), score);
            if (random.Next(3) > 0) score -= random.NextDouble();
        }

        return list;
    }

    /// <summary>Whatever a re-ranker does: as many as there are, each once, each as it came.</summary>
    public static void AssertComplete(IReadOnlyList<Recommendation> candidates, IReadOnlyList<Recommendation> list, int count)
    {
        Assert.Equal(Math.Min(count, candidates.Count), list.Count);
        Assert.Equal(list.Count, list.Distinct().Count());
        Assert.All(list, item => Assert.Contains(candidates, candidate => ReferenceEquals(candidate, item)));
    }
}

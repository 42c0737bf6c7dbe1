using System.Buffers;

namespace Personalization.Core;

/// <summary>Writes a score for each item; false where there is no opinion.</summary>
/// <param name="request">What is asked.</param>
/// <param name="owned">What its customer has, with the visit.</param>
/// <param name="scores">Receives a finite score for each item.</param>
internal delegate bool ScoreItems(RecommendationRequest request, OwnedItems owned, Span<float> scores);

/// <summary>Says why a row is recommended.</summary>
/// <param name="item">Row of the item.</param>
/// <param name="owned">What the customer has.</param>
internal delegate IReadOnlyList<RecommendationReason> ExplainItem(int item, OwnedItems owned);

/// <summary>
/// Lists of a model that scores every item: the highest that the request allows, or what is popular where there is no opinion. One place
/// for what all such models do alike.
/// </summary>
internal static class ScoredLists
{
    /// <param name="space">The model's customers and items.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="score">Gives the scores.</param>
    /// <param name="similarity">How alike two items are; the customer's items most like the recommended one are its reasons.</param>
    /// <param name="explain">Other reasons than likeness; null for none.</param>
    public static IReadOnlyList<Recommendation> Make(
        ItemSpace space, RecommendationRequest request, ScoreItems score, Func<int, int, double> similarity, ExplainItem? explain = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        OwnedItems owned = space.OwnedBy(request);
        AllowedItems allowed = space.Allowed(request);
        Scratch scratch = space.Scratches.Rent();
        if (!request.Filter.IncludeBought)
        {
            foreach (int item in owned.Rows) scratch.Block(item);
        }

        List<Recommendation> list = new(Math.Min(request.Count, space.Items.Count));
        float[] rented = ArrayPool<float>.Shared.Rent(space.Items.Count);
        Span<float> scores = rented.AsSpan(0, space.Items.Count);
        if (score(request, owned, scores))
            BestItems.AddTo(list, space.Items, scores, request.Count, owned, allowed, scratch, similarity, explain);
        else
            space.AddPopular(list, request.Count, scratch, allowed, scale: 1);
        ArrayPool<float>.Shared.Return(rented);
        space.Scratches.Return(scratch);
        return list;
    }

    /// <summary>What a model's <see cref="IScoringRecommender.TryScore"/> does.</summary>
    public static bool TryScore(ItemSpace space, RecommendationRequest request, Span<float> scores, ScoreItems score)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckPlaces(space, scores);
        return score(request, space.OwnedBy(request), scores);
    }

    /// <exception cref="ArgumentException">There isn't one place for each item.</exception>
    public static void CheckPlaces(ItemSpace space, ReadOnlySpan<float> scores)
    {
        if (scores.Length == space.Items.Count) return;
        throw new ArgumentException(
            $"There are places for {scores.Length} scores, and the model has {space.Items.Count} items.", nameof(scores));
    }
}

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
        float[] rented = ArrayPool<float>.Shared.Rent(space.Items.Count);
        Span<float> scores = rented.AsSpan(0, space.Items.Count);
        bool isScored = score(request, owned, scores);
        List<Recommendation> list = Make(space, request, owned, isScored, scores, similarity, explain);
        ArrayPool<float>.Shared.Return(rented);
        return list;
    }

    /// <summary>The same of scores that are there already.</summary>
    /// <param name="space">The model's customers and items.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="owned">What its customer has, with the visit.</param>
    /// <param name="isScored">Whether there is an opinion; the scores aren't looked at where there is none.</param>
    /// <param name="scores">A score for each item.</param>
    /// <param name="similarity">How alike two items are.</param>
    /// <param name="explain">Other reasons than likeness; null for none.</param>
    public static List<Recommendation> Make(
        ItemSpace space, RecommendationRequest request, OwnedItems owned, bool isScored, ReadOnlySpan<float> scores,
        Func<int, int, double> similarity, ExplainItem? explain = null)
    {
        AllowedItems allowed = space.Allowed(request);
        Scratch scratch = space.Scratches.Rent();
        space.Block(request, owned, scratch);
        List<Recommendation> list = new(Math.Min(request.Count, space.Items.Count));
        if (isScored) BestItems.AddTo(list, space.Items, scores, request.Count, owned, allowed, scratch, similarity, explain);
        else space.AddPopular(list, request.Count, scratch, allowed, scale: 1);
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

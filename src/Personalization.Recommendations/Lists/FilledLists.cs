using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>Adds what speaks for items to their scores; adds nothing where there is no opinion.</summary>
/// <param name="request">What is asked.</param>
/// <param name="owned">What its customer has, with the visit.</param>
/// <param name="scratch">Takes the scores.</param>
internal delegate void AddScores(RecommendationRequest request, OwnedItems owned, Scratch scratch);

/// <summary>The items that speak for each row of a list, the strongest first.</summary>
/// <param name="rows">The list.</param>
/// <param name="owned">What the customer has.</param>
/// <param name="scratch">Where places may be noted; they are left as they were.</param>
internal delegate ItemId[][] FindReasons(ReadOnlySpan<int> rows, OwnedItems owned, Scratch scratch);

/// <summary>Lists of models that score few items: what they score, best first, then what is popular, with scores below.</summary>
internal static class FilledLists
{
    public static IReadOnlyList<Recommendation> Make(ItemSpace space, RecommendationRequest request, AddScores score, FindReasons explain)
    {
        ArgumentNullException.ThrowIfNull(request);
        OwnedItems owned = space.OwnedBy(request);
        AllowedItems allowed = space.Allowed(request);
        Scratch scratch = space.Scratches.Rent();
        if (!request.Filter.IncludeBought)
        {
            foreach (int item in owned.Rows) scratch.Block(item);
        }

        score(request, owned, scratch);
        TopItems top = Best(scratch, allowed, Math.Min(request.Count, space.Items.Count));
        List<Recommendation> list = new(Math.Min(request.Count, space.Items.Count));
        ItemId[][] reasons = explain(top.Rows, owned, scratch);
        for (int i = 0; i < top.Count; i++)
        {
            scratch.Block(top.Rows[i]);
            list.Add(new Recommendation(space.Items[top.Rows[i]], top.Scores[i]) { BecauseOf = reasons[i] });
        }

        // Divided by more than the highest popularity: what is filled in stays below the last personal score.
        double ceiling = top.Count > 0 ? top.Scores[^1] : 1;
        space.AddPopular(list, request.Count, scratch, allowed, ceiling / (space.HighestPopularity + 1));
        space.Scratches.Return(scratch);
        return list;
    }

    /// <summary>What such a model's <see cref="IScoringRecommender.TryScore"/> does: 0 for what it doesn't score.</summary>
    public static bool TryScore(ItemSpace space, RecommendationRequest request, Span<float> scores, AddScores score) =>
        ScoredLists.TryScore(space, request, scores, (asked, owned, places) =>
        {
            if (owned.Rows.IsEmpty) return false;
            Scratch scratch = space.Scratches.Rent();
            score(asked, owned, scratch);
            places.Clear();
            foreach (int row in scratch.Touched) places[row] = (float)scratch.ScoreOf(row);
            space.Scratches.Return(scratch);
            return true;
        });

    private static TopItems Best(Scratch scratch, AllowedItems allowed, int count)
    {
        TopItems top = new(count);
        foreach (int row in scratch.Touched)
        {
            double score = scratch.ScoreOf(row);
            if (!scratch.IsBlocked(row) && top.Keeps(row, score) && allowed.Allow(row)) top.Add(row, score);
        }

        top.Sort();
        return top;
    }
}

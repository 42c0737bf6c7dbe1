using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>Scores the items that the model has something to say of, each above 0, by <see cref="Scratch.Add"/>.</summary>
/// <param name="request">What is asked.</param>
/// <param name="owned">What its customer has, with the visit.</param>
/// <param name="scratch">Receives the scores.</param>
internal delegate void ScoreSome(RecommendationRequest request, OwnedItems owned, Scratch scratch);

/// <summary>The items that speak for each row of a list, the strongest first.</summary>
/// <param name="rows">The list.</param>
/// <param name="owned">What the customer has.</param>
/// <param name="scratch">Where places may be noted; they are left as they were.</param>
internal delegate ItemId[][] FindReasons(ReadOnlySpan<int> rows, OwnedItems owned, Scratch scratch);

/// <summary>Says why a row is recommended: the customer's items behind it, and reasons in words.</summary>
/// <param name="item">Row of the item.</param>
internal delegate (IReadOnlyList<ItemId> BecauseOf, IReadOnlyList<RecommendationReason> Reasons) ExplainRow(int item);

/// <summary>
/// Lists of a model that has an opinion of some items and none of the others: its own first, then what is popular, below them and marked
/// so. One place for what all such models do alike.
/// </summary>
internal static class FilledLists
{
    /// <summary>Makes a list whose reasons are items.</summary>
    /// <param name="space">The model's customers and items.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="score">Scores what the model has something to say of.</param>
    /// <param name="explain">Finds the reasons of all rows at once.</param>
    public static IReadOnlyList<Recommendation> Make(
        ItemSpace space, RecommendationRequest request, ScoreSome score, FindReasons explain) =>
        Make(space, request, score, (list, rows, owned, scratch) =>
        {
            ItemId[][] reasons = explain(rows, owned, scratch);
            for (int i = 0; i < reasons.Length; i++) list[i] = list[i] with { BecauseOf = reasons[i] };
        });

    /// <summary>Makes a list whose reasons are told in words.</summary>
    /// <param name="space">The model's customers and items.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="score">Scores what the model has something to say of.</param>
    /// <param name="explainer">Makes what explains the rows of this list.</param>
    public static IReadOnlyList<Recommendation> Make(
        ItemSpace space, RecommendationRequest request, ScoreSome score, Func<RecommendationRequest, ExplainRow> explainer) =>
        Make(space, request, score, (list, rows, _, _) =>
        {
            if (rows.IsEmpty) return;
            ExplainRow explain = explainer(request);
            for (int i = 0; i < rows.Length; i++)
            {
                (IReadOnlyList<ItemId> because, IReadOnlyList<RecommendationReason> reasons) = explain(rows[i]);
                list[i] = list[i] with { BecauseOf = because, Reasons = reasons };
            }
        });

    /// <summary>What such a model's <see cref="IScoringRecommender.TryScore"/> does: 0 where it has nothing to say.</summary>
    public static bool TryScore(ItemSpace space, RecommendationRequest request, Span<float> scores, ScoreSome score) =>
        ScoredLists.TryScore(space, request, scores, (asked, owned, places) =>
        {
            Scratch scratch = space.Scratches.Rent();
            score(asked, owned, scratch);
            bool any = !scratch.Touched.IsEmpty;
            places.Clear();
            foreach (int row in scratch.Touched) places[row] = (float)scratch.ScoreOf(row);
            space.Scratches.Return(scratch);
            return any;
        });

    private delegate void Explain(List<Recommendation> list, ReadOnlySpan<int> rows, OwnedItems owned, Scratch scratch);

    private static List<Recommendation> Make(ItemSpace space, RecommendationRequest request, ScoreSome score, Explain explain)
    {
        ArgumentNullException.ThrowIfNull(request);
        OwnedItems owned = space.OwnedBy(request);
        AllowedItems allowed = space.Allowed(request);
        Scratch scratch = space.Scratches.Rent();
        space.Block(request, owned, scratch);
        score(request, owned, scratch);
        TopItems top = Best(scratch, allowed, Math.Min(request.Count, space.Items.Count));
        List<Recommendation> list = new(Math.Min(request.Count, space.Items.Count));
        for (int i = 0; i < top.Count; i++)
        {
            scratch.Block(top.Rows[i]);
            list.Add(new Recommendation(space.Items[top.Rows[i]], top.Scores[i]));
        }

        explain(list, top.Rows, owned, scratch);

        // Divided by more than the highest popularity: what is filled in stays below the last personal score.
        double ceiling = top.Count > 0 ? top.Scores[^1] : 1;
        space.AddPopular(list, request.Count, scratch, allowed, ceiling / (space.HighestPopularity + 1));
        space.Scratches.Return(scratch);
        return list;
    }

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

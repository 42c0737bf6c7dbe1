namespace Personalization.Core;

/// <summary>Lists of the items that score highest, each with the customer's own items that are most like it as reasons.</summary>
internal static class BestItems
{
    private const int MostReasons = 3;

    /// <param name="list">Receives the items, the best first.</param>
    /// <param name="items">Names of the rows.</param>
    /// <param name="scores">A score for each item.</param>
    /// <param name="count">Items at most.</param>
    /// <param name="owned">The customer's own items.</param>
    /// <param name="allowed">What the request lets a list hold.</param>
    /// <param name="scratch">Knows which items are kept out.</param>
    /// <param name="similarity">How alike two items are; only what is above 0 is a reason.</param>
    /// <param name="explain">Gives other reasons; null: likeness is all there is.</param>
    public static void AddTo(
        List<Recommendation> list, IdIndex<ItemId> items, ReadOnlySpan<float> scores, int count, OwnedItems owned, AllowedItems allowed,
        Scratch scratch, Func<int, int, double> similarity, ExplainItem? explain = null)
    {
        TopItems top = new(Math.Min(count, items.Count)), reasons = new(MostReasons);
        float worst = float.NegativeInfinity;
        for (int item = 0; item < scores.Length; item++)
        {
            // Asked first, as most items of a long range end here.
            float score = scores[item];
            if (score < worst || scratch.IsBlocked(item) || !top.Keeps(item, score) || !allowed.Allow(item)) continue;
            top.Add(item, score);
            if (top.IsFull) worst = (float)top.Worst;
        }

        top.Sort();
        for (int i = 0; i < top.Count; i++)
        {
            Recommendation best = new(items[top.Rows[i]], top.Scores[i])
            {
                BecauseOf = Reasons(top.Rows[i], items, owned, similarity, reasons),
            };
            list.Add(explain is null ? best : best with { Reasons = explain(top.Rows[i], owned) });
        }
    }

    private static ItemId[] Reasons(int item, IdIndex<ItemId> items, OwnedItems owned, Func<int, int, double> similarity, TopItems top)
    {
        top.Clear();
        foreach (int own in owned.Rows)
        {
            double alike = own == item ? 0 : similarity(item, own);
            if (alike > 0 && top.Keeps(own, alike)) top.Add(own, alike);
        }

        top.Sort();
        ItemId[] reasons = new ItemId[top.Count];
        for (int i = 0; i < reasons.Length; i++) reasons[i] = items[top.Rows[i]];
        return reasons;
    }
}

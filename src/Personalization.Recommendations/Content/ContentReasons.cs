using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>Says what a recommended item has in common with those of a customer.</summary>
internal sealed class ContentReasons(
    ContentRows rows, ContentVocabulary vocabulary, IdIndex<ItemId> ids, int[] items, float[] values)
{
    private const int MostTerms = 2, MostItems = 3;

    private readonly ContentProfile _profile = new(rows, items, values);

    /// <summary>The items most like it, and the terms that add most to its score, each with the items that have it most.</summary>
    public (IReadOnlyList<ItemId> BecauseOf, IReadOnlyList<RecommendationReason> Reasons) Explain(int item)
    {
        TopItems alike = new(MostItems);
        foreach (int own in items)
        {
            double similarity = own == item ? 0 : rows.Similarity(item, own);
            if (similarity > 0 && alike.Keeps(own, similarity)) alike.Add(own, similarity);
        }

        ItemId[] because = Names(alike);
        TopItems terms = new(MostTerms);
        ReadOnlySpan<int> ofItem = rows.TermsOf(item);
        for (int t = 0; t < ofItem.Length; t++)
        {
            double added = _profile.Terms[ofItem[t]] * rows.WeightsOf(item)[t];
            if (added > 0 && terms.Keeps(ofItem[t], added)) terms.Add(ofItem[t], added);
        }

        terms.Sort();
        List<RecommendationReason> reasons = [];
        foreach (int term in terms.Rows)
            reasons.Add(RecommendationReason.SharedAttribute(vocabulary.InWords(term), Having(term)));
        return (because, reasons.Count > 0 ? reasons : [RecommendationReason.LikeItems(because)]);
    }

    private ItemId[] Having(int term)
    {
        TopItems top = new(MostItems);
        for (int i = 0; i < items.Length; i++)
        {
            int place = rows.TermsOf(items[i]).BinarySearch(term);
            double weight = place < 0 ? 0 : (double)values[i] * rows.WeightsOf(items[i])[place];
            if (weight > 0 && top.Keeps(items[i], weight)) top.Add(items[i], weight);
        }

        return Names(top);
    }

    private ItemId[] Names(TopItems top)
    {
        top.Sort();
        ItemId[] names = new ItemId[top.Count];
        for (int i = 0; i < names.Length; i++) names[i] = ids[top.Rows[i]];
        return names;
    }
}

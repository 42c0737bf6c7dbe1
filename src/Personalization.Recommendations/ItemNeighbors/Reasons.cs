using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>Says which of a customer's items spoke most for each item of a list.</summary>
internal static class Reasons
{
    private const int Most = 3;

    /// <summary>For each row of the list, the owned items that added most to its score, the strongest first, at most three.</summary>
    public static ItemId[][] Find(
        ReadOnlySpan<int> list, OwnedItems owned, RaggedRows neighbors, IdIndex<ItemId> items, Scratch scratch)
    {
        if (list.IsEmpty) return [];
        Span<int> places = scratch.Places;
        for (int i = 0; i < list.Length; i++) places[list[i]] = i + 1;
        (float Amount, int Item)[] best = new (float Amount, int Item)[list.Length * Most];
        for (int i = 0; i < owned.Rows.Length; i++)
        {
            int item = owned.Rows[i];
            ReadOnlySpan<int> columns = neighbors.Columns(item);
            ReadOnlySpan<float> similarities = neighbors.Values(item);
            for (int n = 0; n < columns.Length; n++)
            {
                int place = places[columns[n]];
                if (place > 0) Insert(best.AsSpan((place - 1) * Most, Most), owned.Values[i] * similarities[n], item);
            }
        }

        foreach (int row in list) places[row] = 0;
        ItemId[][] reasons = new ItemId[list.Length][];
        for (int i = 0; i < reasons.Length; i++)
        {
            ReadOnlySpan<(float Amount, int Item)> own = best.AsSpan(i * Most, Most);
            int count = 0;
            while (count < Most && own[count].Amount > 0) count++;
            reasons[i] = new ItemId[count];
            for (int r = 0; r < count; r++) reasons[i][r] = items[own[r].Item];
        }

        return reasons;
    }

    /// <summary>Owned items come in rising order, so of equals the one that stands first stays first.</summary>
    private static void Insert(Span<(float Amount, int Item)> best, float amount, int item)
    {
        int at = best.Length;
        while (at > 0 && amount > best[at - 1].Amount) at--;
        if (at == best.Length) return;
        best[at..^1].CopyTo(best[(at + 1)..]);
        best[at] = (amount, item);
    }
}

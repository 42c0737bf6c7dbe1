using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>One item that goes with another.</summary>
/// <param name="Item">Its row.</param>
/// <param name="Score">What it is ranked by, above 0.</param>
/// <param name="Lift">How many times as often as by chance, above 0: shrunk, not held back.</param>
/// <param name="Count">Baskets of the other item that came with it; 0 where its category alone speaks for it.</param>
internal readonly record struct Companion(int Item, float Score, float Lift, int Count);

/// <summary>For each item what goes with it, the best first, and the number of its baskets. Immutable.</summary>
internal sealed class CompanionTable(int[] offsets, Companion[] companions, int[] holding)
{
    /// <summary>What goes with an item.</summary>
    public ReadOnlySpan<Companion> this[int item] => companions.AsSpan(offsets[item]..offsets[item + 1]);

    /// <summary>The number of baskets that hold an item.</summary>
    public int Holding(int item) => holding[item];

    /// <summary>An item beside another; null where it doesn't go with it.</summary>
    public Companion? Find(int item, int companion)
    {
        foreach (Companion each in this[item])
        {
            if (each.Item == companion) return each;
        }

        return null;
    }

    public void Write(ModelFileWriter file)
    {
        file.Add("holding", holding);
        file.Add("companions.offsets", offsets);
        file.Add("companions.items", [.. companions.Select(each => each.Item)]);
        file.Add("companions.scores", [.. companions.Select(each => each.Score)]);
        file.Add("companions.lifts", [.. companions.Select(each => each.Lift)]);
        file.Add("companions.counts", [.. companions.Select(each => each.Count)]);
    }

    public static CompanionTable Read(ModelFile file, int itemCount)
    {
        int[] holding = file.Int32s("holding", itemCount), offsets = file.Int32s("companions.offsets", itemCount + 1);
        int[] items = file.Int32s("companions.items", -1), counts = file.Int32s("companions.counts", items.Length);
        float[] scores = file.Floats("companions.scores", items.Length), lifts = file.Floats("companions.lifts", items.Length);
        if (offsets[0] != 0 || offsets[^1] != items.Length)
            throw file.Invalid($"'companions.offsets' doesn't run from 0 to its {items.Length} elements");
        Companion[] companions = new Companion[items.Length];
        for (int item = 0; item < itemCount; item++)
        {
            if (holding[item] < 0) throw file.Invalid($"item {item} is in {holding[item]} baskets; it must be at least 0");
            if (offsets[item] > offsets[item + 1] || offsets[item + 1] > items.Length)
                throw file.Invalid($"companions of item {item} run from {offsets[item]} to {offsets[item + 1]} of {items.Length}");
            for (int i = offsets[item]; i < offsets[item + 1]; i++)
            {
                if (items[i] < 0 || items[i] >= itemCount || items[i] == item)
                    throw file.Invalid($"a companion of item {item} is item {items[i]}; there are {itemCount} items");
                if (!(scores[i] > 0 && float.IsFinite(scores[i]) && lifts[i] > 0 && float.IsFinite(lifts[i])))
                    throw file.Invalid($"a companion of item {item} has score {scores[i]} and lift {lifts[i]}; both must be above 0");
                if (counts[i] < 0 || counts[i] > holding[item])
                    throw file.Invalid($"a companion of item {item} was in {counts[i]} of its {holding[item]} baskets");
                companions[i] = new Companion(items[i], scores[i], lifts[i], counts[i]);
            }
        }

        return new CompanionTable(offsets, companions, holding);
    }
}

using Personalization.Core;

namespace Personalization.Beha2Vec;

/// <summary>Codes in a model file; the items are the recommender's.</summary>
internal static class VocabularyFile
{
    private const string KeyTypes = "key_types";

    public static void Write(ModelFileWriter file, BehaviorVocabulary vocabulary)
    {
        file.AddStrings("event_types", vocabulary.Types);
        file.AddStrings("event_categories", vocabulary.Categories);
        file.AddStrings("event_channels", vocabulary.Channels);
        file.Set("price_bands", vocabulary.HasPriceBands ? 1 : 0);
        file.Add("price_cuts", vocabulary.PriceCuts);
        if (vocabulary.KeyTypes is { } types)
            file.AddStrings(KeyTypes, [.. types.Select(type => type.Name).Order(StringComparer.Ordinal)]);
    }

    public static BehaviorVocabulary Read(ModelFile file, IdIndex<ItemId> items)
    {
        long[] cuts = file.Int64s("price_cuts", -1);
        for (int i = 1; i < cuts.Length; i++)
        {
            if (cuts[i] <= cuts[i - 1]) throw file.Invalid($"price cut {i} is {cuts[i]}, which isn't above the one before, {cuts[i - 1]}");
        }

        bool hasPriceBands = file.GetMetadata<int>("price_bands") switch
        {
            0 when cuts.Length == 0 => false,
            1 => true,
            int other => throw file.Invalid($"'price_bands' is {other} beside {cuts.Length} cuts; 0 without cuts or 1 is expected"),
        };
        HashSet<EventType>? keyTypes = null;
        if (file.Contains(KeyTypes + ModelFileWriter.StringBytes))
            keyTypes = [.. file.Strings(KeyTypes).Select(name => new EventType(name))];
        return new BehaviorVocabulary(
            items, Names(file, "event_types"), Names(file, "event_categories"), Names(file, "event_channels"), cuts, hasPriceBands,
            keyTypes);
    }

    /// <summary>Strings whose order is that of their codes.</summary>
    private static Vocabulary Names(ModelFile file, string name)
    {
        string[] strings = file.Strings(name);
        for (int i = 1; i < strings.Length; i++)
        {
            if (string.CompareOrdinal(strings[i - 1], strings[i]) >= 0)
                throw file.Invalid($"'{name}' must be in ordinal order without repeats, and '{strings[i]}' comes after '{strings[i - 1]}'");
        }

        return Vocabulary.From(strings);
    }
}

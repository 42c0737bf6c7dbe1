namespace Personalization.Beha2Vec;

/// <summary>How many codes there are of each kind.</summary>
internal readonly record struct BehaviorShape(int Types, int Items, int Categories, int Prices, int Channels)
{
    public static BehaviorShape Of(BehaviorVocabulary vocabulary) => new(
        vocabulary.TypeCodes, vocabulary.ItemCodes, vocabulary.CategoryCodes, vocabulary.PriceCodes, vocabulary.ChannelCodes);

    /// <summary>Whether all codes of an event are among these.</summary>
    public bool Has(BehaviorToken token) =>
        (uint)token.Type < (uint)Types && (uint)token.Item < (uint)Items && (uint)token.Category < (uint)Categories
        && (uint)token.Price < (uint)Prices && (uint)token.Channel < (uint)Channels
        && (uint)token.Quantity < BehaviorVocabulary.QuantityCodes && (uint)token.Gap < BehaviorVocabulary.GapCodes;
}

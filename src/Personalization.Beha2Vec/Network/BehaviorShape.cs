namespace Personalization.Beha2Vec;

/// <summary>How many codes there are of each kind.</summary>
internal readonly record struct BehaviorShape(int Types, int Items, int Categories, int Prices, int Channels)
{
    public static BehaviorShape Of(BehaviorVocabulary vocabulary) => new(
        vocabulary.TypeCodes, vocabulary.ItemCodes, vocabulary.CategoryCodes, vocabulary.PriceCodes, vocabulary.ChannelCodes);
}

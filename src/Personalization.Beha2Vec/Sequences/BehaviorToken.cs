namespace Personalization.Beha2Vec;

/// <summary>An event as codes; 0 is unknown, or not told.</summary>
/// <param name="Type">Code of the event type.</param>
/// <param name="Item">Code of the item.</param>
/// <param name="Category">Code of the category.</param>
/// <param name="Price">Code of the price band.</param>
/// <param name="Quantity">Code of the quantity band.</param>
/// <param name="Channel">Code of the channel.</param>
/// <param name="Gap">Code of the time since the event before.</param>
public readonly record struct BehaviorToken(int Type, int Item, int Category, int Price, int Quantity, int Channel, int Gap)
{
    /// <summary>Stands for an event of which nothing is told, not even that it is unknown.</summary>
    internal static BehaviorToken Mask => new(0, -1, 0, 0, 0, 0, 0);

    internal bool IsMask => Item < 0;
}

namespace Personalization.Core;

/// <summary>What an element of an <see cref="InteractionMatrix"/> holds.</summary>
public enum InteractionValue
{
    /// <summary>1 where the weights of the interactions sum to more than 0.</summary>
    Binary,

    /// <summary>Sum of the weights of the interactions.</summary>
    Count,
}

/// <summary>How interactions are counted. Immutable; every default is valid.</summary>
public sealed record InteractionOptions
{
    /// <summary>Purchases alone, each of weight 1, folded into 1: the default.</summary>
    public static InteractionOptions Purchases { get; } = new();

    /// <summary>
    /// All that tells of interest: view .1, click .15, wishlist .4, cart .5, more like this .5, purchase 1; against it, taken out of the
    /// cart −.3, passed over −.05, not interested −1, refunded −1; and ratings, .5 for each step from 3. Summed. A start to learn from,
    /// not figures of any shop.
    /// </summary>
    public static InteractionOptions Behavior { get; } = new()
    {
        Value = InteractionValue.Count,
        Weights = new Dictionary<EventType, float>
        {
            [EventType.View] = .1f,
            [EventType.Click] = .15f,
            [EventType.Wishlist] = .4f,
            [EventType.AddToCart] = .5f,
            [EventType.MoreLikeThis] = .5f,
            [EventType.Rating] = .5f,
            [EventType.Purchase] = 1,
            [EventType.Pass] = -.05f,
            [EventType.RemoveFromCart] = -.3f,
            [EventType.NotInterested] = -1,
            [EventType.Refund] = -1,
        },
    };

    /// <summary>What an element holds. Default <see cref="InteractionValue.Binary"/>.</summary>
    public InteractionValue Value { get; init; }

    /// <summary>
    /// Weight of each event type, finite and not 0; below 0 it counts against. Types that aren't named don't count. The weight of
    /// <see cref="EventType.Rating"/> is multiplied by rating − <see cref="NeutralRating"/>. Default: purchases alone, weight 1.
    /// </summary>
    public IReadOnlyDictionary<EventType, float> Weights
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            foreach ((EventType type, float weight) in value)
            {
                string name = $"{nameof(Weights)}[{type}]";
                Guard.Finite(weight, name);
                if (weight == 0) throw new ArgumentException($"{name} is 0; leave out types that don't count.", nameof(value));
            }

            field = value;
        }
    } = new Dictionary<EventType, float> { [EventType.Purchase] = 1 };

    /// <summary>The rating that speaks neither for nor against an item, finite. Default 3, the middle of 1 to 5.</summary>
    public double NeutralRating
    {
        get;
        init => field = Guard.InRange(value, -double.MaxValue, double.MaxValue);
    } = 3;

    /// <summary>
    /// Days after which an interaction counts half, above 0. Null (default): all count the same. Age is measured from the latest event of
    /// the log.
    /// </summary>
    public double? HalfLifeDays { get; init => field = Guard.Positive(value); }
}

namespace Personalization.Core;

/// <summary>
/// What happened: an open set of names in lower snake case. The well-known ones are members here; a shop adds its own with
/// <c>new EventType("store_visit")</c>.
/// </summary>
public readonly record struct EventType
{
    private readonly string? _name;

    /// <summary>Makes a type of its name; trimmed, lower-cased, blanks and hyphens become underscores.</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or white space.</exception>
    public EventType(string name) => _name = Normalize(Guard.NotBlank(name, nameof(name)));

    /// <summary>A product was looked at.</summary>
    public static EventType View { get; } = new("view");

    /// <summary>A search or a list of products was looked at.</summary>
    public static EventType Search { get; } = new("search");

    /// <summary>An item was put on a wishlist.</summary>
    public static EventType Wishlist { get; } = new("wishlist");

    /// <summary>An item was put into the cart.</summary>
    public static EventType AddToCart { get; } = new("add_to_cart");

    /// <summary>An item was taken out of the cart.</summary>
    public static EventType RemoveFromCart { get; } = new("remove_from_cart");

    /// <summary>Checkout began.</summary>
    public static EventType CheckoutStart { get; } = new("checkout_start");

    /// <summary>One line of an order was bought: quantity × unit price is its amount.</summary>
    public static EventType Purchase { get; } = new("purchase");

    /// <summary>One line was returned or refunded: quantity × unit price (both positive) is what went back.</summary>
    public static EventType Refund { get; } = new("refund");

    /// <summary>A coupon or an offer was applied.</summary>
    public static EventType Coupon { get; } = new("coupon");

    /// <summary>A promotion was shown or clicked.</summary>
    public static EventType Promotion { get; } = new("promotion");

    /// <summary>An item was reviewed or shared.</summary>
    public static EventType Review { get; } = new("review");

    /// <summary>An item was rated; <see cref="ShopEvent.Quantity"/> is the rating.</summary>
    public static EventType Rating { get; } = new("rating");

    /// <summary>The customer asked for more items like this one.</summary>
    public static EventType MoreLikeThis { get; } = new("more_like_this");

    /// <summary>The customer doesn't want to see the item: it is no longer recommended.</summary>
    public static EventType NotInterested { get; } = new("not_interested");

    /// <summary>An item of a list that was shown was clicked.</summary>
    public static EventType Click { get; } = new("click");

    /// <summary>An item of a list that was shown was passed over.</summary>
    public static EventType Pass { get; } = new("pass");

    /// <summary>What a decision offered was shown to the customer; <see cref="ShopEvent.Decision"/> says which.</summary>
    public static EventType Exposure { get; } = new("exposure");

    /// <summary>What came of a decision: quantity × unit price is its amount; <see cref="ShopEvent.Decision"/> says which.</summary>
    public static EventType Outcome { get; } = new("outcome");

    /// <summary>The type's name; empty only in <c>default</c>.</summary>
    public string Name => _name ?? "";

    /// <summary>The type's name.</summary>
    public override string ToString() => Name;

    private static string Normalize(string name)
    {
        string trimmed = name.Trim();
        foreach (char c in trimmed)
        {
            if (char.IsUpper(c) || c is ' ' or '-') return trimmed.ToLowerInvariant().Replace(' ', '_').Replace('-', '_');
        }

        return trimmed;
    }
}

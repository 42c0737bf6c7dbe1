using System.Collections.Frozen;
using Personalization.Core;

namespace Personalization.Data;

/// <summary>
/// Event names that files use: the 28 of Segment's e-commerce specification v2, their v1 forms (verb first), and the short names of
/// clickstream files. Names are compared by letters and digits alone, without case.
/// </summary>
internal sealed class EventVocabulary
{
    // Before Known, which is built with it: static members are set in the order in which they stand.
    private static readonly EventType CancelledType = new("order_cancelled"), NoType = new("none");
    private static readonly FrozenDictionary<string, EventType> Known = Build();

    private static readonly Dictionary<string, EventType> Nothing = [];

    private readonly Dictionary<string, EventType> _own = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (EventType Type, bool IsKnown)> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (EventType Type, bool IsKnown)>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    /// <param name="ofLayout">Words of the layout.</param>
    /// <param name="ofCaller">Words of the caller, which go before all others.</param>
    public EventVocabulary(
        IReadOnlyDictionary<string, EventType>? ofLayout = null, IReadOnlyDictionary<string, EventType>? ofCaller = null)
    {
        foreach ((string word, EventType type) in ofLayout ?? Nothing) _own[HeaderNames.Key(word)] = type;
        foreach ((string word, EventType type) in ofCaller ?? Nothing) _own[HeaderNames.Key(word)] = type;
        _bySpan = _seen.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Type of what is no event at all; rows of it are left out.</summary>
    public static EventType NoEvent => NoType;

    /// <summary>Type of an order's cancellation, which the cleaning treats like a cancelled invoice.</summary>
    public static EventType OrderCancelled => CancelledType;

    /// <summary>The type of a name that isn't blank; an unknown name becomes a type of its own.</summary>
    public (EventType Type, bool IsKnown) Resolve(ReadOnlySpan<char> name)
    {
        if (_bySpan.TryGetValue(name, out (EventType Type, bool IsKnown) seen)) return seen;
        string text = name.ToString();
        string key = HeaderNames.Key(text);
        (EventType Type, bool IsKnown) found = _own.TryGetValue(key, out EventType known) || Known.TryGetValue(key, out known)
            ? (known, true)
            : (new EventType(text), false);
        if (_seen.Count < 1024) _seen.Add(text, found); // a file of random names mustn't fill the memory
        return found;
    }

    private static FrozenDictionary<string, EventType> Build()
    {
        Dictionary<string, EventType> names = new(StringComparer.Ordinal);
        void Add(EventType type, params ReadOnlySpan<string> spellings)
        {
            foreach (string spelling in spellings)
            {
                names[HeaderNames.Key(spelling)] = type;

                // Version 1 had the verb first: "Viewed Product", "Completed Order".
                int last = spelling.LastIndexOf(' ');
                if (last > 0) names.TryAdd(HeaderNames.Key(spelling[(last + 1)..] + spelling[..last]), type);
            }
        }

        Add(EventType.Search, "Products Searched", "Product List Viewed", "Product List Filtered", "Product Category Viewed", "search",
            "searched", "list_view");
        Add(EventType.Promotion, "Promotion Viewed", "Promotion Clicked");
        Add(EventType.View, "Product Clicked", "Product Viewed", "view", "viewed", "click", "pv", "page_view", "detail", "item_view",
            "view_item");
        Add(EventType.AddToCart, "Product Added", "Wishlist Product Added to Cart", "cart", "add_to_cart", "atc", "basket");
        Add(EventType.RemoveFromCart, "Product Removed", "remove_from_cart");
        Add(EventType.CheckoutStart, "Checkout Started", "Order Started", "checkout", "checkout_start", "begin_checkout");
        Add(EventType.Purchase, "Order Completed", "purchase", "purchased", "buy", "bought", "order", "transaction", "sale");
        Add(EventType.Refund, "Order Refunded", "refund", "refunded", "return", "returned");
        Add(EventType.Coupon, "Coupon Entered", "Coupon Applied", "coupon");
        Add(EventType.Wishlist, "Product Added to Wishlist", "wishlist", "fav", "favorite", "favourite", "add_to_wishlist");
        Add(EventType.Review, "Product Shared", "Cart Shared", "Product Reviewed", "review", "rating", "share");
        Add(OrderCancelled, "Order Cancelled", "Order Canceled");
        Add(new EventType("cart_viewed"), "Cart Viewed");
        Add(new EventType("checkout_step_viewed"), "Checkout Step Viewed");
        Add(new EventType("checkout_step_completed"), "Checkout Step Completed");
        Add(new EventType("payment_info_entered"), "Payment Info Entered");
        Add(new EventType("order_updated"), "Order Updated");
        Add(new EventType("coupon_denied"), "Coupon Denied");
        Add(new EventType("coupon_removed"), "Coupon Removed");
        Add(new EventType("remove_from_wishlist"), "Product Removed from Wishlist", "remove_from_wishlist");
        return names.ToFrozenDictionary(StringComparer.Ordinal);
    }
}

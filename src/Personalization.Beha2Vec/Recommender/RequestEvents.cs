using Personalization.Core;

namespace Personalization.Beha2Vec;

/// <summary>
/// What a request tells of the visit so far, as events: what lies in the basket was put there, then the session's items were viewed.
/// </summary>
internal static class RequestEvents
{
    /// <summary>Events of a request; an item that has no code of its own is left out.</summary>
    /// <param name="request">The request.</param>
    /// <param name="vocabulary">The codes.</param>
    /// <param name="space">Knows the items' categories.</param>
    /// <param name="lastTicks">Time of the customer's last event; 0 where there is none.</param>
    public static List<BehaviorToken> Of(RecommendationRequest request, BehaviorVocabulary vocabulary, ItemSpace space, long lastTicks)
    {
        List<BehaviorToken> events = [];
        DateTime time = request.Context.Time ?? new DateTime(lastTicks);
        long ticks = lastTicks == 0 ? -1 : Math.Max(0, time.Ticks - lastTicks);
        foreach (ItemId item in request.Basket) Add(item, EventType.AddToCart);
        foreach (ItemId item in request.Session) Add(item, EventType.View);
        return events;

        void Add(ItemId item, EventType type)
        {
            if (!space.Items.TryGetRow(item, out int row)) return;
            ShopEvent e = new(request.Customer, time, type)
            {
                Item = item,
                Category = space.CategoryAt(row),
                Channel = request.Context.Channel,
            };
            events.Add(vocabulary.Encode(e, events.Count == 0 ? ticks : 0));
        }
    }
}

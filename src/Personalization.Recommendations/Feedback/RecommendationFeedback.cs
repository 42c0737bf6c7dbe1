using System.Collections.Concurrent;
using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// What customers did since the models were fitted, event by event; it counts from the next request on. Views, clicks and good ratings are
/// the visit, what was bought, put into the cart or asked for more of stands beside it, what was hidden or rated low never comes back, and
/// what was shown and passed over moves down. Thread-safe; one for a whole application.
/// </summary>
/// <param name="options">What is kept; null for the defaults.</param>
/// <remarks>
/// Feedback is events: log them, and after a restart <see cref="Replay"/> those since the models were fitted, and all that hide something.
/// </remarks>
/// <example>
/// <code>
/// RecommendationFeedback feedback = new();
/// IRecommender live = model.With(feedback);
/// feedback.Observe(new ShopEvent(customer, now, EventType.NotInterested) { Item = ring });
/// live.Recommend(customer, 10);                                          // without the ring, and full
/// </code>
/// </example>
public sealed class RecommendationFeedback(FeedbackOptions? options = null)
{
    private readonly ConcurrentDictionary<CustomerId, CustomerFeedback> _customers = new();
    private readonly Lock _forgetting = new();
    private long _events;
    private int _remembered;

    /// <summary>What is kept.</summary>
    public FeedbackOptions Options { get; } = options ?? new FeedbackOptions();

    /// <summary>Takes one event in.</summary>
    /// <param name="e">The event; its time isn't looked at: events count in the order in which they are told.</param>
    /// <returns>False, and nothing changes, where it has no item or customer, or is of a type that says nothing of taste.</returns>
    public bool Observe(in ShopEvent e)
    {
        if (e.Item.IsNone || e.Customer.IsNone || !IsFeedback(e.Type)) return false;
        CustomerFeedback customer = _customers.GetOrAdd(e.Customer, static _ => new CustomerFeedback());
        lock (customer)
        {
            if (customer.LastEvent == 0) Interlocked.Increment(ref _remembered);
            customer.LastEvent = Interlocked.Increment(ref _events);
            Count(customer, e);
        }

        if (Volatile.Read(ref _remembered) > Options.Customers) ForgetTheIdle();
        return true;
    }

    /// <summary>
    /// Takes all events of a log in, customer by customer in the order of time: what watching them live would have given.
    /// </summary>
    public void Replay(EventLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        foreach (ShopEvent e in log.Events()) Observe(e);
    }

    /// <summary>The items that a customer hid, in ordinal order of their ids.</summary>
    public IReadOnlyList<ItemId> HiddenFrom(CustomerId customer)
    {
        if (!_customers.TryGetValue(customer, out CustomerFeedback? known)) return [];
        lock (known) return [.. known.Hidden.Order()];
    }

    /// <summary>Lets a hidden item be recommended again: the customer changed their mind.</summary>
    /// <returns>False where it wasn't hidden.</returns>
    public bool Unhide(CustomerId customer, ItemId item)
    {
        if (!_customers.TryGetValue(customer, out CustomerFeedback? known)) return false;
        lock (known) return known.Hidden.Remove(item);
    }

    /// <summary>Forgets all of a customer, what they hid too.</summary>
    /// <returns>False where nothing was known.</returns>
    public bool Remove(CustomerId customer)
    {
        if (!_customers.TryRemove(customer, out CustomerFeedback? known)) return false;
        lock (known)
        {
            if (known.LastEvent > 0) Interlocked.Decrement(ref _remembered);
        }

        return true;
    }

    /// <summary>A request with the customer's visit in it, the request's own items last, and without what the customer hid.</summary>
    internal RecommendationRequest Apply(RecommendationRequest request, out Dictionary<ItemId, int> passes)
    {
        passes = [];
        if (request.Customer.IsNone || !_customers.TryGetValue(request.Customer, out CustomerFeedback? known)) return request;
        lock (known)
        {
            passes = new Dictionary<ItemId, int>(known.Passes);
            HashSet<ItemId> excluded = [.. known.Hidden];
            if (request.Filter.Excluded is { } own) excluded.UnionWith(own);
            return request with
            {
                Basket = Joined(known.Took, request.Basket),
                Session = Joined(known.Looked, request.Session),
                Filter = excluded.Count == 0 ? request.Filter : request.Filter with { Excluded = excluded },
            };
        }
    }

    private static bool IsFeedback(EventType type) =>
        type == EventType.View || type == EventType.Click || type == EventType.Wishlist || type == EventType.Rating
        || type == EventType.MoreLikeThis || type == EventType.AddToCart || type == EventType.Purchase
        || type == EventType.RemoveFromCart || type == EventType.Refund || type == EventType.NotInterested || type == EventType.Pass;

    private static ItemId[] Joined(IReadOnlyList<ItemId> earlier, IReadOnlyList<ItemId> later) =>
        [.. earlier.Where(item => !later.Contains(item)), .. later];

    private void Count(CustomerFeedback customer, in ShopEvent e)
    {
        ItemId item = e.Item;
        if (e.Type == EventType.NotInterested || (e.Type == EventType.Rating && e.Quantity < Options.HideBelowRating))
            customer.Hide(item);
        else if (e.Type == EventType.Pass)
            customer.PassOver(item, Options.RecentItems);
        else if (e.Type == EventType.RemoveFromCart || e.Type == EventType.Refund)
            customer.GiveBack(item);
        else if (e.Type == EventType.Purchase || e.Type == EventType.AddToCart || e.Type == EventType.MoreLikeThis)
            customer.Take(item, Options.RecentItems);
        else
            customer.Look(item, Options.RecentItems);
    }

    /// <summary>Forgets the visits of a tenth of the customers, so that it is seldom done.</summary>
    private void ForgetTheIdle()
    {
        lock (_forgetting)
        {
            if (Volatile.Read(ref _remembered) <= Options.Customers) return;
            int keep = Options.Customers - (Options.Customers / 10);
            List<(long LastEvent, CustomerId Id, CustomerFeedback Customer)> all = [];
            foreach ((CustomerId id, CustomerFeedback customer) in _customers)
            {
                long last;
                lock (customer) last = customer.LastEvent;
                if (last > 0) all.Add((last, id, customer));
            }

            foreach ((long last, CustomerId id, CustomerFeedback customer) in all.OrderBy(entry => entry.LastEvent).SkipLast(keep))
            {
                lock (customer)
                {
                    // Came back in the meantime.
                    if (customer.LastEvent != last) continue;
                    customer.Forget();
                    customer.LastEvent = 0;
                    if (customer.Hidden.Count == 0) _customers.TryRemove(id, out _);
                    Interlocked.Decrement(ref _remembered);
                }
            }
        }
    }
}

using Personalization.Numerics;

namespace Personalization.Simulation;

/// <summary>
/// Walks customers through their sessions. Whether a session buys is decided first, from the true conversion; the walk then follows from
/// it. One instance for each chunk; not thread-safe.
/// </summary>
internal sealed class SessionSimulator
{
    private const int LongestSession = 30;
    private const double ReturnToConsidered = 0.3,
    ReturnForMatching = 0.6,
    StrayView = 0.15,
    SecondThoughts = 0.12,
    AbandonedCheckout = 0.4;

    private readonly ShopWorld _world;
    private readonly EventChunk _chunk;
    private readonly Shopper _shopper;
    private readonly SessionPlan _plan;
    private readonly List<int> _viewed = new(LongestSession);
    private readonly List<(int Item, int Quantity)> _cart = new(2);
    private readonly AliasTable[] _channels;
    private RandomStream _random;
    private PersonaProfile _profile = PersonaProfile.All[0];
    private int _customer, _session;
    private byte _channel;
    private long _time, _latest;

    public SessionSimulator(ShopWorld world, EventChunk chunk)
    {
        _world = world;
        _chunk = chunk;
        _plan = new SessionPlan(world);
        _channels = [.. PersonaProfile.All.Select(profile => new AliasTable(profile.Channels))];
        _random = new RandomStream(world.Options.Seed, "simulation.sessions");
        _shopper = new Shopper(world.Catalogue, _random);
    }

    public void Simulate(CustomerTruth customer, int index)
    {
        _random = new RandomStream(_world.Options.Seed, "simulation.sessions", (ulong)index);
        _shopper.Become(customer, _random);
        _profile = PersonaProfile.All[(int)customer.Persona];
        _customer = index;
        _plan.Make(customer, _random);
        _latest = _world.Options.Start.AddDays(customer.EndDay).Ticks - TimeSpan.TicksPerSecond;
        long free = 0;
        foreach ((int day, bool buys) in _plan.Days)
        {
            _channel = (byte)_channels[(int)customer.Persona].Sample(_random);
            long start = _world.Options.Start.AddDays(day).AddSeconds(SessionPlan.DrawSecond(_channel, _random)).Ticks;
            _time = Math.Min(Math.Max(start, free), _latest);
            _session = _chunk.SessionCount++;
            Walk(day, buys, customer.Persona == Persona.GiftBuyer);
            free = _time + (30 * TimeSpan.TicksPerMinute);
        }
    }

    private void Walk(int day, bool buys, bool givesPresents)
    {
        _viewed.Clear();
        _cart.Clear();
        JewelryCategory mission = _shopper.Mission(day, _world.Calendar.Occasions[day], givesPresents);
        int wanted = WantedItem();
        if (wanted >= 0) mission = _world.Catalogue.Items[wanted].Department;
        else if (_random.NextDouble() < 0.3) Emit(EventKind.Search);

        int views = Math.Min(LongestSession, 1 + _random.NextPoisson(_profile.ExtraViews) + (buys ? 1 : 0));
        for (int i = 0; i < views; i++)
        {
            int item = i == 0 && wanted >= 0 ? wanted : NextItem(mission);
            View(item);
            if (_random.NextDouble() >= _profile.Wishlist) continue;
            Emit(EventKind.Wishlist, item);
            _shopper.Considered = item;
        }

        int favourite = wanted >= 0 && (buys || _random.NextDouble() < 0.5) ? wanted : Favourite();
        if (buys) Buy(favourite, day);
        else if (_random.NextDouble() < _profile.AbandonedCart) Abandon(favourite);
    }

    /// <summary>The piece that the customer comes back for; −1 where they come to look around.</summary>
    private int WantedItem()
    {
        if (_shopper.Matching >= 0 && _random.NextDouble() < ReturnForMatching) return _shopper.Matching;
        return _shopper.Considered >= 0 && _random.NextDouble() < ReturnToConsidered ? _shopper.Considered : -1;
    }

    /// <summary>The next item to look at; one of this session comes up again only where a second choice falls on it too.</summary>
    private int NextItem(JewelryCategory mission)
    {
        JewelryCategory category = _random.NextDouble() < StrayView ? _shopper.AnyCategory() : mission;
        int item = _shopper.Choose(category);
        return _viewed.Contains(item) ? _shopper.Choose(category) : item;
    }

    private void View(int item)
    {
        Emit(EventKind.View, item);
        _viewed.Add(item);
    }

    private void Abandon(int item)
    {
        Emit(EventKind.AddToCart, item);
        _shopper.Considered = item;
        if (_random.NextDouble() < AbandonedCheckout) Emit(EventKind.CheckoutStart);
        else if (_random.NextDouble() < SecondThoughts) Emit(EventKind.RemoveFromCart, item);
    }

    private void Buy(int favourite, int day)
    {
        _cart.Add((favourite, DrawQuantity(favourite)));
        if (_random.NextDouble() < _profile.CrossSell) AddSecondLine(favourite);
        foreach ((int item, int quantity) in _cart) Emit(EventKind.AddToCart, item, quantity);
        if (_random.NextDouble() < SecondThoughts) ChangeMind();
        Emit(EventKind.CheckoutStart);

        int order = _chunk.OrderCount++;
        long discountPercent = RedeemCoupon(day, order);
        Pause(EventKind.Purchase);
        foreach ((int item, int quantity) in _cart) BuyLine(item, quantity, order, discountPercent);
        foreach ((int item, _) in _cart) _shopper.Bought(item, day);
    }

    private void AddSecondLine(int favourite)
    {
        int partner = _world.Catalogue.Partner(favourite, _random);
        int second = partner >= 0 && _random.NextDouble() < 0.6 ? partner : _shopper.Choose(_shopper.AnyCategory());
        if (second == favourite) return;
        View(second);
        _cart.Add((second, DrawQuantity(second)));
    }

    private void ChangeMind()
    {
        int other = _viewed[_random.NextInt32(_viewed.Count)];
        if (_cart.Exists(line => line.Item == other)) return;
        Emit(EventKind.AddToCart, other);
        Emit(EventKind.RemoveFromCart, other);
    }

    /// <summary>The discount in percent; the sale's on sale days, else 10.</summary>
    private long RedeemCoupon(int day, int order)
    {
        int sale = (int)MathF.Round(_world.Calendar.Discounts[day] * 100);
        if (_random.NextDouble() >= (sale > 0 ? _profile.Coupon.InSale : _profile.Coupon.Usual)) return 0;
        Emit(EventKind.Coupon, order: order);
        return sale > 0 ? sale : 10;
    }

    private void BuyLine(int item, int quantity, int order, long discountPercent)
    {
        // Rounded to the cent: money units are 1/10,000.
        long price = _world.Catalogue.Items[item].PriceUnits * (100 - discountPercent) / 10_000 * 100;
        Add(new SimulatedEvent(_time, price, _customer, item, _session, order, quantity, EventKind.Purchase, _channel));
        if (_random.NextDouble() >= _profile.Refund) return;
        long returned = _time + (_random.NextInt32(3, 22) * TimeSpan.TicksPerDay)
            + (_random.NextInt32(-14_400, 14_400) * TimeSpan.TicksPerSecond);
        int back = 1 + _random.NextInt32(quantity);
        if (returned < _world.Options.End.Ticks)
            Add(new SimulatedEvent(returned, price, _customer, item, -1, order, back, EventKind.Refund, _channel));
    }

    private int DrawQuantity(int item) => _world.Catalogue.Items[item].Department switch
    {
        JewelryCategory.WeddingRings => _random.NextDouble() < 0.7 ? 2 : 1,
        JewelryCategory.Charms => 1 + Math.Min(3, _random.NextPoisson(0.5)),
        _ => _random.NextDouble() < 0.02 ? 2 : 1,
    };

    /// <summary>The viewed item that the customer likes best.</summary>
    private int Favourite()
    {
        int best = _viewed[0];
        float utility = _shopper.Utility(best);
        foreach (int item in _viewed)
        {
            float other = _shopper.Utility(item);
            if (other <= utility) continue;
            (best, utility) = (item, other);
        }

        return best;
    }

    private void Emit(EventKind kind, int item = -1, int quantity = 1, int order = -1)
    {
        Pause(kind);
        long price = item < 0 ? 0 : _world.Catalogue.Items[item].PriceUnits;
        Add(new SimulatedEvent(_time, price, _customer, item, _session, order, quantity, kind, _channel));
    }

    /// <summary>
    /// Time passes before the next event, in whole seconds so that files keep it; nothing happens after the customer's last day.
    /// </summary>
    private void Pause(EventKind kind)
    {
        double mean = kind switch { EventKind.View => 45, EventKind.Purchase => 90, EventKind.CheckoutStart => 60, _ => 15 };
        long seconds = 2 + (long)Math.Min(600, _random.NextExponential(1 / mean));
        _time = Math.Min(_time + (seconds * TimeSpan.TicksPerSecond), _latest);

    }

    private void Add(in SimulatedEvent e) => _chunk.Events.Add(e);
}

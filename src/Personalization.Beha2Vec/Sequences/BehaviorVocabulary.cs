using Personalization.Core;

namespace Personalization.Beha2Vec;

/// <summary>
/// The codes that events are made of: event type, item, category, bands of price and quantity, channel, and the time since the event
/// before. Code 0 is the unknown one everywhere, so that an item or a type that was never seen is an event like any other. Immutable and
/// thread-safe.
/// </summary>
public sealed class BehaviorVocabulary
{
    /// <summary>Codes of time gaps: unknown (a first event), below a minute, below 2, 4, 8 … minutes, and a year or more.</summary>
    public const int GapCodes = 22;

    /// <summary>Codes of quantities: unknown (0 or below), up to 1, 2, 4, 8, 16, 32, and more.</summary>
    public const int QuantityCodes = 8;

    private static readonly long MinuteTicks = TimeSpan.FromMinutes(1).Ticks;

    private readonly long[] _priceCuts;

    internal BehaviorVocabulary(
        IdIndex<ItemId> items, Vocabulary types, Vocabulary categories, Vocabulary channels, long[] priceCuts, bool hasPriceBands,
        IReadOnlySet<EventType>? keyTypes)
    {
        (Items, Types, Categories, Channels) = (items, types, categories, channels);
        (_priceCuts, HasPriceBands, KeyTypes) = (priceCuts, hasPriceBands, keyTypes);
    }

    /// <summary>Items with a code of their own: row + 1.</summary>
    public IdIndex<ItemId> Items { get; }

    /// <summary>Event types with a code of their own: row + 1.</summary>
    public Vocabulary Types { get; }

    /// <summary>Categories with a code of their own: row + 1.</summary>
    public Vocabulary Categories { get; }

    /// <summary>Channels with a code of their own: row + 1.</summary>
    public Vocabulary Channels { get; }

    /// <summary>Number of codes of items, the unknown one among them.</summary>
    public int ItemCodes => Items.Count + 1;

    /// <summary>Number of codes of event types, the unknown one among them.</summary>
    public int TypeCodes => Types.Count + 1;

    /// <summary>Number of codes of categories, the unknown one among them.</summary>
    public int CategoryCodes => Categories.Count + 1;

    /// <summary>Number of codes of channels, the unknown one among them.</summary>
    public int ChannelCodes => Channels.Count + 1;

    /// <summary>Number of codes of price bands, the unknown one among them.</summary>
    public int PriceCodes => HasPriceBands ? _priceCuts.Length + 2 : 1;

    /// <summary>The key events, as <see cref="EventSequencesOptions.Types"/> told them; null: all but exposures and outcomes.</summary>
    internal IReadOnlySet<EventType>? KeyTypes { get; }

    internal bool HasPriceBands { get; }

    internal ReadOnlySpan<long> PriceCuts => _priceCuts;

    /// <summary>Whether an event of a type is read.</summary>
    public bool IsKey(EventType type) => IsKey(KeyTypes, type);

    /// <summary>The codes of one event, as a sequence has them.</summary>
    /// <param name="e">A key event.</param>
    /// <param name="ticks">Since the key event before, at least 0; negative for a first event.</param>
    internal BehaviorToken Encode(in ShopEvent e, long ticks) => new(
        Code(Types, e.Type.Name),
        e.Item.IsNone ? 0 : Items.TryGetRow(e.Item, out int item) ? item + 1 : 0,
        Code(Categories, e.Category),
        PriceCode(e.UnitPrice >= MoneyUnits.MaxValue ? long.MaxValue : e.UnitPrice <= 0 ? 0 : MoneyUnits.From(e.UnitPrice)),
        QuantityCode((float)e.Quantity),
        Code(Channels, e.Channel),
        GapCode(ticks));

    /// <summary>The code of a price in <see cref="MoneyUnits"/>; 0 where it is 0 or less.</summary>
    internal int PriceCode(long units)
    {
        if (units <= 0 || !HasPriceBands) return 0;
        int place = _priceCuts.AsSpan().BinarySearch(units);
        return 1 + (place >= 0 ? place + 1 : ~place);
    }

    /// <summary>The code of a quantity; 0 where it is 0 or less, or no number.</summary>
    internal static int QuantityCode(float quantity)
    {
        if (!(quantity > 0)) return 0;
        int code = 1;
        for (float most = 1; quantity > most && code < QuantityCodes - 1; most *= 2) code++;
        return code;
    }

    /// <summary>The code of a time since the event before, in ticks; negative for a first event.</summary>
    internal static int GapCode(long ticks)
    {
        if (ticks < 0) return 0;
        long minutes = ticks / MinuteTicks;
        int code = 1;
        for (; minutes > 0 && code < GapCodes - 1; minutes >>= 1) code++;
        return code;
    }

    /// <summary>Whether events are read, type by type of a log.</summary>
    internal static bool[] KeysOf(Vocabulary types, IReadOnlySet<EventType>? keyTypes) =>
        [.. types.Select(name => IsKey(keyTypes, new EventType(name)))];

    internal static BehaviorVocabulary Of(EventLog log, EventSequencesOptions options)
    {
        bool[] keyTypes = KeysOf(log.EventTypes, options.Types);
        int[] events = new int[log.Items.Count];
        bool[] types = new bool[log.EventTypes.Count], categories = new bool[log.Categories.Count];
        bool[] channels = new bool[byte.MaxValue + 1];
        for (int customer = 0; customer < log.Customers.Count; customer++)
        {
            CustomerEvents own = log.EventsOf(customer);
            ReadOnlySpan<int> ownItems = own.Items, ownCategories = own.Categories;
            ReadOnlySpan<byte> ownTypes = own.Types, ownChannels = own.Channels;
            for (int i = 0; i < own.Count; i++)
            {
                if (!keyTypes[ownTypes[i]]) continue;
                types[ownTypes[i]] = true;
                channels[ownChannels[i]] = true;
                if (ownItems[i] >= 0) events[ownItems[i]]++;
                if (ownCategories[i] >= 0) categories[ownCategories[i]] = true;
            }
        }

        List<ItemId> items = [];
        List<long> prices = [];
        for (int item = 0; item < events.Length; item++)
        {
            if (events[item] < options.MinItemEvents) continue;
            items.Add(log.Items.IdAt(item));
            long price = MoneyUnits.From(log.Items.At(item).UnitPrice);
            if (price > 0) prices.Add(price);
        }

        prices.Sort();
        long[] cuts =
        [
            .. Enumerable.Range(1, Math.Max(0, options.PriceBands - 1)).Where(_ => prices.Count > 0)
                .Select(band => prices[(int)((long)band * prices.Count / options.PriceBands)]).Where(cut => cut > prices[0]).Distinct(),
        ];
        return new BehaviorVocabulary(
            IdIndex<ItemId>.From(items), Named(log.EventTypes, types), Named(log.Categories, categories), Named(log.Channels, channels),
            cuts, options.PriceBands > 0, options.Types is { } keys ? new HashSet<EventType>(keys) : null);
    }

    private static bool IsKey(IReadOnlySet<EventType>? keyTypes, EventType type) =>
        keyTypes?.Contains(type) ?? (type != EventType.Exposure && type != EventType.Outcome);

    private static int Code(Vocabulary names, string? name) =>
        !string.IsNullOrEmpty(name) && names.TryGetRow(name, out int row) ? row + 1 : 0;

    private static Vocabulary Named(Vocabulary names, bool[] used) =>
        Vocabulary.From(Enumerable.Range(0, names.Count).Where(code => used[code]).Select(code => names[code]));
}

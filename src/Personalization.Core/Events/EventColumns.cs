namespace Personalization.Core;

/// <summary>
/// The storage that an <see cref="EventLog"/> and all its slices share: one array a column, 39 bytes an event.
/// Sorted by customer, then time, then the order in which events were added.
/// </summary>
internal sealed class EventColumns
{
    /// <summary>Code of "none" in the columns of one byte.</summary>
    public const byte NoByteCode = byte.MaxValue;

    public EventColumns(int count)
    {
        Times = new long[count];
        Types = new byte[count];
        Items = new int[count];
        Categories = new int[count];
        Quantities = new float[count];
        UnitPrices = new long[count];
        Currencies = new byte[count];
        Orders = new int[count];
        Sessions = new int[count];
        Channels = new byte[count];
    }

    public long[] Times { get; }

    public byte[] Types { get; }

    public int[] Items { get; }

    public int[] Categories { get; }

    public float[] Quantities { get; }

    public long[] UnitPrices { get; }

    public byte[] Currencies { get; }

    /// <summary>Orders from 0, −1 for neither, decisions from −2 down: an event refers to one or the other.</summary>
    public int[] Orders { get; }

    public int[] Sessions { get; }

    public byte[] Channels { get; }

    public required IdIndex<CustomerId> CustomerIndex { get; init; }

    public required ItemCatalog ItemCatalog { get; init; }

    public required Vocabulary TypeNames { get; init; }

    public required Vocabulary CategoryNames { get; init; }

    public required Vocabulary CurrencyCodes { get; init; }

    public required Vocabulary ChannelNames { get; init; }

    /// <summary>Order ids by order code; codes count up in the order of the log.</summary>
    public string[] OrderIds { get; set; } = [];

    /// <summary>
    /// Decision ids by decision; the code of decision i is −2 − i in <see cref="Orders"/>, so that nothing takes it for an order.
    /// </summary>
    public string[] DecisionIds { get; set; } = [];

    /// <summary>Session ids by session code; codes count up in the order of the log.</summary>
    public string[] SessionIds { get; set; } = [];
}

namespace Personalization.Core;

/// <summary>
/// An event whose strings are codes of one <see cref="EventLogBuilder"/>: the fast way in for readers that parse millions of rows and
/// mustn't allocate a string for each. −1 stands for "none".
/// </summary>
public readonly record struct EncodedEvent
{
    /// <summary>An event with nothing set: quantity 1, every code "none".</summary>
    public EncodedEvent()
    {
    }

    /// <summary>Code from <see cref="EventLogBuilder.CustomerCode(ReadOnlySpan{char})"/>; required.</summary>
    public int Customer { get; init; } = -1;

    /// <summary>Ticks of <see cref="DateTime.Ticks"/> on the shop's clock.</summary>
    public long Time { get; init; }

    /// <summary>Code from <see cref="EventLogBuilder.TypeCode(EventType)"/>; required.</summary>
    public int Type { get; init; } = -1;

    /// <summary>Code from <see cref="EventLogBuilder.ItemCode(ReadOnlySpan{char})"/>.</summary>
    public int Item { get; init; } = -1;

    /// <summary>Code from <see cref="EventLogBuilder.TitleCode(ReadOnlySpan{char})"/>.</summary>
    public int Title { get; init; } = -1;

    /// <summary>Code from <see cref="EventLogBuilder.CategoryCode(ReadOnlySpan{char})"/>.</summary>
    public int Category { get; init; } = -1;

    /// <summary>Units.</summary>
    public float Quantity { get; init; } = 1;

    /// <summary>Unit price in <see cref="MoneyUnits"/>.</summary>
    public long UnitPrice { get; init; }

    /// <summary>Code from <see cref="EventLogBuilder.CurrencyCode(ReadOnlySpan{char})"/>.</summary>
    public int Currency { get; init; } = -1;

    /// <summary>
    /// Code from <see cref="EventLogBuilder.OrderCode(ReadOnlySpan{char})"/>, or from
    /// <see cref="EventLogBuilder.DecisionCode(ReadOnlySpan{char})"/> where the event refers to a decision.
    /// </summary>
    public int Order { get; init; } = -1;

    /// <summary>Code from <see cref="EventLogBuilder.SessionCode(ReadOnlySpan{char})"/>.</summary>
    public int Session { get; init; } = -1;

    /// <summary>Code from <see cref="EventLogBuilder.ChannelCode(ReadOnlySpan{char})"/>.</summary>
    public int Channel { get; init; } = -1;
}

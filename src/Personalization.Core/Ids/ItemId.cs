namespace Personalization.Core;

/// <summary>
/// An item's id as the shop writes it. Ordered and compared ordinally, so that the order never depends on a culture.
/// <c>default</c> stands for "none": its <see cref="Value"/> is empty.
/// </summary>
public readonly record struct ItemId : IExternalId<ItemId>
{
    private readonly string? _value;

    /// <summary>Makes an id of its text.</summary>
    /// <exception cref="ArgumentException"><paramref name="value"/> is empty or white space.</exception>
    public ItemId(string value) => _value = Guard.NotBlank(value, nameof(value));

    /// <inheritdoc />
    public string Value => _value ?? "";

    /// <summary>True for <c>default</c>: no item.</summary>
    public bool IsNone => _value is null;

    /// <inheritdoc />
    public static ItemId Create(string value) => new(value);

    /// <inheritdoc />
    public int CompareTo(ItemId other) => string.CompareOrdinal(Value, other.Value);

    /// <summary>The id's text.</summary>
    public override string ToString() => Value;
}

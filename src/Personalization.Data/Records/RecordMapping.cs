using Personalization.Core;

namespace Personalization.Data;

/// <summary>How the calling program's own objects become events. Immutable; thread-safe as far as its delegates are.</summary>
/// <typeparam name="T">The record.</typeparam>
public sealed class RecordMapping<T>
{
    /// <summary>Id of the customer; a null or blank one is dropped and counted.</summary>
    public required Func<T, string?> Customer { get; init; }

    /// <summary>When: a time with offset is converted into the shop's zone. Give this or <see cref="LocalTime"/>.</summary>
    public Func<T, DateTimeOffset>? Time { get; init; }

    /// <summary>When, on the shop's own clock. Give this or <see cref="Time"/>.</summary>
    public Func<T, DateTime>? LocalTime { get; init; }

    /// <summary>What happened. Default: everything is a purchase.</summary>
    public Func<T, EventType>? Type { get; init; }

    /// <summary>Id of the item.</summary>
    public Func<T, string?>? Item { get; init; }

    /// <summary>Title of the item.</summary>
    public Func<T, string?>? ItemTitle { get; init; }

    /// <summary>Category of the item.</summary>
    public Func<T, string?>? Category { get; init; }

    /// <summary>Units; null is a fault in a purchase. Where this isn't given at all, 1.</summary>
    public Func<T, double?>? Quantity { get; init; }

    /// <summary>Price of one unit; null is a fault in a purchase. Where this isn't given at all, 0.</summary>
    public Func<T, decimal?>? UnitPrice { get; init; }

    /// <summary>ISO 4217 code.</summary>
    public Func<T, string?>? Currency { get; init; }

    /// <summary>Id of the order.</summary>
    public Func<T, string?>? Order { get; init; }

    /// <summary>Id of the session.</summary>
    public Func<T, string?>? Session { get; init; }

    /// <summary>Channel.</summary>
    public Func<T, string?>? Channel { get; init; }

    /// <summary>
    /// What a record says of the customer, by the attribute's name; null or blank says nothing. At most 200. Default none.
    /// </summary>
    /// <exception cref="ArgumentException">There are more, or a name is blank.</exception>
    public IReadOnlyDictionary<string, Func<T, string?>> CustomerAttributes
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Count > AttributeNames.MaxCount)
                throw new ArgumentException(
                    $"The mapping has {value.Count} attributes; at most {AttributeNames.MaxCount} are kept.", nameof(value));
            foreach (string name in value.Keys) Guard.NotBlank(name, nameof(value));
            field = value;
        }
    } = new Dictionary<string, Func<T, string?>>();

    /// <summary>True for rows of cancelled orders.</summary>
    public Func<T, bool>? IsCancelled { get; init; }
}

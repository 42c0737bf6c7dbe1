namespace Personalization.Data;

/// <summary>Which column of a file stands for what. Immutable; names are compared without case, blanks, underscores and hyphens.</summary>
public sealed record ColumnMapping
{
    /// <summary>
    /// The column names by what they stand for; <see cref="EventField.Customer"/> and <see cref="EventField.Time"/> are required.
    /// </summary>
    public required IReadOnlyDictionary<EventField, string> Names
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            foreach (EventField needed in (ReadOnlySpan<EventField>)[EventField.Customer, EventField.Time])
            {
                if (!value.ContainsKey(needed)) throw new ArgumentException($"A mapping needs a column for {needed}.", nameof(value));
            }

            field = value;
        }
    }

    /// <summary>An order id that begins with this is cancelled, upper or lower case; null (default) where there is no such mark.</summary>
    public string? CancelledOrderPrefix { get; init; }

    /// <summary>Trims and upper-cases item ids, so that <c>85123a</c> and <c>85123A</c> are one item. Default false.</summary>
    public bool NormalizeItemCodes { get; init; }
}

namespace Personalization.Data;

/// <summary>
/// Which column of a file stands for what, where the file's own names don't tell or tell wrong. Immutable; names are compared by letters
/// and digits alone, without case. What isn't named here is found as it is without a mapping.
/// </summary>
public sealed record ColumnMapping
{
    /// <summary>The column names by what they stand for. An empty name says that the file has no such column.</summary>
    /// <exception cref="ArgumentException">A name has no letter or digit and isn't empty.</exception>
    public required IReadOnlyDictionary<EventField, string> Names
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            foreach ((EventField mapped, string name) in value)
            {
                if (name.Length > 0 && HeaderNames.Key(name).Length == 0)
                    throw new ArgumentException($"'{name}' names no column for {mapped}: it needs a letter or digit.", nameof(value));
            }

            field = value;
        }
    }

    /// <summary>An order id that begins with this is cancelled, upper or lower case; null (default) where there is no such mark.</summary>
    public string? CancelledOrderPrefix { get; init; }

    /// <summary>Trims and upper-cases item ids, so that <c>85123a</c> and <c>85123A</c> are one item. Default false.</summary>
    public bool NormalizeItemCodes { get; init; }
}

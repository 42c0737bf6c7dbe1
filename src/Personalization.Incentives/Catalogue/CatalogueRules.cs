namespace Personalization.Incentives;

/// <summary>What holds for all offers of a catalogue together. Immutable; every default is valid.</summary>
public sealed record CatalogueRules
{
    /// <summary>
    /// Time zone of customers whose own isn't known (column <see cref="Core.ColumnNames.TimeZone"/>), as an IANA id such as
    /// <c>Europe/Berlin</c>; not blank. Default <c>UTC</c>.
    /// </summary>
    public string TimeZone { get; init => field = Guard.NotBlank(value); } = "UTC";

    /// <summary>When nobody is given anything, by the customer's clock. Default: never.</summary>
    public IReadOnlyList<QuietHours> QuietHours { get; init => field = [.. value]; } = [];

    /// <summary>How many offers a customer gets within a time, of all or of a scheme. Default: no limit.</summary>
    public IReadOnlyList<FrequencyCap> Frequency { get; init => field = [.. value]; } = [];

    /// <summary>How long a customer is left alone after any offer, or after redeeming one. Default: not at all.</summary>
    public CoolDown CoolDown { get; init; } = new();

    /// <summary>
    /// How far ahead an offer that can't be given now is put off, 1 to 3,650 days; what would have to wait longer is dropped. Default 30.
    /// </summary>
    public int DeferDays { get; init => field = Guard.InRange(value, 1, 3_650); } = 30;
}

/// <summary>At most so many offers within a time. Immutable.</summary>
public sealed record FrequencyCap
{
    /// <summary>How many, at least 1.</summary>
    public required int Count { get; init => field = Guard.AtLeast(value, 1); }

    /// <summary>Within how long, rolling, above zero.</summary>
    public required TimeSpan Window { get; init => field = Times.Positive(value, nameof(Window)); }

    /// <summary>The scheme whose offers count and are held back; empty (default): all, or the offer that it is a cap of.</summary>
    public string Scheme { get; init; } = "";
}

/// <summary>How long a customer is left alone. Immutable.</summary>
public sealed record CoolDown
{
    /// <summary>After an offer was given, above zero; null (default): not at all.</summary>
    public TimeSpan? AfterOffer { get; init => field = Times.Positive(value, nameof(AfterOffer)); }

    /// <summary>After an offer was redeemed, above zero; null (default): not at all.</summary>
    public TimeSpan? AfterRedemption { get; init => field = Times.Positive(value, nameof(AfterRedemption)); }

    internal bool IsNone => AfterOffer is null && AfterRedemption is null;
}

/// <summary>Checks of lengths of time.</summary>
internal static class Times
{
    public static TimeSpan Positive(TimeSpan value, string name) => value > TimeSpan.Zero
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; it must be above zero.");

    public static TimeSpan? Positive(TimeSpan? value, string name) => value is { } time ? Positive(time, name) : null;
}

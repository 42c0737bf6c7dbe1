using System.Runtime.CompilerServices;

namespace Personalization.Simulation;

/// <summary>What <see cref="JewelryShop"/> simulates. Immutable; every default is valid.</summary>
public sealed record JewelryShopOptions
{
    // Mean of five seeds of the default shop at 20,000 customers; they range from 70.4 to 71.7.
    private const double EventsPerCustomer = 70.9;

    /// <summary>Number of customers, 0 to 10,000,000; each leaves at least one event. Default 2,000.</summary>
    public int CustomerCount { get; init => field = Guard.InRange(value, 0, 10_000_000); } = 2_000;

    /// <summary>Number of items in the catalogue, 1 to 100,000. Default 240.</summary>
    public int ItemCount { get; init => field = Guard.InRange(value, 1, 100_000); } = 240;

    /// <summary>Length of the log in days, 1 to 3,660. Default 365.</summary>
    public int Days { get; init => field = Guard.InRange(value, 1, 3_660); } = 365;

    /// <summary>First moment of the log: a midnight, from the year 1900 to 2500. Default 2025-01-01.</summary>
    public DateTime Start { get; init => field = Midnight(value); } = new(2025, 1, 1);

    /// <summary>ISO 4217 code that all prices are in, three capital letters. Default EUR.</summary>
    public string Currency { get; init => field = CurrencyCode(value); } = "EUR";

    /// <summary>How the personas share the customers.</summary>
    public PersonaShares Personas { get; init => field = Shares(value); } = new();

    /// <summary>Seed of all randomness. Default 0: never "random by default".</summary>
    public ulong Seed { get; init; }

    /// <summary>Most threads to use, at least 1; null for one a processor. Has no influence on the result. Default null.</summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }

    /// <summary>First moment after the log.</summary>
    public DateTime End => Start.AddDays(Days);

    /// <summary>
    /// The default shop with as many customers as make about this many events (within a few percent from 100,000 events on).
    /// </summary>
    /// <param name="events">Wanted number of events, 0 to 500,000,000.</param>
    /// <param name="seed">Seed of all randomness.</param>
    public static JewelryShopOptions ForEvents(int events, ulong seed = 0) => new()
    {
        CustomerCount = (int)Math.Ceiling(Guard.InRange(events, 0, 500_000_000, nameof(events)) / EventsPerCustomer),
        Seed = seed,
    };

    private static DateTime Midnight(DateTime value, [CallerMemberName] string name = "")
    {
        Guard.InRange(value.Year, 1900, 2500, name);
        return value.TimeOfDay == TimeSpan.Zero
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value:O}; it must be a midnight.");
    }

    private static string CurrencyCode(string value, [CallerMemberName] string name = "") =>
        value is { Length: 3 } && value.All(char.IsAsciiLetterUpper)
            ? value
            : throw new ArgumentException($"{name} is '{value}'; it must be an ISO 4217 code such as EUR or USD.", name);

    private static PersonaShares Shares(PersonaShares value, [CallerMemberName] string name = "")
    {
        ArgumentNullException.ThrowIfNull(value, name);
        return value.Sum > 0 ? value : throw new ArgumentException($"All weights of {name} are 0; at least one must be positive.", name);
    }
}

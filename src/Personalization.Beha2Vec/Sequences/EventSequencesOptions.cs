using Personalization.Core;

namespace Personalization.Beha2Vec;

/// <summary>Which events of a customer are read, and what is known of each. Immutable; every default is valid.</summary>
public sealed record EventSequencesOptions
{
    /// <summary>
    /// The key events; null (default): all but exposures and outcomes, which say what the shop did rather than what the customer did.
    /// </summary>
    public IReadOnlySet<EventType>? Types { get; init; }

    /// <summary>Events that an item needs to have a code of its own, at least 1; those below share the unknown one. Default 1.</summary>
    public int MinItemEvents { get; init => field = Guard.AtLeast(value, 1); } = 1;

    /// <summary>Bands of price, 0 (none) to 100, as many items in each. Default 10.</summary>
    public int PriceBands { get; init => field = Guard.InRange(value, 0, 100); } = 10;
}

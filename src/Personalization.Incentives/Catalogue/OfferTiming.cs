namespace Personalization.Incentives;

/// <summary>When an <see cref="Offer"/> may be given, besides its validity and the catalogue's own rules. Immutable.</summary>
public sealed record OfferTiming
{
    /// <summary>When it isn't given, by the customer's clock, besides the catalogue's quiet hours. Default: never.</summary>
    public IReadOnlyList<QuietHours> QuietHours { get; init => field = [.. value]; } = [];

    /// <summary>How many of this offer a customer gets within a time. Default: no limit.</summary>
    public IReadOnlyList<FrequencyCap> Frequency { get; init => field = [.. value]; } = [];

    /// <summary>How long before a customer gets it again after it was given, or redeemed. Default: not at all.</summary>
    public CoolDown CoolDown { get; init; } = new();
}

namespace Personalization.Incentives;

/// <summary>How <see cref="SendTimes"/> learns. Immutable; every default is valid.</summary>
public sealed record SendTimeOptions
{
    /// <summary>
    /// How far an event tells of the hours around its own: standard deviation in hours of a normal curve around the clock, 0 (its own hour
    /// alone) to 6. Default 1.5.
    /// </summary>
    public double KernelHours { get; init => field = Guard.InRange(value, 0, 6); } = 1.5;

    /// <summary>
    /// How many events the group's habits weigh beside a customer's own, above 0; null (default): what foretells each event best from the
    /// others of its customer.
    /// </summary>
    public double? CustomerStrength { get; init => field = Guard.Positive(value); }

    /// <summary>How many events the shop's habits weigh beside a group's; null (default): estimated in the same way.</summary>
    public double? GroupStrength { get; init => field = Guard.Positive(value); }
}

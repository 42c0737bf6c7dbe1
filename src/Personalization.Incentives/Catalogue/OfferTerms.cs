namespace Personalization.Incentives;

/// <summary>What an <see cref="Offer"/> costs the shop. Immutable.</summary>
public sealed record OfferCost
{
    /// <summary>
    /// Cost of each customer who is addressed, redeemed or not, in currency: mail, print, a book club's monthly book. Default 0.
    /// </summary>
    public decimal Contact { get; init => field = Guard.InRange(value, 0m, Limits.Money); }

    /// <summary>
    /// Cost of one redemption; null (default): what the offer's kind and value say, see <see cref="Offer.RedemptionCost"/>.
    /// </summary>
    public RedemptionCost? Redemption { get; init; }
}

/// <summary>
/// Cost of one redemption: a fraction of the order, plus a fixed part (shipping, the gift's cost), plus points at their value; at most
/// <see cref="Maximum"/>. Immutable.
/// </summary>
public sealed record RedemptionCost
{
    /// <summary>Fraction of the order, 0 to 1. Default 0.</summary>
    public decimal PercentOfOrder { get; init => field = Guard.InRange(value, 0m, 1m); }

    /// <summary>Fixed part in currency, at least 0. Default 0.</summary>
    public decimal Fixed { get; init => field = Guard.InRange(value, 0m, Limits.Money); }

    /// <summary>Points given, at least 0. Default 0.</summary>
    public decimal Points { get; init => field = Guard.InRange(value, 0m, Limits.Money); }

    /// <summary>Cost of one point in currency, 0 to 100. Default 0.</summary>
    public decimal PointValue { get; init => field = Guard.InRange(value, 0m, 100m); }

    /// <summary>The most one redemption may cost ("up to 20.00 off"), in currency; null (default): no limit.</summary>
    public decimal? Maximum { get; init => field = Guard.InRange(value, 0m, Limits.Money); }

    /// <summary>The cost on an order of this size, in currency.</summary>
    public decimal Of(decimal order)
    {
        decimal cost = (PercentOfOrder * order) + Fixed + (Points * PointValue);
        return Maximum is { } most ? Math.Min(most, cost) : cost;
    }
}

/// <summary>When an <see cref="Offer"/> may be issued and how long it then lasts. Immutable.</summary>
public sealed record OfferValidity
{
    /// <summary>First moment at which it may be issued; null (default): always.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Moment from which it may neither be issued nor redeemed; null (default): never.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>
    /// Whether <see cref="From"/> and <see cref="To"/> are readings of the customer's own clock, whatever their offset: the first of
    /// December begins when it begins where the customer is. Default false.
    /// </summary>
    public bool IsLocal { get; init; }

    /// <summary>How long it lasts after it was issued, above zero; null (default): until <see cref="To"/>.</summary>
    public TimeSpan? Duration
    {
        get;
        init => field = value is { } time && time <= TimeSpan.Zero
            ? throw new ArgumentOutOfRangeException(nameof(value), value, $"Duration is {time}; it must be above zero.")
            : value;
    }

    internal DateTimeOffset? FromFor(TimeZoneInfo zone) => IsLocal && From is { } from ? CustomerClock.Instant(from.DateTime, zone) : From;

    internal DateTimeOffset? ToFor(TimeZoneInfo zone) => IsLocal && To is { } to ? CustomerClock.Instant(to.DateTime, zone) : To;
}

/// <summary>How often an <see cref="Offer"/> may be issued. Immutable.</summary>
public sealed record OfferCaps
{
    /// <summary>How often one customer may get it, over all time; at least 1. Default 1.</summary>
    public int PerCustomer { get; init => field = Guard.AtLeast(value, 1); } = 1;

    /// <summary>How often it may be issued in all, at least 0; null (default): without limit.</summary>
    public int? Total { get; init => field = Guard.AtLeast(value, 0); }
}

/// <summary>
/// What an <see cref="Offer"/> may be held together with. Two offers go together when neither is exclusive and they share no group.
/// Immutable.
/// </summary>
public sealed record StackingRule
{
    /// <summary>Whether it stands alone. Default true.</summary>
    public bool Exclusive { get; init; } = true;

    /// <summary>
    /// Groups of which a customer holds one offer at a time, such as <c>discount</c>. Default none. Ignored where exclusive.
    /// </summary>
    public IReadOnlyList<string> Groups { get; init => field = [.. value]; } = [];

    /// <summary>Ids of offers that it isn't held together with, besides what exclusive and groups say. Default none.</summary>
    public IReadOnlyList<string> Excludes { get; init => field = [.. value]; } = [];

    /// <summary>Ids of offers of which a customer must hold each to get this one. Default none.</summary>
    public IReadOnlyList<string> Requires { get; init => field = [.. value]; } = [];

    /// <summary>Whether a customer may hold offers with these two rules at the same time.</summary>
    public bool GoesWith(StackingRule other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return !Exclusive && !other.Exclusive && !Groups.Any(group => other.Groups.Contains(group, StringComparer.Ordinal));
    }
}

/// <summary>
/// The response assumed of customers: <i>assumptions</i> that come with a catalogue until a shop has measured its own in an experiment.
/// Immutable.
/// </summary>
public sealed record OfferResponse
{
    /// <summary>Probability that a customer who would have bought anyway redeems the offer, 0 to 1. Default 0.</summary>
    public double Redemption { get; init => field = Guard.InRange(value, 0, 1); }

    /// <summary>
    /// Gain in the probability of a purchase within the horizon, 0 to 1: .03 makes three more of a hundred customers buy. All of those
    /// redeem. Default 0.
    /// </summary>
    public double Uplift { get; init => field = Guard.InRange(value, 0, 1); }

    /// <summary>Other assumptions for some segments, by name. Default none.</summary>
    public IReadOnlyDictionary<string, SegmentResponse> Segments
    {
        get;
        init => field = new Dictionary<string, SegmentResponse>(value, StringComparer.Ordinal);
    } = new Dictionary<string, SegmentResponse>(StringComparer.Ordinal);

    /// <summary>The assumptions for a customer of this segment (null: of none).</summary>
    public SegmentResponse For(string? segment)
    {
        (double redemption, double uplift) = Assumed(segment);
        return new() { Redemption = redemption, Uplift = uplift };
    }

    internal (double Redemption, double Uplift) Assumed(string? segment) =>
        segment is not null && Segments.Count > 0 && Segments.TryGetValue(segment, out SegmentResponse? own)
            ? (own.Redemption, own.Uplift)
            : (Redemption, Uplift);
}

/// <summary>The response assumed of one segment, see <see cref="OfferResponse"/>. Immutable.</summary>
public sealed record SegmentResponse
{
    /// <summary>Probability that a customer who would have bought anyway redeems, 0 to 1. Default 0.</summary>
    public double Redemption { get; init => field = Guard.InRange(value, 0, 1); }

    /// <summary>Gain in the probability of a purchase within the horizon, 0 to 1. Default 0.</summary>
    public double Uplift { get; init => field = Guard.InRange(value, 0, 1); }
}

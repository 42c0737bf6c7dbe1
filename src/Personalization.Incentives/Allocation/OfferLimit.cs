namespace Personalization.Incentives;

/// <summary>What an <see cref="OfferLimit"/> counts.</summary>
public enum OfferQuantity
{
    /// <summary>Offers given. The default.</summary>
    Offers,

    /// <summary>Expected cost, in currency.</summary>
    ExpectedCost,

    /// <summary>Cost if everybody redeems, in currency.</summary>
    WorstCaseCost,
}

/// <summary>
/// A limit on what a plan gives, beside its budget and the caps of its offers: to all customers or those of one kind, of all offers or one.
/// A maximum is never exceeded; a minimum is met as far as the rest allows, by offers that pay, and what is missing is told. Immutable.
/// </summary>
public sealed record OfferLimit
{
    /// <summary>The name that the plan tells it by; not blank, and no other limit's.</summary>
    public required string Name { get; init => field = Guard.NotBlank(value); }

    /// <summary>Id of the only offer that counts; null (default): all of them.</summary>
    public string? OfferId { get; init; }

    /// <summary>
    /// Column of the customer table that tells kinds of customers apart, such as the segment; null (default): all customers.
    /// </summary>
    public string? Column { get; init; }

    /// <summary>
    /// The kind, as the column's cells have it as text; null (default): the limit holds for each kind by itself, and is told by the name
    /// with the kind in brackets. Means nothing without a column.
    /// </summary>
    public string? Level { get; init; }

    /// <summary>What is counted. Default: offers.</summary>
    public OfferQuantity Of { get; init; }

    /// <summary>At least so many, or so much, 0 or more; null (default): no minimum.</summary>
    public decimal? Least { get; init => field = Guard.AtLeast(value, 0m); }

    /// <summary>At most so many, or so much, 0 or more; null (default): no maximum.</summary>
    public decimal? Most { get; init => field = Guard.AtLeast(value, 0m); }

    /// <summary>
    /// At least so many offers for each customer of the kind, 0 or more; rounded up to whole offers; null (default): no minimum. Only where
    /// offers are counted.
    /// </summary>
    public double? LeastRate { get; init => field = Guard.InRange(value, 0, 100); }

    /// <summary>At most so many offers for each customer of the kind, rounded down; null (default): no maximum.</summary>
    public double? MostRate { get; init => field = Guard.InRange(value, 0, 100); }
}

/// <summary>
/// Rates of offers of several kinds of customers, held to each other: each kind gets, for each of its customers, at least a share of what
/// any other gets, rounded down to whole offers. Never broken, whatever it costs: giving nobody anything satisfies it. Immutable.
/// </summary>
public sealed record OfferParity
{
    /// <summary>Most kinds that may be held to each other: each pair of them is a limit.</summary>
    public const int MostLevels = 12;

    /// <summary>Column of the customer table that tells kinds of customers apart; not blank.</summary>
    public required string Column { get; init => field = Guard.NotBlank(value); }

    /// <summary>
    /// The kinds, as the column's cells have them as text; null (default): all that there are. Others, and customers without a cell, are
    /// left alone.
    /// </summary>
    public IReadOnlyList<string>? Levels { get; init; }

    /// <summary>The least share of any other kind's rate, 0 to 1, in thousandths; 1: equal rates. Default .8.</summary>
    public double Share { get; init => field = Guard.InRange(value, 0, 1); } = .8;
}

/// <summary>
/// Something else than money that offers take, such as contact pressure or hours of a call center, of which there is so much. Immutable.
/// </summary>
public sealed record OfferResource
{
    /// <summary>The name that the plan tells it by; not blank, and no limit's.</summary>
    public required string Name { get; init => field = Guard.NotBlank(value); }

    /// <summary>How much there is, at least 0.</summary>
    public required long Most { get; init => field = Guard.AtLeast(value, 0); }

    /// <summary>What an offer takes that <see cref="UseByOffer"/> doesn't name, at least 0. Default 1.</summary>
    public long Use { get; init => field = Guard.AtLeast(value, 0); } = 1;

    /// <summary>What some offers take, by id, at least 0. Default: all take <see cref="Use"/>.</summary>
    public IReadOnlyDictionary<string, long> UseByOffer { get; init; } = new Dictionary<string, long>();
}

/// <summary>What a plan takes of one of its limits: the budget, caps, resources, the margin floor, and those of the options.</summary>
/// <param name="Name">Name of the limit.</param>
/// <param name="Used">What is taken: a number of offers, an amount in currency, or the resource's own unit.</param>
/// <param name="Least">The minimum; null where there is none.</param>
/// <param name="Most">The maximum; null where there is none.</param>
/// <param name="Price">
/// Expected net value in currency that one more of the maximum, or one less of the minimum, would bring; 0 where it doesn't bind.
/// </param>
public sealed record OfferPlanLimit(string Name, decimal Used, decimal? Least, decimal? Most, double Price)
{
    /// <summary>How much is missing to the minimum; 0 where it is met.</summary>
    public decimal Shortfall => Least is { } least ? Math.Max(0, least - Used) : 0;
}

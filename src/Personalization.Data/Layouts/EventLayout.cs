using Personalization.Core;

namespace Personalization.Data;

/// <summary>
/// How one shop system, or one published data set, writes its events: which columns stand for what, what an amount is, which statuses are
/// no sale, how refunds are written. A description and no code, so that a user can add one, here or as JSON (<see cref="Parse"/>). Names of
/// columns are compared by letters and digits alone, without case. Immutable.
/// </summary>
public sealed record EventLayout
{
    /// <summary>Name, as reports show it: "Shopify orders export".</summary>
    public required string Name { get; init => field = Guard.NotBlank(value); }

    /// <summary>Columns that a file of this layout has, all of them: it is recognized by them. Empty: never told from a header.</summary>
    public required IReadOnlyList<string> RecognizedBy { get; init; }

    /// <summary>Columns that a file of this layout doesn't have. Default none.</summary>
    public IReadOnlyList<string> UnlikeBy { get; init; } = [];

    /// <summary>
    /// The columns by what they stand for; of several names the first that the file has. Fields that aren't named here have no column.
    /// </summary>
    public IReadOnlyDictionary<EventField, IReadOnlyList<string>> Columns { get; init; } =
        new Dictionary<EventField, IReadOnlyList<string>>();

    /// <summary>
    /// Columns that take the place of <see cref="Columns"/> in rows that are refunds: PayPal's payer is then the shop. Customer, Order and
    /// OrderTotal are heeded. A refund that names the order it belongs to and no customer takes over that order's, if it stands above.
    /// </summary>
    public IReadOnlyDictionary<EventField, IReadOnlyList<string>> RefundColumns { get; init; } =
        new Dictionary<EventField, IReadOnlyList<string>>();

    /// <summary>Columns whose text stands where the customer's own column is empty: the e-mail of a guest. Default none.</summary>
    public IReadOnlyList<string> CustomerElse { get; init; } = [];

    /// <summary>Columns whose text stands where the item's own column is empty: the title of what has no SKU. Default none.</summary>
    public IReadOnlyList<string> ItemElse { get; init; } = [];

    /// <summary>What a row is. Default a line.</summary>
    public RowUnit Row { get; init; }

    /// <summary>What statuses mean, beside the words that are known everywhere (<see cref="StatusWords"/>).</summary>
    public IReadOnlyDictionary<string, StatusMeaning> Statuses { get; init; } = new Dictionary<string, StatusMeaning>();

    /// <summary>
    /// Columns of statuses beside the one in <see cref="Columns"/>: a row is no sale where any of them says so. Default none.
    /// </summary>
    public IReadOnlyList<string> MoreStatuses { get; init; } = [];

    /// <summary>What words of the event column mean, beside the vocabulary; <see cref="NoEvent"/> for those that are no event.</summary>
    public IReadOnlyDictionary<string, string> Events { get; init; } = new Dictionary<string, string>();

    internal IReadOnlyDictionary<string, EventType> EventTypes => Events.ToDictionary(word => word.Key, word => new EventType(word.Value));

    /// <summary>
    /// True for the account of a shop at a bank or payment service: a payment below zero is one that the shop made, a refund above zero one
    /// that it got, and neither is an event of a customer. Default false.
    /// </summary>
    public bool IsAccountStatement { get; init; }

    /// <summary>True where the column of the total doesn't yet have the discount taken off. Default false.</summary>
    public bool TotalIsBeforeDiscount { get; init; }

    /// <summary>Columns that sum up the rows below where one of them is blank, so that the row is left out. Default none.</summary>
    public IReadOnlyList<string> SumWhereBlank { get; init; } = [];

    /// <summary>
    /// Columns that together name a row. Rows that agree in all of them, none blank, are one that a join of tables wrote several times.
    /// Default none.
    /// </summary>
    public IReadOnlyList<string> RowKey { get; init; } = [];

    /// <summary>Words in one of the first two fields of a row by which it is known to be a foot of the file. Default none.</summary>
    public IReadOnlyList<string> Footers { get; init; } = [];

    /// <summary>What all amounts are multiplied by, above 0. Default 1.</summary>
    public decimal AmountFactor { get; init => field = Guard.InRange(value, 0.000001m, 1_000_000m); } = 1m;

    /// <summary>An order id that begins with this is cancelled, upper or lower case; null (default) where there is no such mark.</summary>
    public string? CancelledOrderPrefix { get; init; }

    /// <summary>Trims and upper-cases item ids, so that <c>85123a</c> and <c>85123A</c> are one item. Default false.</summary>
    public bool NormalizeItemCodes { get; init; }

    /// <summary>
    /// Drops rows whose quantity or price isn't above 0, as the published analyses of the data set do. Default false: negative ones are
    /// refunds, and what was free was still an order.
    /// </summary>
    public bool DropsNonPositive { get; init; }

    /// <summary>True where the data set has no amounts, so that a revenue of 0 is no fault. Default false.</summary>
    public bool HasNoMoney { get; init; }

    /// <summary>
    /// True where 05/03 is the fifth of March wherever nothing else tells; null (default) where the layout doesn't settle it.
    /// </summary>
    public bool? DayFirst { get; init; }

    /// <summary>What the amounts are: "lines after discount, without tax and shipping". For reports.</summary>
    public string Amounts { get; init; } = "";

    /// <summary>Why files of this layout can't be read as events, and what can be done; null (default) where they can.</summary>
    public string? Refusal { get; init; }

    /// <summary>The word of <see cref="Events"/> that stands for "no event: leave the row out, and count it".</summary>
    public static string NoEvent => "none";

    /// <summary>Reads a layout from JSON, with the names of these members in snake case.</summary>
    /// <param name="json">One object.</param>
    /// <exception cref="FormatException">It isn't one, or a member isn't what it should be; the message names it.</exception>
    public static EventLayout Parse(string json) => LayoutJson.Parse(json);

    /// <summary>The layout as JSON, which <see cref="Parse"/> reads.</summary>
    public string ToJson() => LayoutJson.Write(this);
}

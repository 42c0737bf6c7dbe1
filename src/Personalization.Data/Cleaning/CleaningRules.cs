using System.Globalization;

namespace Personalization.Data;

/// <summary>The rules that readers clean with unless <see cref="EventReadOptions.Rules"/> says otherwise.</summary>
public static class CleaningRules
{
    /// <summary>Drops rows without a customer: they can't be anybody's history.</summary>
    public static CleaningRule NoCustomer { get; } = new DelegateRule(
        "no customer",
        "The row names no customer.",
        isDefect: true,
        static row => row.Span(EventField.Customer).IsEmpty ? RowVerdict.Drop : RowVerdict.Keep,
        static row => row.Order);

    /// <summary>Drops rows of cancelled orders.</summary>
    public static CleaningRule Cancelled { get; } = new DelegateRule(
        "cancelled",
        "The order is marked as cancelled.",
        isDefect: false,
        static row => row.IsCancelled ? RowVerdict.Drop : RowVerdict.Keep,
        static row => row.Order);

    /// <summary>Takes the place of <see cref="Cancelled"/> where cancellations are kept.</summary>
    internal static CleaningRule CancelledAsRefund { get; } = new DelegateRule(
        "cancelled kept as refund",
        "The order is marked as cancelled: the row became a refund of positive quantity.",
        isDefect: false,
        static row =>
        {
            if (!row.IsCancelled) return RowVerdict.Keep;
            row.Type = Core.EventType.Refund;
            row.Quantity = row.Quantity is { } q ? Math.Abs(q) : null;
            return RowVerdict.Repair;
        },
        static row => row.Order);

    /// <summary>Drops purchases and refunds whose quantity is missing (where the file has one) or not above 0.</summary>
    public static CleaningRule NonPositiveQuantity { get; } = new DelegateRule(
        "non-positive quantity",
        "The quantity of a purchase or refund is missing or not above zero.",
        isDefect: true,
        static row => row.IsTransaction && (row.Quantity is { } q ? q <= 0 : row.ExpectsQuantity) ? RowVerdict.Drop : RowVerdict.Keep,
        static row => row.Quantity?.ToString(CultureInfo.InvariantCulture) ?? "");

    /// <summary>Drops purchases and refunds whose price is missing (where the file has one) or not above 0.</summary>
    public static CleaningRule NonPositivePrice { get; } = new DelegateRule(
        "non-positive price",
        "The price of a purchase or refund is missing or not above zero.",
        isDefect: true,
        static row => row.IsTransaction && (row.PriceUnits is { } p ? p <= 0 : row.ExpectsPrice) ? RowVerdict.Drop : RowVerdict.Keep,
        static row => row.UnitPrice?.ToString(CultureInfo.InvariantCulture) ?? "");

    /// <summary>
    /// Trims and upper-cases item codes where the layout or mapping says that case means nothing (Online Retail: 85123a is 85123A).
    /// </summary>
    public static CleaningRule NormalizedItemCode { get; } = new DelegateRule(
        "item code normalized",
        "The item code was trimmed and upper-cased: the file writes one item in two ways.",
        isDefect: false,
        static row => row.NormalizesItems && (row.ToUpper(EventField.Item) | row.ItemWasTrimmed) ? RowVerdict.Repair : RowVerdict.Keep,
        static row => row.Item);

    /// <summary>Drops rows before <paramref name="from"/>, and at or after <paramref name="to"/>.</summary>
    /// <exception cref="ArgumentException"><paramref name="to"/> isn't after <paramref name="from"/>.</exception>
    public static CleaningRule OutOfTimeRange(DateTime from, DateTime to)
    {
        if (to <= from) throw new ArgumentException($"The end {to:O} must be after the start {from:O}.", nameof(to));
        return new DelegateRule(
            "out of time range",
            string.Create(CultureInfo.InvariantCulture,
                $"The time is before {from:yyyy-MM-dd HH:mm:ss}, or at or after {to:yyyy-MM-dd HH:mm:ss}."),
            isDefect: false,
            row => row.Time >= from && row.Time < to ? RowVerdict.Keep : RowVerdict.Drop,
            static row => row.Time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// Drops purchases and refunds whose price is missing, where the file has one. What was free stays: a gift or a replacement is a visit.
    /// </summary>
    public static CleaningRule NoPrice { get; } = new DelegateRule(
        "no price",
        "The file has prices, and this purchase or refund has none.",
        isDefect: true,
        static row => row.IsTransaction && row.PriceUnits is null && row.ExpectsPrice ? RowVerdict.Drop : RowVerdict.Keep,
        static row => row.Order);

    /// <summary>
    /// The default rules of a layout, in order: no customer, cancelled, non-positive quantity, no price, item code normalized. Where the
    /// layout drops what isn't positive (Online Retail), <see cref="NonPositivePrice"/> stands for <see cref="NoPrice"/>.
    /// </summary>
    public static IReadOnlyList<CleaningRule> For(EventLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        return [NoCustomer, Cancelled, NonPositiveQuantity, layout.DropsNonPositive ? NonPositivePrice : NoPrice, NormalizedItemCode];
    }
}

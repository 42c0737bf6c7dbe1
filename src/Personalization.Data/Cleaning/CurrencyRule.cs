using Personalization.Core;

namespace Personalization.Data;

/// <summary>Keeps the amounts of one currency: those of another are converted, or left out where no rate is given.</summary>
internal static class CurrencyRule
{
    public static CleaningRule For(string currency, IReadOnlyDictionary<string, decimal> rates)
    {
        Dictionary<string, decimal> byCode = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string code, decimal rate) in rates) byCode[code.Trim()] = rate;
        return new DelegateRule(
            "other currency",
            $"The amount isn't in {currency}: it was converted where a rate is given (--rate, EventReadOptions.ExchangeRates), else left "
                + "out.",
            isDefect: false,
            row => Check(row, currency, byCode),
            static row => row.Currency);
    }

    private static RowVerdict Check(EventRow row, string currency, Dictionary<string, decimal> rates)
    {
        ReadOnlySpan<char> own = row.Span(EventField.Currency);
        if (own.IsEmpty || own.Equals(currency, StringComparison.OrdinalIgnoreCase)) return RowVerdict.Keep;
        if (!rates.TryGetValue(own.ToString(), out decimal rate)) return row.IsTransaction ? RowVerdict.Drop : RowVerdict.Keep;
        if (row.PriceUnits is { } units) row.PriceUnits = MoneyUnits.From(MoneyUnits.ToDecimal(units) * rate);
        row.SetText(EventField.Currency, currency);
        return RowVerdict.Repair;
    }
}

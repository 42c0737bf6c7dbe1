using Personalization.Core;

namespace Personalization.Rfm;

/// <summary>Finds the one currency of a log's amounts, or says which ones they mix.</summary>
internal static class MoneyCurrency
{
    public static string? Find(EventLog log, RfmOptions options)
    {
        if (log.Currencies.Count <= 1) return log.Currencies.Count == 0 ? null : log.Currencies[0];
        bool[] seen = Seen(log);
        string[] used = [.. log.Currencies.Where((_, code) => seen[code])];
        return used.Length switch
        {
            0 => null,
            1 => used[0],
            _ when options.AllowMixedCurrencies => null,
            _ => throw new ArgumentException(
                $"The purchases and refunds are in {used.Length} currencies ({string.Join(", ", used)}); choose one or convert with "
                + "--currency and --rate (EventReadOptions.Currency, ExchangeRates), "
                + $"or set {nameof(RfmOptions)}.{nameof(RfmOptions.AllowMixedCurrencies)} to add them as they stand.",
                nameof(log)),
        };
    }

    /// <summary>
    /// Which currencies purchases and refunds of this log, or this slice of one, name. Events that name none go with any.
    /// </summary>
    private static bool[] Seen(EventLog log)
    {
        bool[] seen = new bool[byte.MaxValue + 1];
        int purchase = log.TypeCode(EventType.Purchase), refund = log.TypeCode(EventType.Refund);
        for (int row = 0; row < log.Customers.Count; row++)
        {
            CustomerEvents events = log.EventsOf(row);
            ReadOnlySpan<byte> types = events.Types, currencies = events.Currencies;
            for (int i = 0; i < types.Length; i++)
            {
                if (types[i] == purchase || types[i] == refund) seen[currencies[i]] = true;
            }
        }

        return seen;
    }
}

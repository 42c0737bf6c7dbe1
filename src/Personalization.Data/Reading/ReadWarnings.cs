using System.Globalization;
using Personalization.Core;

namespace Personalization.Data;

/// <summary>What somebody should know of events that were read, though no row of them is wrong.</summary>
internal static class ReadWarnings
{
    private const int MaxWords = 8;

    private static readonly string[] Discounts =
        ["discount", "discountamount", "linediscount", "totaldiscount", "rabatt", "remise", "descuento", "korting", "desconto", "sconto"];

    public static IEnumerable<string> OfWords(
        EventLog log, IReadOnlyDictionary<string, long> unknownStatuses, IReadOnlyDictionary<string, long> unknownEvents)
    {
        if (unknownStatuses.Count > 0) yield return $"Statuses that nothing explains counted as sales: {Words(unknownStatuses)}.";
        if (unknownEvents.Count > 0 && log.TypeCode(EventType.Purchase) >= 0)
        {
            yield return $"Events that nothing explains were kept as kinds of their own: {Words(unknownEvents)}. Say what one means with "
                + "--event WORD=purchase (EventReadOptions.EventTypes).";
        }

        if (log.Currencies.Count > 1)
        {
            yield return $"Amounts are in several currencies ({string.Join(", ", log.Currencies.Take(MaxWords))}). Choose one with "
                + "--currency (EventReadOptions.Currency), and convert others with --rate (ExchangeRates).";
        }
    }

    /// <summary>What the columns that aren't used may hold.</summary>
    public static IEnumerable<string> OfAmounts(SourceFacts facts, EventLog log, bool hasMoney)
    {
        if (!hasMoney) yield return "No column was read as an amount: every revenue would be 0.";
        else if (AllIsFree(log))
        {
            yield return "Every purchase has an amount of 0. If the file has amounts, name their column: --map total=COLUMN "
                + "(EventReadOptions.Columns).";
        }

        foreach (string name in facts.IgnoredColumns)
        {
            if (!Discounts.Contains(HeaderNames.Key(name))
                || facts.Columns.Any(use => use.Field is EventField.Total or EventField.Discount)) continue;
            yield return $"Column '{name}' isn't used: amounts are before it. If it is an amount taken off the line, --map "
                + $"\"discount={name}\" "
                + "(EventReadOptions.Columns) takes it off.";
        }
    }

    /// <summary>True where there are purchases, and none for money. As a rule the first one ends the search.</summary>
    private static bool AllIsFree(EventLog log)
    {
        int purchase = log.TypeCode(EventType.Purchase);
        if (purchase < 0) return false;
        for (int row = 0; row < log.Customers.Count; row++)
        {
            CustomerEvents events = log.EventsOf(row);
            for (int i = 0; i < events.Count; i++)
            {
                if (events.Types[i] == purchase && events.UnitPrices[i] != 0) return false;
            }
        }

        return true;
    }

    private static string Words(IReadOnlyDictionary<string, long> counts) => string.Join(", ", counts.OrderByDescending(word => word.Value)
        .ThenBy(word => word.Key, StringComparer.Ordinal).Take(MaxWords)
        .Select(word => string.Create(CultureInfo.InvariantCulture, $"'{word.Key}' ({word.Value:N0})")));
}

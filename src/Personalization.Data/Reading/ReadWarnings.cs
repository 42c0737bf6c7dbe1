using System.Globalization;
using Personalization.Core;

namespace Personalization.Data;

/// <summary>What somebody should know of events that were read, though no row of them is wrong.</summary>
internal static class ReadWarnings
{
    private const int MaxWords = 8;

    public static IEnumerable<string> Of(EventLog log, IReadOnlyDictionary<string, long> unknownStatuses)
    {
        if (unknownStatuses.Count > 0)
        {
            string words = string.Join(", ", unknownStatuses.OrderByDescending(word => word.Value).ThenBy(word => word.Key, StringComparer.Ordinal)
                .Take(MaxWords).Select(word => string.Create(CultureInfo.InvariantCulture, $"'{word.Key}' ({word.Value:N0})")));
            yield return $"Statuses that nothing explains counted as sales: {words}.";
        }

        if (log.Currencies.Count > 1)
        {
            yield return $"Amounts are in several currencies ({string.Join(", ", log.Currencies.Take(MaxWords))}). Choose one with --currency "
                + "(EventReadOptions.Currency), and convert others with --rate (ExchangeRates).";
        }
    }
}

using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Rfm;

/// <summary>The lower median of the unit prices at which each item was bought.</summary>
internal static class UsualPrices
{
    private const int ItemsPerChunk = 256;

    /// <summary>Usual price by item row, in money units; 0 for an item that was never bought.</summary>
    public static long[] Of(EventLog log, int purchase, int? threads, CancellationToken cancellationToken)
    {
        int items = log.Items.Count;
        int[] starts = new int[items + 1];
        ForEachPurchase(log, purchase, (item, _) => starts[item + 1]++);
        for (int item = 0; item < items; item++) starts[item + 1] += starts[item];
        long[] prices = new long[starts[items]];
        int[] next = starts[..items];
        ForEachPurchase(log, purchase, (item, price) => prices[next[item]++] = price);

        long[] usual = new long[items];
        ParallelChunks.Run(
            items,
            ItemsPerChunk,
            (_, start, end) =>
            {
                for (int item = start; item < end; item++)
                {
                    Span<long> own = prices.AsSpan(starts[item]..starts[item + 1]);
                    if (own.IsEmpty) continue;
                    own.Sort();
                    usual[item] = own[(own.Length - 1) / 2];
                }
            },
            threads,
            cancellationToken);
        return usual;
    }

    private static void ForEachPurchase(EventLog log, int purchase, Action<int, long> visit)
    {
        for (int row = 0; row < log.Customers.Count; row++)
        {
            CustomerEvents events = log.EventsOf(row);
            ReadOnlySpan<byte> types = events.Types;
            ReadOnlySpan<int> items = events.Items;
            ReadOnlySpan<long> prices = events.UnitPrices;
            for (int i = 0; i < types.Length; i++)
            {
                if (types[i] == purchase && items[i] >= 0) visit(items[i], prices[i]);
            }
        }
    }
}

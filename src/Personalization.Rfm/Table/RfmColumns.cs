using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Rfm;

/// <summary>The columns behind an <see cref="RfmTable"/>, first for all customers of a log, then for those who bought.</summary>
internal sealed class RfmColumns(int count)
{
    private const int CustomersPerChunk = 256;

    public int Count { get; } = count;

    public int[] Frequency { get; } = new int[count];

    public long[] Monetary { get; } = new long[count];

    public long[] FirstTimes { get; } = new long[count];

    public long[] LastTimes { get; } = new long[count];

    public int[] RecencyDays { get; private set; } = [];

    public int[] TenureDays { get; private set; } = [];

    /// <summary>Measures every customer of a log; where orders are counted, they are those given.</summary>
    public static RfmColumns Measure(EventLog log, OrderTable? orders, RfmOptions options, CancellationToken cancellationToken)
    {
        RfmColumns columns = new(log.Customers.Count);
        int purchase = log.TypeCode(EventType.Purchase), refund = options.NetOfRefunds ? log.TypeCode(EventType.Refund) : -1;
        ParallelChunks.Run(
            columns.Count,
            CustomersPerChunk,
            (_, start, end) =>
            {
                for (int row = start; row < end; row++)
                {
                    CustomerEvents events = log.EventsOf(row);
                    columns.Add(row, events, purchase, refund);
                    if (columns.Frequency[row] == 0) continue;
                    columns.Frequency[row] = options.CountFrequencyBy switch
                    {
                        FrequencyUnit.PurchaseEvents => columns.Frequency[row],
                        FrequencyUnit.Days => CountDays(events, purchase),
                        _ => orders!.OrdersOf(row).Count,
                    };
                }
            },
            options.Threads,
            cancellationToken);
        return columns;
    }

    /// <summary>Only these rows.</summary>
    public RfmColumns Take(ReadOnlySpan<int> rows)
    {
        if (rows.Length == Count) return this;
        RfmColumns columns = new(rows.Length);
        for (int target = 0; target < rows.Length; target++)
        {
            int row = rows[target];
            columns.Frequency[target] = Frequency[row];
            columns.Monetary[target] = Monetary[row];
            columns.FirstTimes[target] = FirstTimes[row];
            columns.LastTimes[target] = LastTimes[row];
        }

        return columns;
    }

    /// <summary>Fills recency and tenure.</summary>
    public void CountDays(DateTime reference)
    {
        int[] recency = new int[Count], tenure = new int[Count];
        for (int row = 0; row < recency.Length; row++)
        {
            recency[row] = (int)((reference.Ticks - LastTimes[row]) / TimeSpan.TicksPerDay);
            tenure[row] = (int)((reference.Ticks - FirstTimes[row]) / TimeSpan.TicksPerDay);
        }

        (RecencyDays, TenureDays) = (recency, tenure);
    }

    /// <summary>
    /// The hot loop: types, quantities and prices of one customer. Events are in time order, so the times of the first and the last
    /// purchase are all that is read of the time column.
    /// </summary>
    private void Add(int row, CustomerEvents events, int purchase, int refund)
    {
        ReadOnlySpan<byte> types = events.Types;
        ReadOnlySpan<float> quantities = events.Quantities;
        ReadOnlySpan<long> prices = events.UnitPrices;
        int purchases = 0, first = 0, last = 0;
        long total = 0;
        for (int i = 0; i < types.Length; i++)
        {
            int type = types[i];
            if (type == purchase)
            {
                if (purchases++ == 0) first = i;
                last = i;
                total = checked(total + MoneyUnits.Total(quantities[i], prices[i]));
            }
            else if (type == refund)
            {
                total = checked(total - MoneyUnits.Total(quantities[i], prices[i]));
            }
        }

        if (purchases == 0) return;
        ReadOnlySpan<long> times = events.Times;
        Frequency[row] = purchases;
        Monetary[row] = total;
        FirstTimes[row] = times[first];
        LastTimes[row] = times[last];
    }

    private static int CountDays(CustomerEvents events, int purchase)
    {
        ReadOnlySpan<byte> types = events.Types;
        ReadOnlySpan<long> times = events.Times;
        int days = 0;
        long current = -1;
        for (int i = 0; i < types.Length; i++)
        {
            if (types[i] != purchase) continue;
            long day = times[i] / TimeSpan.TicksPerDay;
            if (day != current) days++;
            current = day;
        }

        return days;
    }
}

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

    public static RfmColumns Measure(EventLog log, RfmOptions options, CancellationToken cancellationToken)
    {
        RfmColumns columns = new(log.Customers.Count);
        int purchase = log.TypeCode(EventType.Purchase), refund = options.NetOfRefunds ? log.TypeCode(EventType.Refund) : -1;
        int[]? orders = options.CountFrequencyBy == FrequencyUnit.Orders ? OrderTable.CountByCustomer(log, options.MaxThreads, cancellationToken) : null;
        ParallelChunks.Run(
            columns.Count,
            CustomersPerChunk,
            (_, start, end) =>
            {
                for (int row = start; row < end; row++)
                {
                    CustomerEvents events = log.EventsOf(row);
                    columns.Add(row, events, purchase, refund);
                    if (columns.Frequency[row] == 0 || options.CountFrequencyBy == FrequencyUnit.PurchaseEvents) continue;
                    columns.Frequency[row] = orders is null ? CountDays(events, purchase) : orders[row];
                }
            },
            options.MaxThreads,
            cancellationToken);
        return columns;
    }

    /// <summary>Only the rows of customers who bought, and these customers.</summary>
    public (RfmColumns Columns, IdIndex<CustomerId> Customers) WithoutEmptyRows(IdIndex<CustomerId> customers)
    {
        int kept = Count - Frequency.AsSpan().Count(0);
        if (kept == Count) return (this, customers);
        RfmColumns columns = new(kept);
        CustomerId[] ids = new CustomerId[kept];
        for (int row = 0, target = 0; row < Count; row++)
        {
            if (Frequency[row] == 0) continue;
            ids[target] = customers[row];
            columns.Frequency[target] = Frequency[row];
            columns.Monetary[target] = Monetary[row];
            columns.FirstTimes[target] = FirstTimes[row];
            columns.LastTimes[target++] = LastTimes[row];
        }

        return (columns, IdIndex<CustomerId>.From(ids));
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

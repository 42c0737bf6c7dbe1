using System.Diagnostics;
using System.Globalization;
using Personalization.Core;
using Personalization.Rfm;

namespace Personalization.Evaluation.Cases;

/// <summary>RFM of 10 million transactions from an event log; the same transactions as benchmarks/peers/rfm_duck.mjs.</summary>
internal sealed class RfmCase : IEvaluationCase
{
    public string Name => "rfm";

    public string Description => "RFM of 10 million transactions from an event log [--rows N]";

    public void Run(EvaluationContext context)
    {
        int rows = context.Option("rows", 10_000_000);
        Stopwatch watch = Stopwatch.StartNew();
        EventLog log = Build(rows);
        double load = watch.Elapsed.TotalSeconds;
        context.Say($"built a log of {log.EventCount} transactions in {load:F1} s");

        // Every transaction counts, as the peer's count(*) does.
        RfmOptions options = new() { ReferenceDate = new DateTime(2025, 1, 2), CountFrequencyBy = FrequencyUnit.PurchaseEvents };
        RfmTable? table = null;
        double seconds = EvaluationContext.MedianSeconds(9, () => table = RfmTable.From(log, options));
        (long recency, long frequency, long monetary) = (0, 0, 0);
        for (int row = 0; row < table!.Count; row++)
        {
            recency += table.RecencyDays[row];
            frequency += table.Frequency[row];
            monetary += table.MonetaryUnits[row];
        }

        string check = string.Create(
            CultureInfo.InvariantCulture, $"{recency},{frequency},{MoneyUnits.ToDecimal(monetary):F2},{table.Count}");
        context.Figure(
            "RfmTable", "seconds", seconds, null, ("rows", rows), ("load_s", load), ("customers", table.Count), ("check", check));
    }

    private static EventLog Build(int rows)
    {
        EventLogBuilder builder = new();
        int purchase = builder.TypeCode(EventType.Purchase);
        long firstDay = new DateTime(2023, 1, 3).Ticks;
        Span<char> id = stackalloc char[16];
        for (int i = 0; i < rows; i++)
        {
            ulong a = Mix(i, 1), b = Mix(i, 374_761_393), c = Mix(i, 668_265_263);
            int customer = (int)((((a * a) >> 32) * 500_000) >> 32);
            customer.TryFormat(id, out int length, default, CultureInfo.InvariantCulture);
            builder.Add(new EncodedEvent
            {
                Customer = builder.CustomerCode(id[..length]),
                Type = purchase,
                Time = firstDay + ((long)((b * 730) >> 32) * TimeSpan.TicksPerDay),
                UnitPrice = (long)(100 + ((c * 20_000) >> 32)) * (MoneyUnits.Scale / 100),
            });
        }

        return builder.Build();
    }

    private static ulong Mix(int i, ulong salt)
    {
        ulong x = (((ulong)i * 2_654_435_761) + salt) % 4_294_967_296;
        return (x ^ (x >> 15)) * 2_246_822_519 % 4_294_967_296;
    }
}

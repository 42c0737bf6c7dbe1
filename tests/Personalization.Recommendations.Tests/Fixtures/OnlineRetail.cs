using System.Globalization;
using System.IO.Compression;
using System.Text;
using Personalization.Core;

namespace Personalization.Recommendations.Tests;

/// <summary>Purchases of Online Retail II, read plainly: with a customer, not cancelled, quantity and price above 0.</summary>
internal static class OnlineRetail
{
    private const string File = "online-retail-ii/online_retail_II.csv.gz";
    private static readonly Lazy<EventLog?> Read = new(() => TestData.Find(File) is { } path ? Load(path) : null);

    public static EventLog? Log => Read.Value;

    private static EventLog Load(string path)
    {
        using StreamReader reader = new(new GZipStream(System.IO.File.OpenRead(path), CompressionMode.Decompress));
        EventLogBuilder builder = new();
        int purchase = builder.TypeCode(EventType.Purchase);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            string[] fields = Split(line);
            if (fields[6].Length == 0 || fields[0].StartsWith('C')) continue;
            float quantity = float.Parse(fields[3], CultureInfo.InvariantCulture);
            decimal price = decimal.Parse(fields[5], CultureInfo.InvariantCulture);
            if (quantity <= 0 || price <= 0) continue;
            builder.Add(new EncodedEvent
            {
                Customer = builder.CustomerCode(fields[6]),
                Time = DateTime.ParseExact(fields[4], "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture).Ticks,
                Type = purchase,
                Item = builder.ItemCode(fields[1]),
                Quantity = quantity,
                UnitPrice = MoneyUnits.From(price),
                Order = builder.OrderCode(fields[0]),
            });
        }

        return builder.Build();
    }

    private static string[] Split(string line)
    {
        if (!line.Contains('"', StringComparison.Ordinal)) return line.Split(',');
        List<string> fields = [];
        StringBuilder field = new();
        bool quoted = false;
        foreach (char c in line)
        {
            if (c == '"') quoted = !quoted;
            else if (c == ',' && !quoted) Take();
            else field.Append(c);
        }

        Take();
        return [.. fields];

        void Take()
        {
            fields.Add(field.ToString());
            field.Clear();
        }
    }
}

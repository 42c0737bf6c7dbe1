using System.Globalization;
using System.Text;
using Personalization.Core;

namespace Personalization.Simulation.Tests;

public sealed class ShopCsvTests
{
    [Fact]
    public void WriteCsv_ReadBack_IsTheLog()
    {
        SimulatedShop shop = JewelryShop.Simulate(
            new() { CustomerCount = 60, Currency = "USD" }, cancellationToken: TestContext.Current.CancellationToken);
        using MemoryStream stream = new();
        shop.WriteCsv(stream, TestContext.Current.CancellationToken);

        string[] lines = Encoding.UTF8.GetString(stream.ToArray()).TrimEnd('\n').Split('\n');
        Assert.Equal(
            "customer_id,time,event_type,item_id,item_title,category,quantity,unit_price,currency,order_id,session_id,channel", lines[0]);
        EventLog read = EventLog.From(lines.Skip(1).Select(Parse));
        Assert.Equal(shop.Log.EventCount, read.EventCount);
        Assert.Equal(LogHash.Of(shop.Log), LogHash.Of(read));
    }

    [Fact]
    public void WriteCsv_QuotesAndLineBreaks_AreEscaped()
    {
        EventLog log = EventLog.From([new ShopEvent(new("a,b"), new DateTime(2025, 1, 2, 3, 4, 5), EventType.Purchase)
        {
            Item = new("x"), ItemTitle = "6\" chain,\nsilver", UnitPrice = 1234.5m, Quantity = 2,
        }]);
        using MemoryStream stream = new();
        ShopCsv.Write(log, stream, TestContext.Current.CancellationToken);

        string text = Encoding.UTF8.GetString(stream.ToArray());
        Assert.EndsWith(
            "\n\"a,b\",2025-01-02T03:04:05,purchase,x,\"6\"\" chain,\nsilver\",,2,1234.50,,,,\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void WriteCsv_EmptyShop_HasAHeader()
    {
        using MemoryStream stream = new();
        JewelryShop.Simulate(new() { CustomerCount = 0 }, cancellationToken: TestContext.Current.CancellationToken).WriteCsv(
            stream, TestContext.Current.CancellationToken);

        Assert.Equal(1, Encoding.UTF8.GetString(stream.ToArray()).Count(c => c == '\n'));
        Assert.True(stream.CanWrite);
    }

    private static ShopEvent Parse(string line)
    {
        string[] f = Split(line);
        string? Text(int i) => f[i].Length == 0 ? null : f[i];
        return new ShopEvent(new(f[0]), DateTime.ParseExact(f[1], "s", CultureInfo.InvariantCulture), new(f[2]))
        {
            Item = f[3].Length == 0 ? default : new(f[3]),
            ItemTitle = Text(4),
            Category = Text(5),
            Quantity = double.Parse(f[6], CultureInfo.InvariantCulture),
            UnitPrice = decimal.Parse(f[7], CultureInfo.InvariantCulture),
            Currency = Text(8),
            Order = Text(9),
            Session = Text(10),
            Channel = Text(11),
        };
    }

    /// <summary>Titles of the shop hold commas but no quotes, so whole quoted fields are enough.</summary>
    private static string[] Split(string line)
    {
        string[] parts = line.Split('"');
        for (int i = 1; i < parts.Length; i += 2) parts[i] = parts[i].Replace(',', '\u0001');
        return [.. string.Concat(parts).Split(',').Select(f => f.Replace('\u0001', ','))];
    }
}

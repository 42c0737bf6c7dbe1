using System.Buffers;
using System.Globalization;
using System.Text;
using Personalization.Core;

namespace Personalization.Simulation;

/// <summary>Writes a log row by row; texts that repeat are quoted once.</summary>
internal static class ShopCsv
{
    private const string Header =
        "customer_id,time,event_type,item_id,item_title,category,quantity,unit_price,currency,order_id,session_id,channel";

    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\r\n");

    public static void Write(EventLog log, Stream destination, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(destination);
        string[] types = Fields(log.EventTypes),
            categories = Fields(log.Categories),
            currencies = Fields(log.Currencies),
            channels = Fields(log.Channels);
        string[] items =
            [.. Enumerable.Range(0, log.Items.Count).Select(row => Field(log.Items.IdAt(row).Value) + "," + Field(log.Items.TitleAt(row)))];
        using StreamWriter writer = new(destination, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine(Header);
        Span<char> buffer = stackalloc char[64];
        for (int row = 0; row < log.Customers.Count; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string customer = Field(log.Customers[row].Value);
            CustomerEvents events = log.EventsOf(row);
            for (int i = 0; i < events.Count; i++)
            {
                int item = events.Items[i], category = events.Categories[i], order = events.Orders[i], session = events.Sessions[i];
                writer.Write(customer);
                Next(writer, new DateTime(events.Times[i]), "s", buffer);
                Next(writer, types[events.Types[i]]);
                Next(writer, item < 0 ? "," : items[item]);
                Next(writer, category < 0 ? "" : categories[category]);
                Next(writer, events.Quantities[i], "", buffer);
                Next(writer, MoneyUnits.ToDecimal(events.UnitPrices[i]), "0.00##", buffer);
                Next(writer, Text(currencies, events.Currencies[i]));
                Next(writer, order < 0 ? "" : Field(log.OrderId(order)));
                Next(writer, session < 0 ? "" : Field(log.SessionId(session)));
                Next(writer, Text(channels, events.Channels[i]));
                writer.Write('\n');
            }
        }
    }

    private static void Next(StreamWriter writer, string text)
    {
        writer.Write(',');
        writer.Write(text);
    }

    private static void Next<T>(StreamWriter writer, T value, string format, Span<char> buffer)
        where T : ISpanFormattable
    {
        value.TryFormat(buffer, out int written, format, CultureInfo.InvariantCulture);
        writer.Write(',');
        writer.Write(buffer[..written]);
    }

    private static string Text(string[] names, byte code) => code < names.Length ? names[code] : "";

    private static string[] Fields(Vocabulary names) => [.. names.Select(Field)];

    private static string Field(string? text) =>
        text is null ? "" : text.AsSpan().ContainsAny(NeedsQuotes) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}

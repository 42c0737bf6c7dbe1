using Personalization.Core;

namespace Personalization;

/// <summary>
/// What the events say of customers beside what they did: attributes such as a country or the traits of an <c>identify</c>, and the channel
/// that each bought through most. Writes a column for each, typed by its values.
/// </summary>
public sealed class AttributesStep : IPipelineStep
{
    /// <summary>Name of the column of channels.</summary>
    public const string Channel = "channel";

    /// <inheritdoc />
    public string Name => "attributes";

    /// <inheritdoc />
    public void Run(PipelineContext context)
    {
        EventLog log = context.Log;
        int[] rows = context.Customers.Customers.RowsIn(log.Customers);
        List<CustomerColumn> columns = [];
        foreach (CustomerAttribute attribute in log.CustomerAttributes)
        {
            string?[] values = Array.ConvertAll(rows, row => attribute[row]);
            if (Array.TrueForAll(values, value => value is null)) continue;
            columns.Add(TypedColumn.From(context.FreeName(attribute.Name), values));
        }

        if (log.Channels.Count > 0) columns.Add(Channels(log, rows, context.FreeName(Channel)));
        context.AddColumns(columns);
    }

    private static CategoryColumn Channels(EventLog log, int[] rows, string name)
    {
        int purchase = log.TypeCode(EventType.Purchase);
        int[] codes = new int[rows.Length], counts = new int[log.Channels.Count];
        for (int row = 0; row < rows.Length; row++)
        {
            CustomerEvents events = log.EventsOf(rows[row]);
            Array.Clear(counts);
            for (int i = 0; i < events.Count; i++)
            {
                if (events.Types[i] == purchase && events.Channels[i] < counts.Length) counts[events.Channels[i]]++;
            }

            // Of channels used equally often the ordinally first, as their codes stand in that order.
            int most = counts.Max();
            codes[row] = most == 0 ? -1 : Array.IndexOf(counts, most);
        }

        return new CategoryColumn(name, log.Channels, codes) { Description = "Channel of most purchases." };
    }
}

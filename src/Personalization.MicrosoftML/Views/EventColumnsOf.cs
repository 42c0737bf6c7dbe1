using Microsoft.ML.Data;
using Personalization.Core;

namespace Personalization.MicrosoftML;

/// <summary>The columns of a view of an event log.</summary>
internal static class EventColumnsOf
{
    private delegate T OfEvent<T>(in CustomerEvents events, int place);

    public static IReadOnlyList<ViewColumn> Log(EventLog log)
    {
        int[] ends = new int[log.Customers.Count];
        for (int row = 0, end = 0; row < ends.Length; row++) ends[row] = end += log.EventsOf(row).Count;
        return
        [
            Cells.Keys(DataViews.CustomerColumnName, log.Customers.Values, () =>
            {
                OwnerRows owners = new(ends);
                return row => owners.At(row).Owner;
            }),
            new ViewColumn<DateTime>("time", DateTimeDataViewType.Instance, () =>
            {
                Func<int, long> ticks = Reader(log, ends, static (in CustomerEvents events, int place) => events.Times[place]);
                return (int row, ref DateTime value) => value = new DateTime(ticks(row));
            }),
            Keys("type", log.EventTypes, static (in CustomerEvents events, int place) => events.Types[place]),
            Keys("item", log.Items.Ids.Values, static (in CustomerEvents events, int place) => events.Items[place]),
            Keys("category", log.Categories, static (in CustomerEvents events, int place) => events.Categories[place]),
            Number("quantity", static (in CustomerEvents events, int place) => events.Quantities[place]),
            Number(
                "unit_price",
                static (in CustomerEvents events, int place) => (float)((double)events.UnitPrices[place] / MoneyUnits.Scale)),
            Keys("currency", log.Currencies, static (in CustomerEvents events, int place) => Code(events.Currencies[place])),
            Keys("channel", log.Channels, static (in CustomerEvents events, int place) => Code(events.Channels[place])),
            Text("order", static (in CustomerEvents events, int place) => events.Orders[place], log.OrderId),
            Text("session", static (in CustomerEvents events, int place) => events.Sessions[place], log.SessionId),
        ];

        ViewColumn Keys(string name, Vocabulary levels, OfEvent<int> code) => Cells.Keys(name, levels, () => Reader(log, ends, code));

        ViewColumn Number(string name, OfEvent<float> number) => new ViewColumn<float>(name, NumberDataViewType.Single, () =>
        {
            Func<int, float> read = Reader(log, ends, number);
            return (int row, ref float value) => value = read(row);
        });

        ViewColumn Text(string name, OfEvent<int> code, Func<int, string> text) =>
            new ViewColumn<ReadOnlyMemory<char>>(name, TextDataViewType.Instance, () =>
            {
                Func<int, int> read = Reader(log, ends, code);
                return (int row, ref ReadOnlyMemory<char> value) => value = read(row) is >= 0 and int own ? text(own).AsMemory() : default;
            });
    }

    private static int Code(byte code) => code == byte.MaxValue ? -1 : code;

    private static Func<int, T> Reader<T>(EventLog log, int[] ends, OfEvent<T> cell)
    {
        OwnerRows owners = new(ends);
        return row =>
        {
            (int owner, int place) = owners.At(row);
            return cell(log.EventsOf(owner), place);
        };
    }
}

using Personalization.Core;

namespace Personalization.Beha2Vec;

/// <summary>What lists need of a log: who bought which of the vocabulary's items, and how many events each item has.</summary>
internal static class PurchaseHistory
{
    public static ItemSpace SpaceOf(EventSequences sequences)
    {
        EventLog log = sequences.Log;
        IdIndex<ItemId> items = sequences.Vocabulary.Items;
        int[] rows = log.Items.Ids.RowsIn(items), starts = new int[log.Customers.Count + 1];
        int purchase = log.TypeCode(EventType.Purchase);
        double[] popularity = new double[items.Count];
        List<int> columns = [];
        SortedSet<int> bought = [];
        for (int customer = 0; customer < log.Customers.Count; customer++)
        {
            CustomerEvents events = log.EventsOf(customer);
            ReadOnlySpan<byte> types = events.Types;
            ReadOnlySpan<int> ownItems = events.Items;
            for (int i = 0; i < types.Length; i++)
            {
                int item = ownItems[i] < 0 ? -1 : rows[ownItems[i]];
                if (item < 0) continue;
                if (sequences.IsKey(types[i])) popularity[item]++;
                if (types[i] == purchase) bought.Add(item);
            }

            columns.AddRange(bought);
            bought.Clear();
            starts[customer + 1] = columns.Count;
        }

        float[] values = new float[columns.Count];
        Array.Fill(values, 1);
        return ItemSpace.Of(log.Customers, items, new RaggedRows(starts, [.. columns], values), log.Items, popularity);
    }
}

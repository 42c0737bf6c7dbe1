using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.NeuralCf;

/// <summary>Who has what, in compressed rows, without what is held out to validate with.</summary>
internal sealed class TrainingExamples
{
    private const int None = -1;

    private readonly int[] _offsets;
    private readonly int[] _customers;
    private readonly int[] _items;

    private TrainingExamples(int customerCount, int itemCount, int[] offsets, int[] customers, int[] items, int[] heldOut)
    {
        (CustomerCount, ItemCount, _offsets, _customers, _items) = (customerCount, itemCount, offsets, customers, items);
        List<int> usable = [], held = [];
        for (int example = 0; example < items.Length; example++)
        {
            // Whoever has everything has nothing to be told from.
            if (ItemsOf(customers[example]).Length < itemCount) usable.Add(example);
        }

        for (int customer = 0; customer < customerCount; customer++)
        {
            if (heldOut[customer] != None) held.Add(customer);
        }

        Usable = [.. usable];
        HeldOut = [.. held.Select(customer => (customer, heldOut[customer]))];
    }

    public int CustomerCount { get; }

    public int ItemCount { get; }

    /// <summary>Examples to learn from.</summary>
    public int[] Usable { get; }

    /// <summary>What is held out, customers rising.</summary>
    public (int Customer, int Item)[] HeldOut { get; }

    /// <summary>Takes all of a matrix.</summary>
    public static TrainingExamples Of(InteractionMatrix matrix)
    {
        int[] heldOut = new int[matrix.Customers.Count];
        Array.Fill(heldOut, None);
        return Without(matrix, heldOut);
    }

    /// <summary>Holds out the last new item of some customers, those of at most a fifth of all who have two items.</summary>
    public static TrainingExamples WithValidation(InteractionMatrix matrix, EventLog log, int validationCustomers, ulong seed)
    {
        int[] last = new int[matrix.Customers.Count], heldOut = new int[last.Length];
        Array.Fill(heldOut, None);
        List<int> eligible = [];
        int purchase = log.TypeCode(EventType.Purchase);
        HashSet<int> seen = [];
        for (int customer = 0; customer < last.Length; customer++)
        {
            if (matrix.ItemsOf(customer).Length < 2) continue;
            eligible.Add(customer);
            last[customer] = LastNew(log.EventsOf(customer), purchase, seen);
        }

        int count = Math.Min(validationCustomers, eligible.Count / 5);
        RandomStream random = new(seed, "validation customers");
        foreach (int place in random.SampleWithoutReplacement(count, eligible.Count)) heldOut[eligible[place]] = last[eligible[place]];
        return Without(matrix, heldOut);
    }

    public int CustomerOf(int example) => _customers[example];

    public int ItemOf(int example) => _items[example];

    /// <summary>Items that the customer is known to have, rising.</summary>
    public ReadOnlySpan<int> ItemsOf(int customer) => _items.AsSpan(_offsets[customer].._offsets[customer + 1]);

    /// <summary>
    /// The item that was bought for the first time last; of those at one time the last in the order of ids, whatever order the events came
    /// in.
    /// </summary>
    private static int LastNew(CustomerEvents events, int purchase, HashSet<int> seen)
    {
        seen.Clear();
        ReadOnlySpan<int> items = events.Items;
        ReadOnlySpan<byte> types = events.Types;
        ReadOnlySpan<long> times = events.Times;
        int last = None;
        long when = long.MinValue;
        for (int i = 0; i < items.Length; i++)
        {
            if (types[i] != purchase || items[i] < 0 || !seen.Add(items[i])) continue;
            if (times[i] > when || items[i] > last) last = items[i];
            when = times[i];
        }

        return last;
    }

    private static TrainingExamples Without(InteractionMatrix matrix, int[] heldOut)
    {
        int[] offsets = new int[matrix.Customers.Count + 1];
        List<int> customers = new(matrix.Count), items = new(matrix.Count);
        for (int customer = 0; customer < heldOut.Length; customer++)
        {
            foreach (int item in matrix.ItemsOf(customer))
            {
                if (item == heldOut[customer]) continue;
                customers.Add(customer);
                items.Add(item);
            }

            offsets[customer + 1] = items.Count;
        }

        return new TrainingExamples(heldOut.Length, matrix.Items.Count, offsets, [.. customers], [.. items], heldOut);
    }
}

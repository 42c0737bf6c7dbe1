using Personalization.Core;

namespace Personalization.Beha2Vec;

/// <summary>
/// Each customer's latest events as codes, as many as an embedding depends on, and when the last one was: 13 bytes an event. Immutable.
/// </summary>
internal sealed class RecentEvents
{
    private const string Name = "recent";

    private readonly int[] _starts;
    private readonly int[] _items, _categories;
    private readonly byte[] _types, _prices, _quantities, _channels, _gaps;
    private readonly long[] _lastTicks;

    private RecentEvents(int[] starts, long[] lastTicks)
    {
        (_starts, _lastTicks) = (starts, lastTicks);
        int count = starts[^1];
        (_items, _categories) = (new int[count], new int[count]);
        (_types, _prices, _quantities) = (new byte[count], new byte[count], new byte[count]);
        (_channels, _gaps) = (new byte[count], new byte[count]);
    }

    public static RecentEvents Of(EventSequences sequences, int most)
    {
        int customers = sequences.Customers.Count;
        int[] starts = new int[customers + 1];
        long[] lastTicks = new long[customers];
        for (int customer = 0; customer < customers; customer++)
        {
            starts[customer + 1] = checked(starts[customer] + Math.Min(most, sequences.LengthOf(customer)));
            lastTicks[customer] = sequences.LastTicks(customer);
        }

        RecentEvents recent = new(starts, lastTicks);
        BehaviorToken[] read = new BehaviorToken[most];
        for (int customer = 0; customer < customers; customer++)
        {
            int count = sequences.Read(customer, 0, read);
            for (int i = 0; i < count; i++) recent.Set(starts[customer] + i, read[i]);
        }

        return recent;
    }

    /// <summary>Events that are kept of a customer.</summary>
    public int CountOf(int customer) => _starts[customer + 1] - _starts[customer];

    /// <summary>Time of a customer's last event; 0 where there is none.</summary>
    public long LastTicks(int customer) => _lastTicks[customer];

    /// <summary>Writes a customer's events, the latest last.</summary>
    /// <param name="customer">Row of the customer.</param>
    /// <param name="tokens">Has room for <see cref="CountOf"/>.</param>
    public void Read(int customer, Span<BehaviorToken> tokens)
    {
        for (int i = _starts[customer], place = 0; i < _starts[customer + 1]; i++, place++)
        {
            tokens[place] = At(i);
        }
    }

    public void Write(ModelFileWriter file)
    {
        file.Add($"{Name}.starts", _starts);
        file.Add($"{Name}.last_ticks", _lastTicks);
        file.Add($"{Name}.items", _items);
        file.Add($"{Name}.categories", _categories);
        file.Add($"{Name}.types", _types);
        file.Add($"{Name}.prices", _prices);
        file.Add($"{Name}.quantities", _quantities);
        file.Add($"{Name}.channels", _channels);
        file.Add($"{Name}.gaps", _gaps);
    }

    /// <summary>Reads events back and checks that each is possible.</summary>
    /// <param name="file">The model file.</param>
    /// <param name="customers">How many customers there are.</param>
    /// <param name="most">Most events of a customer.</param>
    /// <param name="isPossible">Whether the model has codes for an event.</param>
    public static RecentEvents Read(ModelFile file, int customers, int most, Func<BehaviorToken, bool> isPossible)
    {
        int[] starts = file.Int32s($"{Name}.starts", customers + 1);
        int count = file.Shape($"{Name}.items") is [int found] ? found : -1;
        if (starts[0] != 0 || starts[^1] != count) throw file.Invalid($"'{Name}.starts' doesn't run from 0 to its {count} events");
        for (int customer = 0; customer < customers; customer++)
        {
            long length = (long)starts[customer + 1] - starts[customer];
            if (length < 0 || length > most)
                throw file.Invalid($"customer {customer} has {length} recent events; 0 to {most} are expected");
        }

        long[] lastTicks = file.Int64s($"{Name}.last_ticks", customers);
        foreach (long ticks in lastTicks)
        {
            if ((ulong)ticks > (ulong)DateTime.MaxValue.Ticks) throw file.Invalid($"an event is at {ticks} ticks, which is no time");
        }

        RecentEvents recent = new(starts, lastTicks);
        file.Int32s($"{Name}.items", count).CopyTo(recent._items, 0);
        file.Int32s($"{Name}.categories", count).CopyTo(recent._categories, 0);
        file.Bytes($"{Name}.types", count).CopyTo(recent._types, 0);
        file.Bytes($"{Name}.prices", count).CopyTo(recent._prices, 0);
        file.Bytes($"{Name}.quantities", count).CopyTo(recent._quantities, 0);
        file.Bytes($"{Name}.channels", count).CopyTo(recent._channels, 0);
        file.Bytes($"{Name}.gaps", count).CopyTo(recent._gaps, 0);
        for (int i = 0; i < count; i++)
        {
            if (!isPossible(recent.At(i))) throw file.Invalid($"recent event {i} has codes that aren't there: {recent.At(i)}");
        }

        return recent;
    }

    private BehaviorToken At(int i) =>
        new(_types[i], _items[i], _categories[i], _prices[i], _quantities[i], _channels[i], _gaps[i]);

    private void Set(int i, BehaviorToken token)
    {
        (_items[i], _categories[i]) = (token.Item, token.Category);
        (_types[i], _prices[i], _quantities[i]) = (checked((byte)token.Type), checked((byte)token.Price), checked((byte)token.Quantity));
        (_channels[i], _gaps[i]) = (checked((byte)token.Channel), checked((byte)token.Gap));
    }
}

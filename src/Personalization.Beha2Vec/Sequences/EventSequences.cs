using Personalization.Core;

namespace Personalization.Beha2Vec;

/// <summary>
/// Each customer's key events as codes of a <see cref="BehaviorVocabulary"/>, in time order: a view of an <see cref="EventLog"/> that
/// copies no event; codes are looked up when a sequence is read. Immutable and thread-safe.
/// </summary>
public sealed class EventSequences
{
    private const byte NoChannel = byte.MaxValue;

    private readonly bool[] _keyTypes;
    private readonly int[] _typeCodes, _itemCodes, _categoryCodes, _channelCodes;

    private EventSequences(EventLog log, bool[] keyTypes, BehaviorVocabulary vocabulary)
    {
        (Log, _keyTypes, Vocabulary) = (log, keyTypes, vocabulary);
        _typeCodes = Codes(log.EventTypes, vocabulary.Types);
        _categoryCodes = Codes(log.Categories, vocabulary.Categories);
        _channelCodes = Codes(log.Channels, vocabulary.Channels);
        _itemCodes = log.Items.Ids.RowsIn(vocabulary.Items);
        for (int item = 0; item < _itemCodes.Length; item++) _itemCodes[item]++;
    }

    /// <summary>The codes.</summary>
    public BehaviorVocabulary Vocabulary { get; }

    /// <summary>The customers, row by row; one without key events has an empty sequence.</summary>
    public IdIndex<CustomerId> Customers => Log.Customers;

    internal EventLog Log { get; }

    /// <summary>Time from the first event of the log to the last.</summary>
    internal TimeSpan Span => Log.LastTime - Log.FirstTime;

    /// <summary>Reads a log, and takes the codes from it.</summary>
    public static EventSequences From(EventLog log, EventSequencesOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(log);
        return From(log, BehaviorVocabulary.Of(log, options ?? new EventSequencesOptions()));
    }

    /// <summary>Reads a log by codes that are known: what a model reads. Key events are those that the codes were taken from.</summary>
    public static EventSequences From(EventLog log, BehaviorVocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(vocabulary);
        return new EventSequences(log, BehaviorVocabulary.KeysOf(log.EventTypes, vocabulary.KeyTypes), vocabulary);
    }

    /// <summary>Whether events of a type of the log are read.</summary>
    internal bool IsKey(byte type) => _keyTypes[type];

    /// <summary>Number of a customer's key events. O(the customer's events).</summary>
    public int LengthOf(int customerRow)
    {
        int length = 0;
        foreach (byte type in Log.EventsOf(customerRow).Types) length += _keyTypes[type] ? 1 : 0;
        return length;
    }

    /// <summary>Number of a customer's key events at a time or later.</summary>
    internal int CountSince(int customerRow, long ticks)
    {
        CustomerEvents events = Log.EventsOf(customerRow);
        int count = 0;
        for (int i = events.Count - 1; i >= 0 && events.Times[i] >= ticks; i--) count += _keyTypes[events.Types[i]] ? 1 : 0;
        return count;
    }

    /// <summary>Time of a customer's last key event; 0 where there is none.</summary>
    internal long LastTicks(int customerRow)
    {
        CustomerEvents events = Log.EventsOf(customerRow);
        int last = events.Count - 1;
        while (last >= 0 && !_keyTypes[events.Types[last]]) last--;
        return last < 0 ? 0 : events.Times[last];
    }

    /// <summary>Writes codes of a customer's latest key events before some that are left out, and says how many there are.</summary>
    /// <param name="customerRow">Row in <see cref="Customers"/>.</param>
    /// <param name="skipLast">Latest events to leave out, at least 0: what is held out.</param>
    /// <param name="tokens">Receives as many as it has room for, the latest last.</param>
    public int Read(int customerRow, int skipLast, Span<BehaviorToken> tokens)
    {
        CustomerEvents events = Log.EventsOf(customerRow);
        ReadOnlySpan<byte> types = events.Types, channels = events.Channels;
        ReadOnlySpan<float> quantities = events.Quantities;
        ReadOnlySpan<int> items = events.Items, categories = events.Categories;
        ReadOnlySpan<long> times = events.Times, prices = events.UnitPrices;
        int place = tokens.Length, left = skipLast;
        for (int i = events.Count - 1; i >= 0 && place > 0; i--)
        {
            if (!_keyTypes[types[i]] || left-- > 0) continue;
            int before = i - 1;
            while (before >= 0 && !_keyTypes[types[before]]) before--;
            tokens[--place] = new BehaviorToken(
                _typeCodes[types[i]],
                items[i] < 0 ? 0 : _itemCodes[items[i]],
                categories[i] < 0 ? 0 : _categoryCodes[categories[i]],
                Vocabulary.PriceCode(prices[i]),
                BehaviorVocabulary.QuantityCode(quantities[i]),
                channels[i] == NoChannel ? 0 : _channelCodes[channels[i]],
                BehaviorVocabulary.GapCode(before < 0 ? -1 : times[i] - times[before]));
        }

        int count = tokens.Length - place;
        tokens[place..].CopyTo(tokens);
        return count;
    }

    /// <summary>Writes the times of the events that <see cref="Read"/> gives with nothing left out, in ticks, and says how many.</summary>
    internal int ReadTimes(int customerRow, Span<long> ticks)
    {
        CustomerEvents events = Log.EventsOf(customerRow);
        int place = ticks.Length;
        for (int i = events.Count - 1; i >= 0 && place > 0; i--)
        {
            if (_keyTypes[events.Types[i]]) ticks[--place] = events.Times[i];
        }

        int count = ticks.Length - place;
        ticks[place..].CopyTo(ticks);
        return count;
    }

    private static int[] Codes(Vocabulary from, Vocabulary to)
    {
        int[] codes = new int[from.Count];
        for (int i = 0; i < codes.Length; i++) codes[i] = to.TryGetRow(from[i], out int row) ? row + 1 : 0;
        return codes;
    }
}

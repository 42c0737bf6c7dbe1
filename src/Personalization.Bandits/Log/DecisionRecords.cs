using Personalization.Core;

namespace Personalization.Bandits;

/// <summary>
/// Writes decisions and what came of them as records of a journal, names and actions before the first that refers to them.
/// </summary>
internal sealed class DecisionRecords(Func<ReadOnlySpan<byte>, JournalReceipt> append, DecisionBook book)
{
    public const string JournalKind = "decision-log-1";
    public const int MaximumActions = 10_000;
    public const int MaximumTextLength = 1_000;

    private readonly RecordWriter _record = new();
    private readonly RecordWriter _entry = new();

    public JournalReceipt Decided(LoggedDecision decision)
    {
        book.MakeRoom();
        _record.Start((byte)DecisionEntry.Decided, decision.Time.UtcTicks).Text(decision.EventId).Text(decision.Version)
            .Byte((byte)decision.Source).Byte(decision.Consent switch { null => 0, true => 1, false => 2 })
            .Byte(decision.Deferred ? (byte)1 : (byte)0);
        Write(_record, decision.Context);
        _record.Count(decision.Slots.Count);
        foreach (DecidedSlot slot in decision.Slots)
        {
            _record.Text(slot.Id);
            Write(_record, slot.Features);
            ActionValue value = slot.Possible[slot.Place].Value ?? new ActionValue(double.NaN, double.NaN);
            _record.Int(slot.Place).Double(value.Mean).Double(value.Deviation).Count(slot.Possible.Count);
            foreach (ref readonly PossibleAction own in slot.AllPossible) _record.Int(Number(own.Action)).Double(own.Propensity);
        }

        return append(_record.Bytes);
    }

    public JournalReceipt Activated(string eventId, DateTimeOffset at) =>
        append(_record.Start((byte)DecisionEntry.Activated, at.UtcTicks).Text(eventId).Bytes);

    public JournalReceipt Rewarded(string eventId, DateTimeOffset at, int slot, double reward) =>
        append(_record.Start((byte)DecisionEntry.Rewarded, at.UtcTicks).Text(eventId).Count(slot).Double(reward).Bytes);

    /// <summary>The rewards of the slots; none: it counts for nothing.</summary>
    public JournalReceipt Settled(string eventId, DateTimeOffset at, ReadOnlySpan<double> rewards)
    {
        _record.Start((byte)DecisionEntry.Settled, at.UtcTicks).Text(eventId).Count(rewards.Length);
        foreach (double reward in rewards) _record.Double(reward);
        return append(_record.Bytes);
    }

    /// <summary>A state in pieces, each small enough for a record.</summary>
    public void Pieces(DecisionEntry entry, ReadOnlySpan<byte> state)
    {
        const int Piece = 512 << 10;
        for (int at = 0; at < state.Length; at += Piece)
            append(_record.Start((byte)entry, 0).Raw(state[at..Math.Min(state.Length, at + Piece)]).Bytes);
    }

    public void Counts(ReadOnlySpan<byte> state) => append(_record.Start((byte)DecisionEntry.Counts, 0).Raw(state).Bytes);

    /// <summary>Begins to read a record; false for names and actions, which go into the book.</summary>
    public static bool TryStart(
        ReadOnlySpan<byte> bytes, DecisionBook book, out DecisionEntry entry, out DateTimeOffset at, out RecordReader record)
    {
        record = new RecordReader(bytes);
        entry = (DecisionEntry)record.Byte();
        at = new DateTimeOffset(record.Long(), TimeSpan.Zero);
        if (entry == DecisionEntry.Name) book.ReadName(record.Int(), record.Text());
        else if (entry == DecisionEntry.Action) ReadAction(ref record, book);
        else return true;
        return false;
    }

    /// <summary>Reads a decision; its names and actions were read before.</summary>
    public static LoggedDecision ReadDecided(ref RecordReader record, DateTimeOffset at, DecisionBook book)
    {
        string eventId = record.Text(), version = record.Text();
        DecisionSource source = (DecisionSource)record.Byte();
        if (!Enum.IsDefined(source)) throw new InvalidDataException($"a decision has the unknown source {(byte)source}");
        byte consent = record.Byte(), deferred = record.Byte();
        FeatureSet context = ReadFeatures(ref record, book);
        DecidedSlot[] slots = new DecidedSlot[record.Count()];
        for (int i = 0; i < slots.Length; i++)
        {
            string id = record.Text();
            FeatureSet features = ReadFeatures(ref record, book);
            int place = record.Int();
            double mean = record.Double(), deviation = record.Double();
            PossibleAction[] possible = new PossibleAction[record.Count()];
            if ((uint)place >= (uint)possible.Length) throw new InvalidDataException($"a slot chose {place} of {possible.Length} actions");
            for (int j = 0; j < possible.Length; j++)
            {
                RankAction action = book.Known(record.Int());
                double propensity = record.Double();
                if (propensity is not (>= 0 and <= 1)) throw new InvalidDataException("a propensity isn't between 0 and 1");
                possible[j] = new PossibleAction(
                    action, propensity, j == place && !double.IsNaN(mean) ? new ActionValue(mean, deviation) : null);
            }

            slots[i] = new DecidedSlot(id, features, possible, place);
        }

        return new LoggedDecision
        {
            EventId = eventId,
            Time = at,
            Version = version,
            Source = source,
            Consent = consent switch { 0 => null, 1 => true, _ => false },
            Deferred = deferred == 1,
            Context = context,
            Slots = slots,
        };
    }

    private static void ReadAction(ref RecordReader record, DecisionBook book)
    {
        int number = record.Int();
        string id = record.Text();
        book.ReadAction(number, new RankAction(id, ReadFeatures(ref record, book)));
    }

    private static FeatureSet ReadFeatures(ref RecordReader record, DecisionBook book)
    {
        int count = record.Count();
        if (count > FeatureSet.MaximumCount || count * 12 > record.Left) throw new InvalidDataException($"a set has {count} features");
        if (count == 0) return FeatureSet.Empty;
        Feature[] features = new Feature[count];
        for (int i = 0; i < count; i++) features[i] = new Feature(book.Text(record.Int()), record.Double());
        return new FeatureSet(features);
    }

    private int Number(RankAction action)
    {
        (int number, bool isNew) = book.Action(action);
        if (!isNew) return number;
        // Its names first, each a record of its own, so that the action's record refers to what was written.
        foreach (Feature feature in action.Features.Features) Number(feature.Name);
        _entry.Clear().Byte((byte)DecisionEntry.Action).Long(0).Int(number).Text(action.Id).Count(action.Features.Features.Count);
        foreach (Feature feature in action.Features.Features) _entry.Int(book.Name(feature.Name).Number).Double(feature.Value);
        append(_entry.Bytes);
        return number;
    }

    private int Number(string name)
    {
        (int number, bool isNew) = book.Name(name);
        if (isNew) append(_entry.Clear().Byte((byte)DecisionEntry.Name).Long(0).Int(number).Text(name).Bytes);
        return number;
    }

    private void Write(RecordWriter to, FeatureSet set)
    {
        to.Count(set.Features.Count);
        foreach (Feature feature in set.Features) to.Int(Number(feature.Name)).Double(feature.Value);
    }
}

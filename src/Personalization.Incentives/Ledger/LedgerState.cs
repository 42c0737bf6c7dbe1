using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>
/// Budgets and reservations as the records made them, one record after the other: the same records give the same state, and a record that
/// doesn't follow from those before is refused. For one thread at a time.
/// </summary>
internal sealed class LedgerState
{
    public const int MostBudgets = 65_000;
    public const int MostAmounts = 1_000;
    private readonly List<Line> _budgets = [];
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private readonly Dictionary<DecisionId, Held> _held = [];
    private readonly HashSet<string> _references = new(StringComparer.Ordinal);
    private readonly PriorityQueue<DecisionId, (long Expires, UInt128 Id)> _expiring = new();

    /// <summary>UTC ticks of the last record: time never goes back.</summary>
    public long Clock { get; private set; }

    public IReadOnlyList<Line> Budgets => _budgets;

    public int IndexOf(string budget) => _index.GetValueOrDefault(budget, -1);

    public bool Knows(string reference) => _references.Contains(reference);

    public Held? Find(DecisionId id) => _held.GetValueOrDefault(id);

    public BudgetReservation? Describe(DecisionId id) => _held.TryGetValue(id, out Held? held)
        ? new(
            id, held.Status, new(held.Expires, TimeSpan.Zero),
            [.. held.Amounts.Select(amount => new BudgetAmount(_budgets[amount.Budget].Name, amount.Reserved))],
            [.. held.Amounts.Select(amount => new BudgetAmount(_budgets[amount.Budget].Name, amount.Spent))])
        : null;

    /// <summary>A reservation whose time is over at this moment; the earliest first.</summary>
    public bool TryDue(long ticks, out DecisionId due)
    {
        while (_expiring.TryPeek(out due, out (long Expires, UInt128 Id) priority))
        {
            if (_held[due].Status == ReservationStatus.Reserved) return priority.Expires <= ticks;
            _expiring.Dequeue();
        }

        return false;
    }

    /// <summary>Takes a record up.</summary>
    /// <exception cref="InvalidDataException">It contradicts the records before it.</exception>
    public void Apply(ReadOnlySpan<byte> record)
    {
        RecordReader reader = new(record);
        LedgerEntry entry = (LedgerEntry)reader.Byte();
        long ticks = reader.Long();
        Require(ticks >= Clock && ticks <= DateTimeOffset.MaxValue.UtcTicks, "its time lies before that of the record before it");
        switch (entry)
        {
            case LedgerEntry.TopUp: TopUp(ref reader); break;
            case LedgerEntry.Reserve: Reserve(ref reader); break;
            case LedgerEntry.Commit: Commit(ref reader, ticks); break;
            case LedgerEntry.Release: Settle(Open(reader.Id()), ReservationStatus.Released, ticks); break;
            case LedgerEntry.Expire: Settle(Open(reader.Id()), ReservationStatus.Expired, ticks); break;
            case LedgerEntry.Budget: RestoreBudget(ref reader); break;
            case LedgerEntry.Reservation: RestoreReservation(ref reader); break;
            case LedgerEntry.Reference: Require(_references.Add(reader.Text()), "a reference stands twice"); break;
            case LedgerEntry.Clock: break;
            default: throw new InvalidDataException($"a record of unknown kind {(byte)entry}; a newer version may have written it");
        }

        Require(reader.IsAtEnd, "it is longer than it says");
        Clock = ticks;
    }

    /// <summary>
    /// Records that give the same state to an empty one: budgets in the order of their first top-up, the rest by id, so that equal states
    /// give equal bytes. Settled reservations from before a moment may be left out: their decisions are forgotten, what they spent isn't.
    /// </summary>
    public IEnumerable<ReadOnlyMemory<byte>> Snapshot(long forgetSettledBefore)
    {
        RecordWriter record = new();
        foreach (Line budget in _budgets)
            yield return record.Start((byte)LedgerEntry.Budget, 0).Text(budget.Name).Long(budget.Limit).Long(budget.Spent).Bytes.ToArray();
        foreach (string reference in _references.Order(StringComparer.Ordinal))
            yield return record.Start((byte)LedgerEntry.Reference, 0).Text(reference).Bytes.ToArray();
        foreach ((DecisionId id, Held held) in _held.OrderBy(pair => pair.Key.Value))
        {
            if (held.Status != ReservationStatus.Reserved && held.Settled < forgetSettledBefore) continue;
            record.Start((byte)LedgerEntry.Reservation, 0).Id(id).Byte((byte)held.Status).Long(held.Expires).Long(held.Settled);
            record.Count(held.Amounts.Length);
            foreach (HeldAmount amount in held.Amounts) record.Count(amount.Budget).Long(amount.Reserved).Long(amount.Spent);
            yield return record.Bytes.ToArray();
        }

        yield return record.Start((byte)LedgerEntry.Clock, Clock).Bytes.ToArray();
    }

    private void TopUp(ref RecordReader reader)
    {
        string reference = reader.Text();
        string name = reader.Text();
        long units = reader.Long();
        Require(units > 0, "a top-up isn't above 0");
        Require(reference.Length == 0 || _references.Add(reference), "a reference stands twice");
        if (!_index.TryGetValue(name, out int row))
        {
            _index.Add(name, row = _budgets.Count);
            _budgets.Add(new(name));
        }

        Require(units <= long.MaxValue - _budgets[row].Limit, "a budget is over its largest size");
        _budgets[row].Limit += units;
    }

    private void Reserve(ref RecordReader reader)
    {
        DecisionId id = reader.Id();
        long expires = reader.Long();
        HeldAmount[] amounts = new HeldAmount[reader.Count()];
        for (int i = 0; i < amounts.Length; i++)
        {
            int budget = BudgetAt(reader.Count());
            long units = reader.Long();
            Require(units >= 0 && units <= _budgets[budget].Available, "a budget is overspent");
            _budgets[budget].Reserved += units;
            amounts[i] = new() { Budget = budget, Reserved = units };
        }

        Require(_held.TryAdd(id, new() { Amounts = amounts, Expires = expires }), "a decision reserves twice");
        _expiring.Enqueue(id, (expires, id.Value));
    }

    private void Commit(ref RecordReader reader, long ticks)
    {
        Held held = Open(reader.Id());
        Require(reader.Count() == held.Amounts.Length, "a commitment hasn't the amounts of its reservation");
        for (int i = 0; i < held.Amounts.Length; i++)
        {
            long units = reader.Long();
            Require(units >= 0 && units <= held.Amounts[i].Reserved, "more is spent than was reserved");
            held.Amounts[i].Spent = units;
            _budgets[held.Amounts[i].Budget].Spent += units;
        }

        Settle(held, ReservationStatus.Committed, ticks);
    }

    private void RestoreBudget(ref RecordReader reader)
    {
        Line budget = new(reader.Text()) { Limit = reader.Long(), Spent = reader.Long() };
        Require(budget.Spent >= 0 && budget.Limit >= budget.Spent, "a budget is overspent");
        Require(_index.TryAdd(budget.Name, _budgets.Count), "a budget stands twice");
        _budgets.Add(budget);
    }

    private void RestoreReservation(ref RecordReader reader)
    {
        DecisionId id = reader.Id();
        byte status = reader.Byte();
        Require(status <= (byte)ReservationStatus.Expired, "a reservation has an unknown status");
        Held held = new()
        {
            Status = (ReservationStatus)status,
            Expires = reader.Long(),
            Settled = reader.Long(),
            Amounts = new HeldAmount[reader.Count()],
        };
        for (int i = 0; i < held.Amounts.Length; i++)
        {
            HeldAmount amount = new() { Budget = BudgetAt(reader.Count()), Reserved = reader.Long(), Spent = reader.Long() };
            Require(amount.Spent >= 0 && amount.Reserved >= amount.Spent, "more is spent than was reserved");
            held.Amounts[i] = amount;
            if (held.Status != ReservationStatus.Reserved) continue;
            Require(amount.Reserved <= _budgets[amount.Budget].Available, "a budget is overspent");
            _budgets[amount.Budget].Reserved += amount.Reserved;
        }

        Require(_held.TryAdd(id, held), "a decision reserves twice");
        if (held.Status == ReservationStatus.Reserved) _expiring.Enqueue(id, (held.Expires, id.Value));
    }

    private Held Open(DecisionId id)
    {
        Require(_held.TryGetValue(id, out Held? held) && held.Status == ReservationStatus.Reserved, "its decision holds nothing");
        return held!;
    }

    private void Settle(Held held, ReservationStatus status, long ticks)
    {
        foreach (HeldAmount amount in held.Amounts) _budgets[amount.Budget].Reserved -= amount.Reserved;
        (held.Status, held.Settled) = (status, ticks);
    }

    private int BudgetAt(int index)
    {
        Require(index < _budgets.Count, "it names a budget that nothing was put into");
        return index;
    }

    private static void Require(bool holds, string problem)
    {
        if (!holds) throw new InvalidDataException(problem);
    }

    /// <summary>One budget.</summary>
    public sealed class Line(string name)
    {
        public string Name { get; } = name;

        public long Limit { get; set; }

        public long Reserved { get; set; }

        public long Spent { get; set; }

        public long Available => Limit - Reserved - Spent;

        public BudgetState ToState() => new(Name, Limit, Reserved, Spent);
    }

    /// <summary>One reservation.</summary>
    public sealed class Held
    {
        public required HeldAmount[] Amounts { get; init; }

        public required long Expires { get; init; }

        public ReservationStatus Status { get; set; }

        /// <summary>UTC ticks at which it was settled.</summary>
        public long Settled { get; set; }
    }

    /// <summary>What a reservation holds of one budget.</summary>
    public struct HeldAmount
    {
        public int Budget;
        public long Reserved;
        public long Spent;
    }
}

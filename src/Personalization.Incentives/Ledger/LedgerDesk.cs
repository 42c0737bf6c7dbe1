using System.Buffers.Binary;
using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>
/// One decision after the other, under a lock: checked against the state, put in line for the journal, applied. Whoever asked waits outside
/// for the receipt, which stands for everything that the answer rests on. Thread-safe.
/// </summary>
internal sealed class LedgerDesk(TimeProvider time, LedgerState state, Journal? journal) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly RecordWriter _record = new();
    private LedgerState _state = state;
    private JournalReceipt _last;

    /// <summary>Reads the state, after what is due has expired.</summary>
    public T Read<T>(Func<LedgerState, T> read)
    {
        lock (_gate)
        {
            ExpireDue();
            return read(_state);
        }
    }

    public (bool, JournalReceipt) TopUp(string budget, long units, string reference)
    {
        Named(budget, nameof(budget));
        Named(reference, nameof(reference));
        Guard.Positive(units);
        lock (_gate)
        {
            if (_state.Knows(reference)) return (false, _last);
            int row = _state.IndexOf(budget);
            if (row < 0 && _state.Budgets.Count >= LedgerState.MostBudgets)
            {
                throw new ArgumentException(
                    $"'{budget}' would be one budget more than {LedgerState.MostBudgets}; use another ledger.", nameof(budget));
            }

            if (row >= 0 && units > long.MaxValue - _state.Budgets[row].Limit)
                throw new ArgumentOutOfRangeException(nameof(units), units, $"Budget '{budget}' would be above {long.MaxValue} units.");
            Take(_record.Start((byte)LedgerEntry.TopUp, Now()).Text(reference).Text(budget).Long(units));
            return (true, _last);
        }
    }

    public (ReserveResult, JournalReceipt) Reserve(DecisionId decision, IReadOnlyList<BudgetAmount> amounts, DateTimeOffset expires)
    {
        ArgumentNullException.ThrowIfNull(amounts);
        if (decision == default) throw new ArgumentException("The decision has no id; give it one.", nameof(decision));
        SortedDictionary<string, long> merged = Merge(amounts);
        lock (_gate)
        {
            ExpireDue();
            if (_state.Describe(decision) is { } before) return (new(before, IsRepeat: true, []), _last);
            List<BudgetShortage> shortages = [];
            foreach ((string budget, long units) in merged)
            {
                int row = _state.IndexOf(budget);
                long available = row < 0 ? 0 : _state.Budgets[row].Available;
                if (units > available) shortages.Add(new(budget, units, available));
            }

            if (shortages.Count > 0) return (new(null, IsRepeat: false, shortages), _last);
            _record.Start((byte)LedgerEntry.Reserve, Now()).Id(decision).Long(expires.UtcTicks);
            (int Row, long Units)[] taken =
                [.. merged.Where(one => one.Value > 0).Select(one => (_state.IndexOf(one.Key), one.Value)).Order()];
            _record.Count(taken.Length);
            foreach ((int row, long units) in taken) _record.Count(row).Long(units);
            Take(_record);
            return (new(_state.Describe(decision)!, IsRepeat: false, []), _last);
        }
    }

    public (BudgetReservation, JournalReceipt) Commit(DecisionId decision, IReadOnlyList<BudgetAmount>? actual)
    {
        SortedDictionary<string, long>? merged = actual is null ? null : Merge(actual);
        lock (_gate)
        {
            ExpireDue();
            LedgerState.Held held = Known(decision);
            if (held.Status == ReservationStatus.Reserved)
            {
                Check(decision, held, merged);
                _record.Start((byte)LedgerEntry.Commit, Now()).Id(decision).Count(held.Amounts.Length);
                foreach (LedgerState.HeldAmount amount in held.Amounts)
                    _record.Long(merged is null ? amount.Reserved : merged.GetValueOrDefault(_state.Budgets[amount.Budget].Name));
                Take(_record);
            }

            return (_state.Describe(decision)!, _last);
        }
    }

    public (BudgetReservation, JournalReceipt) Release(DecisionId decision)
    {
        lock (_gate)
        {
            ExpireDue();
            LedgerState.Held held = Known(decision);
            if (held.Status == ReservationStatus.Reserved) Take(_record.Start((byte)LedgerEntry.Release, Now()).Id(decision));
            return (_state.Describe(decision)!, _last);
        }
    }

    public void Save(Stream destination)
    {
        Span<byte> length = stackalloc byte[4];
        lock (_gate)
        {
            foreach (ReadOnlyMemory<byte> record in _state.Snapshot(forgetSettledBefore: 0))
            {
                BinaryPrimitives.WriteInt32LittleEndian(length, record.Length);
                destination.Write(length);
                destination.Write(record.Span);
            }
        }
    }

    public void Compact(long forgetSettledBefore)
    {
        lock (_gate)
        {
            ExpireDue();
            ReadOnlyMemory<byte>[] snapshot = [.. _state.Snapshot(forgetSettledBefore)];
            LedgerState small = new();
            foreach (ReadOnlyMemory<byte> record in snapshot) small.Apply(record.Span);
            journal?.Compact(snapshot);
            _state = small;
        }
    }

    public void Dispose() => journal?.Dispose();

    /// <summary>In line first, then in the state: a journal that stopped leaves the state as it was.</summary>
    private void Take(RecordWriter record)
    {
        if (journal is not null) _last = journal.Begin(record.Bytes);
        _state.Apply(record.Bytes);
    }

    private void ExpireDue()
    {
        long now = Now();
        while (_state.TryDue(now, out DecisionId due)) Take(_record.Start((byte)LedgerEntry.Expire, now).Id(due));
    }

    /// <summary>A clock that was set back stands still until it has caught up.</summary>
    private long Now() => Math.Max(time.GetUtcNow().UtcTicks, _state.Clock);

    private LedgerState.Held Known(DecisionId decision) => _state.Find(decision)
        ?? throw new KeyNotFoundException($"Decision {decision} has reserved nothing here, or was forgotten; reserve before committing.");

    private void Check(DecisionId decision, LedgerState.Held held, SortedDictionary<string, long>? actual)
    {
        foreach ((string budget, long units) in actual ?? [])
        {
            int row = _state.IndexOf(budget);
            long reserved = row < 0 ? 0 : held.Amounts.Where(amount => amount.Budget == row).Sum(amount => amount.Reserved);
            if (units > reserved)
            {
                throw new ArgumentException(
                    $"Decision {decision} reserved {reserved} of budget '{budget}' and can't spend {units}; reserve the most it may cost.",
                    nameof(actual));
            }
        }
    }

    private static SortedDictionary<string, long> Merge(IReadOnlyList<BudgetAmount> amounts)
    {
        if (amounts.Count > LedgerState.MostAmounts)
            throw new ArgumentException($"{amounts.Count} amounts; a decision takes at most {LedgerState.MostAmounts}.", nameof(amounts));
        SortedDictionary<string, long> merged = new(StringComparer.Ordinal);
        foreach ((string budget, long units) in amounts)
        {
            Guard.NotBlank(budget, nameof(amounts));
            Guard.AtLeast(units, 0, nameof(amounts));
            merged[budget] = checked(merged.GetValueOrDefault(budget) + units);
        }

        return merged;
    }

    private static void Named(string value, string name)
    {
        Guard.NotBlank(value, name);
        if (System.Text.Encoding.UTF8.GetByteCount(value) > 1_000)
            throw new ArgumentException($"{name} has more than 1,000 bytes; shorten it.", name);
    }
}

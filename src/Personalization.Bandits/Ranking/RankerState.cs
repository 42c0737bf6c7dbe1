using System.Buffers;
using Personalization.Core;

namespace Personalization.Bandits;

/// <summary>
/// All that a ranker knows, changed only by what its log has: so reading the log gives the same state, bit by bit. For one thread.
/// </summary>
internal sealed class RankerState(IBanditPolicy policy, RankerOptions options)
{
    private readonly ArrayBufferWriter<byte> _policyPieces = new(), _imitatorPieces = new();
    private double _sum;

    public PendingDecisions Pending { get; } = new();

    public Apprenticeship Apprenticeship { get; } = new(options);

    public DriftAlarm Drift { get; } = new();

    public long Decisions { get; private set; }

    public long Learned { get; private set; }

    public RankerStatus Status => new(
        Decisions, Learned, Pending.Count, !Apprenticeship.IsOver, Apprenticeship.Match, Drift.Rung, Learned == 0 ? 0 : _sum / Learned);

    public PendingDecision Decide(LoggedDecision decision)
    {
        PendingDecision pending = new(decision);
        Pending.Add(pending);
        Decisions++;
        if (decision.Source == DecisionSource.Baseline)
        {
            foreach (DecidedSlot slot in decision.Slots) Apprenticeship.Watch(ContextOf(decision, slot), slot);
        }

        return pending;
    }

    /// <summary>Takes a decision out of those that wait, and learns its rewards; none: it counts for nothing.</summary>
    public void Settle(PendingDecision pending, ReadOnlySpan<double> rewards)
    {
        Pending.Remove(pending);
        LoggedDecision decision = pending.Decision;
        if (rewards.Length == 0 || decision.Source == DecisionSource.NoConsent) return;
        for (int i = 0; i < rewards.Length; i++)
        {
            DecidedSlot slot = decision.Slots[i];
            policy.Learn(ContextOf(decision, slot), slot.Chosen, rewards[i], slot.Propensity);
            Drift.Add(rewards[i]);
            Learned++;
            _sum += rewards[i];
        }
    }

    /// <summary>What is known when a slot is filled: the context, and what sets the slot apart.</summary>
    public static FeatureSet ContextOf(LoggedDecision decision, DecidedSlot slot) => ContextOf(decision.Context, slot.Features);

    public static FeatureSet ContextOf(FeatureSet context, FeatureSet slot) =>
        slot.Features.Count == 0 ? context : new FeatureSet([.. context.Features, .. slot.Features]);

    /// <summary>Takes a record of the log.</summary>
    public void Apply(ReadOnlySpan<byte> bytes, DecisionBook book)
    {
        if (!DecisionRecords.TryStart(bytes, book, out DecisionEntry entry, out DateTimeOffset at, out RecordReader record)) return;
        switch (entry)
        {
            case DecisionEntry.Decided:
                LoggedDecision decision = DecisionRecords.ReadDecided(ref record, at, book);
                if (Pending.Find(decision.EventId) is not null) throw new InvalidDataException($"'{decision.EventId}' is decided twice");
                Decide(decision);
                break;
            case DecisionEntry.Activated:
                Require(record.Text()).IsActive = true;
                break;
            case DecisionEntry.Rewarded:
                PendingDecision rewarded = Require(record.Text());
                int slot = record.Count();
                if (slot >= rewarded.Rewards.Length) throw new InvalidDataException($"a reward is of slot {slot}");
                rewarded.Rewards[slot] = (rewarded.Rewards[slot] ?? 0) + record.Double();
                break;
            case DecisionEntry.Settled:
                PendingDecision settled = Require(record.Text());
                double[] rewards = new double[record.Count()];
                if (rewards.Length > 0 && rewards.Length != settled.Rewards.Length)
                    throw new InvalidDataException($"'{settled.Decision.EventId}' is settled for {rewards.Length} slots");
                for (int i = 0; i < rewards.Length; i++) rewards[i] = record.Double();
                Settle(settled, rewards);
                break;
            case DecisionEntry.Policy:
                _policyPieces.Write(record.Rest());
                break;
            case DecisionEntry.Imitator:
                _imitatorPieces.Write(record.Rest());
                break;
            case DecisionEntry.Counts:
                Restore(ref record);
                break;
            default:
                throw new InvalidDataException($"a record is of the unknown kind {(byte)entry}");
        }
    }

    /// <summary>Writes the whole state, in the records that stand for all before them.</summary>
    public void Snapshot(DecisionRecords records)
    {
        foreach (PendingDecision? pending in Waiting())
        {
            LoggedDecision decision = pending.Decision;
            records.Decided(decision);
            if (decision.Deferred && pending.IsActive) records.Activated(decision.EventId, decision.Time);
            for (int i = 0; i < pending.Rewards.Length; i++)
            {
                if (pending.Rewards[i] is { } reward) records.Rewarded(decision.EventId, decision.Time, i, reward);
            }
        }

        using MemoryStream learned = new(), imitated = new();
        policy.Save(learned);
        Apprenticeship.Save(imitated);
        records.Pieces(DecisionEntry.Policy, learned.GetBuffer().AsSpan(0, (int)learned.Length));
        records.Pieces(DecisionEntry.Imitator, imitated.GetBuffer().AsSpan(0, (int)imitated.Length));
        RecordWriter counts = new();
        counts.Long(Decisions).Long(Learned).Double(_sum);
        Drift.Write(counts);
        Apprenticeship.Write(counts);
        records.Counts(counts.Bytes);
    }

    private IEnumerable<PendingDecision> Waiting()
    {
        for (PendingDecision? pending = Pending.Oldest; pending is not null; pending = pending.After) yield return pending;
    }

    private void Restore(ref RecordReader record)
    {
        (Decisions, Learned, _sum) = (record.Long(), record.Long(), record.Double());
        Drift.Read(ref record);
        Apprenticeship.Read(ref record);
        using MemoryStream learned = new(_policyPieces.WrittenSpan.ToArray()), imitated = new(_imitatorPieces.WrittenSpan.ToArray());
        policy.Load(learned);
        Apprenticeship.Load(imitated);
        _policyPieces.ResetWrittenCount();
        _imitatorPieces.ResetWrittenCount();
    }

    private PendingDecision Require(string eventId) =>
        Pending.Find(eventId) ?? throw new InvalidDataException($"'{eventId}' isn't waiting");
}

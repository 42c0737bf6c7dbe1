using System.Globalization;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Bandits;

/// <summary>
/// Ranks, and learns from what comes of it, in this process: for each request an action by lot with known propensities, a reward for it
/// later, and a default one where none comes. Thread-safe.
/// </summary>
/// <remarks>
/// <para>
/// With a log, what a method returned is in the log: after the process was killed at any moment, opening the log gives every decision and
/// reward that was acknowledged, and the policy as it had learned, bit by bit.
/// </para>
/// <para>
/// Waiting that is over is noticed at the next call of any method; <see cref="Settle"/> is one that does nothing else. Time is the log's:
/// reading it again gives the same state on any clock.
/// </para>
/// </remarks>
public sealed class Ranker : IDisposable
{
    private readonly Lock _gate = new();
    private readonly IBanditPolicy _policy;
    private readonly RankerOptions _options;
    private readonly TimeProvider _time;
    private readonly RankerState _state;
    private DecisionRecords? _records;
    private readonly Journal? _journal;
    private RankAction[] _actions = [];
    private double[] _shares = [];
    private ActionValue[] _values = [];

    /// <summary>A ranker that keeps all in memory.</summary>
    /// <param name="policy">Chooses and learns; nobody else may use it from now on.</param>
    /// <param name="options">How; null: the defaults.</param>
    /// <param name="time">Clock; null: the system's.</param>
    public Ranker(IBanditPolicy policy, RankerOptions? options = null, TimeProvider? time = null)
        : this(policy, options ?? new(), time ?? TimeProvider.System, null)
    {
    }

    private Ranker(
        IBanditPolicy policy, RankerOptions options, TimeProvider time, (RankerState State, Journal Journal, DecisionBook Book)? log)
    {
        ArgumentNullException.ThrowIfNull(policy);
        policy.Check(options.DefaultReward);
        (_policy, _options, _time) = (policy, options, time);
        _state = log?.State ?? new RankerState(policy, options);
        _journal = log?.Journal;
        if (log is { } open) _records = new DecisionRecords(open.Journal.Begin, open.Book);
    }

    /// <summary>How it stands.</summary>
    public RankerStatus Status
    {
        get { lock (_gate) return _state.Status; }
    }

    /// <summary>Opens a log, or makes it where there is none, and lets the policy learn all that is in it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="policy">
    /// Chooses and learns, of the kind and options that the log was written with; it knows what it did when the log was begun: nothing, or
    /// what it was taught before.
    /// </param>
    /// <param name="options">How; the same as before, as far as the log tells what came of them. Null: the defaults.</param>
    /// <param name="time">Clock; null: the system's.</param>
    /// <param name="journal">How the log writes; null: the defaults.</param>
    /// <exception cref="JournalException">It is open elsewhere, of another kind, or was altered.</exception>
    /// <exception cref="InvalidDataException">Its records contradict each other.</exception>
    /// <exception cref="ArgumentException">The policy can't learn the default reward.</exception>
    public static Ranker Open(
        string path, IBanditPolicy policy, RankerOptions? options = null, TimeProvider? time = null, JournalOptions? journal = null)
    {
        options ??= new RankerOptions();
        ArgumentNullException.ThrowIfNull(policy);
        policy.Check(options.DefaultReward);
        RankerState state = new(policy, options);
        DecisionBook book = new();
        long read = 0;
        Journal opened = Journal.Open(path, DecisionRecords.JournalKind, Replay, journal);
        return new Ranker(policy, options, time ?? TimeProvider.System, (state, opened, book));

        void Replay(ReadOnlySpan<byte> record)
        {
            try
            {
                state.Apply(record, book);
                read++;
            }
            catch (Exception fault) when (fault is InvalidDataException or ArgumentException)
            {
                throw new InvalidDataException(
                    $"Record {read + 1} of the decision log '{path}' can't follow those before it: {fault.Message} "
                    + "Restore the file from a copy, or open it with the policy and options it was written with.",
                    fault);
            }
        }
    }

    /// <summary>Decides, and returns when the decision is in the log.</summary>
    /// <returns>The decision, with what was expected of every action that was possible.</returns>
    /// <exception cref="ArgumentException">
    /// There is no action left, two have one id, there are more slots than actions, or a text is too long.
    /// </exception>
    /// <exception cref="JournalException">The log couldn't be written.</exception>
    public LoggedDecision Rank(RankRequest request)
    {
        (LoggedDecision decision, JournalReceipt receipt) = Begin(request);
        receipt.Wait();
        return decision;
    }

    /// <inheritdoc cref="Rank"/>
    /// <param name="request">What is to be decided.</param>
    /// <param name="cancellationToken">Ends the waiting alone.</param>
    public async ValueTask<LoggedDecision> RankAsync(RankRequest request, CancellationToken cancellationToken = default)
    {
        (LoggedDecision decision, JournalReceipt receipt) = Begin(request);
        await receipt.WaitAsync(cancellationToken).ConfigureAwait(false);
        return decision;
    }

    /// <summary>Makes a deferred decision count; false where it isn't waiting.</summary>
    public bool Activate(string eventId)
    {
        JournalReceipt receipt;
        lock (_gate)
        {
            DateTimeOffset now = SettleDue();
            if (_state.Pending.Find(Guard.NotBlank(eventId)) is not { } pending) return false;
            if (!pending.IsActive)
            {
                pending.Receipt = _records?.Activated(eventId, now) ?? default;
                pending.IsActive = true;
            }

            receipt = pending.Receipt;
        }

        receipt.Wait();
        return true;
    }

    /// <summary>Says what came of a decision, and returns when that is in the log.</summary>
    /// <param name="eventId">The decision.</param>
    /// <param name="reward">What came of it, finite; of the size that the policy takes (0 to 1 for counts of clicks).</param>
    /// <param name="slot">Its slot, where there are several; null: the first.</param>
    /// <exception cref="ArgumentException">
    /// The reward isn't finite, the policy can't learn it or the sum it makes, or there is no such slot.
    /// </exception>
    public RewardOutcome Reward(string eventId, double reward, string? slot = null)
    {
        (RewardOutcome outcome, JournalReceipt receipt) = BeginReward(eventId, reward, slot);
        receipt.Wait();
        return outcome;
    }

    /// <inheritdoc cref="Reward"/>
    /// <param name="eventId">The decision.</param>
    /// <param name="reward">What came of it.</param>
    /// <param name="slot">Its slot.</param>
    /// <param name="cancellationToken">Ends the waiting alone.</param>
    public async ValueTask<RewardOutcome> RewardAsync(
        string eventId, double reward, string? slot = null, CancellationToken cancellationToken = default)
    {
        (RewardOutcome outcome, JournalReceipt receipt) = BeginReward(eventId, reward, slot);
        await receipt.WaitAsync(cancellationToken).ConfigureAwait(false);
        return outcome;
    }

    /// <summary>Gives the default reward to decisions whose waiting is over, and returns when that is in the log.</summary>
    public void Settle()
    {
        lock (_gate) SettleDue();
        _journal?.Flush();
    }

    /// <summary>Writes what the policy has learned, as a model file. Leaves the stream open.</summary>
    public void SavePolicy(Stream destination)
    {
        lock (_gate) _policy.Save(destination);
    }

    /// <summary>
    /// Makes the log as small as what is known now: the policy, and the decisions that wait. The decisions before can't be read from it
    /// any more; copy the file first where they are wanted.
    /// </summary>
    public void Compact()
    {
        if (_journal is null) return;
        lock (_gate)
        {
            SettleDue();
            // Numbers begin anew in the new file; where it can't be written those of the old one go on.
            List<ReadOnlyMemory<byte>> kept = [];
            DecisionBook book = new();
            _state.Snapshot(new DecisionRecords(Keep, book));
            _journal.Compact(kept);
            _records = new DecisionRecords(_journal.Begin, book);

            JournalReceipt Keep(ReadOnlySpan<byte> record)
            {
                kept.Add(record.ToArray());
                return default;
            }
        }
    }

    /// <summary>Closes the log.</summary>
    public void Dispose() => _journal?.Dispose();

    private (LoggedDecision Decision, JournalReceipt Receipt) Begin(RankRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        RankChecks.Check(request);
        // Shops ask for the same actions again and again: a race for which are remembered costs a little time and nothing else.
        RankAction[] actions = RankChecks.Actions(request, Volatile.Read(ref _actions));
        Volatile.Write(ref _actions, actions);
        lock (_gate)
        {
            DateTimeOffset now = SettleDue();
            string eventId = request.EventId ?? MakeId();
            if (_state.Pending.Find(eventId) is { } known) return (known.Decision, known.Receipt);
            DecisionSource source = request.Consent == false ? DecisionSource.NoConsent
                : _state.Apprenticeship.IsOver ? DecisionSource.Policy : DecisionSource.Baseline;
            FeatureSet context = request.Consent == false ? FeatureSet.Empty : request.Context;
            LoggedDecision decision = new()
            {
                EventId = eventId,
                Time = now,
                Version = string.Create(CultureInfo.InvariantCulture, $"{_policy.Name}.{_policy.Learned}"),
                Source = source,
                Consent = request.Consent,
                Deferred = request.DeferActivation,
                Context = context,
                Slots = Decide(request, actions, eventId, context, source),
            };
            // The log first: what it refuses, such as a record that is too large, must not be known here either.
            JournalReceipt receipt = _records?.Decided(decision) ?? default;
            _state.Decide(decision).Receipt = receipt;
            while (_state.Pending.Count > _options.MaximumWaiting) Finish(_state.Pending.Oldest!, now);
            return (decision, receipt);
        }
    }

    private DecidedSlot[] Decide(
        RankRequest request, RankAction[] actions, string eventId, FeatureSet context, DecisionSource source)
    {
        IReadOnlyList<RankSlot> slots = request.Slots.Count > 0 ? request.Slots : RankChecks.OneSlot;
        DecidedSlot[] decided = new DecidedSlot[slots.Count];
        HashSet<string>? taken = request.Excluded.Count > 0 ? new(request.Excluded, StringComparer.Ordinal) : null;
        ulong draw = StableHash.Mix(StableHash.Fnv1a(eventId) ^ StableHash.Mix(_options.Seed));
        for (int i = 0; i < decided.Length; i++)
        {
            RankSlot slot = slots[i];
            RankAction[] possible = RankChecks.Possible(actions, taken, slot);
            FeatureSet features = source == DecisionSource.NoConsent ? FeatureSet.Empty : slot.Features ?? FeatureSet.Empty;
            ulong own = StableHash.Mix(draw + (ulong)i);
            decided[i] = source == DecisionSource.Policy
                ? ByLot(slot.Id, features, possible, new BanditRound(RankerState.ContextOf(context, features), possible, own))
                : new DecidedSlot(
                    slot.Id, features, [.. possible.Select((action, j) => new PossibleAction(action, j == 0 ? 1 : 0, null))], 0);
            if (slots.Count > 1) (taken ??= new(StringComparer.Ordinal)).Add(decided[i].Chosen.Id);
        }

        return decided;
    }

    private DecidedSlot ByLot(string slot, FeatureSet features, RankAction[] actions, BanditRound round)
    {
        int count = actions.Length;
        if (_shares.Length < count) (_shares, _values) = (new double[count], new ActionValue[count]);
        Span<double> shares = _shares.AsSpan(0, count);
        _policy.Decide(round, shares, _values.AsSpan(0, count));
        double lot = new RandomStream(round.Draw, "rank").NextDouble(), sum = 0;
        int place = 0;
        bool isDrawn = false;
        PossibleAction[] possible = new PossibleAction[count];
        for (int i = 0; i < count; i++)
        {
            possible[i] = new PossibleAction(actions[i], Math.Min(shares[i], 1), _values[i]);
            if (shares[i] <= 0 || isDrawn) continue;
            // Rounding may let the shares end a hair before 1: then it is the last that may be taken.
            (sum, place) = (sum + shares[i], i);
            isDrawn = lot < sum;
        }

        return new DecidedSlot(slot, features, possible, place);
    }

    private (RewardOutcome Outcome, JournalReceipt Receipt) BeginReward(string eventId, double reward, string? slot)
    {
        Guard.NotBlank(eventId);
        if (!double.IsFinite(reward))
            throw new ArgumentException(FormattableString.Invariant($"The reward is {reward}; it must be finite."), nameof(reward));
        lock (_gate)
        {
            DateTimeOffset now = SettleDue();
            if (_state.Pending.Find(eventId) is not { } pending) return (RewardOutcome.Unknown, default);
            if (!pending.IsActive) return (RewardOutcome.NotActivated, default);
            int place = slot is null ? 0 : RankChecks.PlaceOf(pending.Decision, slot);
            if (_options.Rewards == RewardRule.Earliest && pending.Rewards[place] is not null)
                return (RewardOutcome.AlreadyRewarded, pending.Receipt);
            // The sum is what is learned: it must be what the policy takes, or the log couldn't be read again.
            double sum = (pending.Rewards[place] ?? 0) + reward;
            _policy.Check(sum);
            JournalReceipt receipt = _records?.Rewarded(eventId, now, place, reward) ?? default;
            (pending.Rewards[place], pending.Receipt) = (sum, receipt);
            if (_options.Rewards == RewardRule.Earliest && Array.TrueForAll(pending.Rewards, own => own is not null))
                receipt = Finish(pending, now);
            return (RewardOutcome.Taken, receipt);
        }
    }

    /// <summary>Settles what has waited long enough; gives the time it is.</summary>
    private DateTimeOffset SettleDue()
    {
        DateTimeOffset now = _time.GetUtcNow();
        while (_state.Pending.Oldest is { } oldest && oldest.Decision.Time + _options.WaitingTime <= now) Finish(oldest, now);
        return now;
    }

    private JournalReceipt Finish(PendingDecision pending, DateTimeOffset now)
    {
        double[] rewards = pending.IsActive ? [.. pending.Rewards.Select(own => own ?? _options.DefaultReward)] : [];
        JournalReceipt receipt = _records?.Settled(pending.Decision.EventId, now, rewards) ?? default;
        _state.Settle(pending, rewards);
        return receipt;
    }

    /// <summary>A name that no decision had: counted, so that it is another one also after the log was opened anew.</summary>
    private string MakeId()
    {
        for (ulong attempt = 0; ; attempt++)
        {
            ulong own = StableHash.Mix(StableHash.Mix(_options.Seed ^ 0x9E3779B97F4A7C15) + (ulong)_state.Decisions + (attempt << 48));
            string id = string.Create(CultureInfo.InvariantCulture, $"{_state.Decisions:x8}-{own:x16}");
            if (_state.Pending.Find(id) is null) return id;
        }
    }
}

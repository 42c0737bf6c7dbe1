using Personalization.Core;

namespace Personalization.Bandits;

/// <summary>Reads what a <see cref="Ranker"/> logged: to judge other policies by it, to teach a new one, to explain.</summary>
public static class DecisionLog
{
    /// <summary>
    /// Decisions with what came of them, in the order in which waiting for them ended; those that still wait come last. Holds those that
    /// wait in memory. Also while a ranker writes the log.
    /// </summary>
    /// <param name="path">The log.</param>
    /// <param name="options">Bounds the size of records; null: the defaults.</param>
    /// <exception cref="JournalException">The file isn't a decision log, or was altered.</exception>
    /// <exception cref="InvalidDataException">Its records contradict each other.</exception>
    public static IEnumerable<LoggedDecision> Read(string path, JournalOptions? options = null)
    {
        using JournalReader reader = JournalReader.Open(path, DecisionRecords.JournalKind, options);
        DecisionBook book = new();
        PendingDecisions pending = new();
        while (true)
        {
            (bool more, LoggedDecision? settled) = Next(reader, book, pending);
            if (!more) break;
            if (settled is not null) yield return settled;
        }

        for (PendingDecision? waiting = pending.Oldest; waiting is not null; waiting = waiting.After) yield return waiting.Decision;
    }

    /// <summary>
    /// Lets a policy learn every reward of a log, as if it had been there: a warm start, also for a policy of another kind than the one
    /// that decided.
    /// </summary>
    /// <returns>How many rewards it learned.</returns>
    /// <param name="path">The log.</param>
    /// <param name="policy">The policy; it keeps what it knew.</param>
    /// <param name="cancellationToken">Stops between decisions.</param>
    public static long Teach(string path, IBanditPolicy policy, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        long learned = 0;
        foreach (LoggedDecision decision in Read(path))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (decision.Rewards is not { Count: > 0 } rewards || decision.Source == DecisionSource.NoConsent) continue;
            for (int i = 0; i < rewards.Count; i++, learned++)
            {
                DecidedSlot slot = decision.Slots[i];
                policy.Learn(RankerState.ContextOf(decision, slot), slot.Chosen, rewards[i], slot.Propensity);
            }
        }

        return learned;
    }

    /// <summary>
    /// The rounds of a log by which other policies can be judged: one for each slot of each decision that a policy made by lot and whose
    /// waiting is over. Actions are numbered in the order of <see cref="LoggedBandit.Actions"/>.
    /// </summary>
    /// <param name="path">The log.</param>
    /// <param name="cancellationToken">Stops between decisions.</param>
    /// <exception cref="InvalidDataException">There is no such round.</exception>
    public static LoggedBandit Rounds(string path, CancellationToken cancellationToken = default)
    {
        List<(LoggedDecision Decision, int Slot)> rounds = [];
        foreach (LoggedDecision decision in Read(path))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (decision is not { Source: DecisionSource.Policy, Rewards.Count: > 0 }) continue;
            for (int slot = 0; slot < decision.Slots.Count; slot++) rounds.Add((decision, slot));
        }

        return rounds.Count > 0
            ? new LoggedBandit(rounds)
            : throw new InvalidDataException($"'{path}' has no decision that a policy made and whose waiting is over.");
    }

    private static (bool More, LoggedDecision? Settled) Next(JournalReader reader, DecisionBook book, PendingDecisions pending)
    {
        if (!reader.TryRead(out ReadOnlySpan<byte> bytes)) return (false, null);
        if (!DecisionRecords.TryStart(bytes, book, out DecisionEntry entry, out DateTimeOffset at, out RecordReader record))
            return (true, null);
        switch (entry)
        {
            case DecisionEntry.Decided:
                LoggedDecision decision = DecisionRecords.ReadDecided(ref record, at, book);
                if (pending.Find(decision.EventId) is not null) throw new InvalidDataException($"'{decision.EventId}' is decided twice.");
                pending.Add(new PendingDecision(decision));
                break;
            case DecisionEntry.Settled:
                string eventId = record.Text();
                PendingDecision settled = pending.Find(eventId) ?? throw new InvalidDataException($"'{eventId}' isn't waiting.");
                pending.Remove(settled);
                double[] rewards = new double[record.Count()];
                for (int i = 0; i < rewards.Length; i++) rewards[i] = record.Double();
                return (true, settled.Decision with { Rewards = rewards });
            default:
                break;
        }

        return (true, null);
    }
}

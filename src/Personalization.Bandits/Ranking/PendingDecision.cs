using Personalization.Core;

namespace Personalization.Bandits;

/// <summary>A decision that waits for its reward, in the line of those that do.</summary>
internal sealed class PendingDecision(LoggedDecision decision)
{
    public LoggedDecision Decision { get; } = decision;

    /// <summary>Of what was logged of it last: who is told the same again waits for it too.</summary>
    public JournalReceipt Receipt { get; set; }

    public bool IsActive { get; set; } = !decision.Deferred;

    /// <summary>Sums of the slots' rewards; null where none came.</summary>
    public double?[] Rewards { get; } = new double?[decision.Slots.Count];

    public PendingDecision? Before { get; set; }

    public PendingDecision? After { get; set; }
}

/// <summary>Decisions that wait, the oldest first; each is found by its name and taken out in O(1).</summary>
internal sealed class PendingDecisions
{
    private readonly Dictionary<string, PendingDecision> _byEvent = new(StringComparer.Ordinal);
    private PendingDecision? _last;

    public int Count => _byEvent.Count;

    public PendingDecision? Oldest { get; private set; }

    public PendingDecision? Find(string eventId) => _byEvent.GetValueOrDefault(eventId);

    public void Add(PendingDecision pending)
    {
        _byEvent.Add(pending.Decision.EventId, pending);
        pending.Before = _last;
        if (_last is null) Oldest = pending;
        else _last.After = pending;
        _last = pending;
    }

    public void Remove(PendingDecision pending)
    {
        _byEvent.Remove(pending.Decision.EventId);
        if (pending.Before is null) Oldest = pending.After;
        else pending.Before.After = pending.After;
        if (pending.After is null) _last = pending.Before;
        else pending.After.Before = pending.Before;
    }

    public void Clear()
    {
        _byEvent.Clear();
        (Oldest, _last) = (null, null);
    }
}

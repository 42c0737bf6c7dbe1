namespace Personalization.Incentives;

/// <summary>What speaks against an offer, and until when. For one thread.</summary>
internal sealed class EligibilityFindings
{
    private readonly List<string> _reasons = [];
    private DateTimeOffset _until;
    private bool _isFinal;

    public IReadOnlyList<string> Reasons => _reasons;

    /// <summary>When all of it will be over by itself; null where something won't.</summary>
    public DateTimeOffset? Until => _isFinal || _reasons.Count == 0 ? null : _until;

    /// <summary>Something that time alone doesn't change.</summary>
    public void Add(string reason) => Add(reason, until: null);

    /// <summary>Something that is over at a moment (null: never).</summary>
    public void Add(string reason, DateTimeOffset? until)
    {
        _reasons.Add(reason);
        _isFinal |= until is null;
        if (until > _until) _until = until.Value;
    }
}

namespace Personalization.Bandits.Tests.Ranking;

/// <summary>A clock that stands until it is moved.</summary>
internal sealed class HandClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public void Move(double seconds) => _now += TimeSpan.FromSeconds(seconds);

    public override DateTimeOffset GetUtcNow() => _now;
}

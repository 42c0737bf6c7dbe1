namespace Personalization.Core;

/// <summary>Keeps every decision, so that one can answer later what was offered to whom and why.</summary>
/// <remarks>Implementations are safe for any number of concurrent writers; entries of one writer stay in order.</remarks>
public interface IDecisionLog
{
    /// <summary>Appends a decision; completes when it is as durable as the log promises.</summary>
    /// <param name="decision">What was decided.</param>
    /// <param name="time">When, from the caller's <see cref="TimeProvider"/>.</param>
    /// <param name="cancellationToken">Cancels the wait; whether the entry was written is then unknown.</param>
    ValueTask AppendAsync(IncentiveDecision decision, DateTimeOffset time, CancellationToken cancellationToken = default);
}

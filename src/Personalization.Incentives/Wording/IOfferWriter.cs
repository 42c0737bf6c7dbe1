namespace Personalization.Incentives;

/// <summary>Puts an offer into words.</summary>
/// <remarks>
/// Implementations are safe to call from any number of threads at once, and always give a text that says no more and no less than the terms
/// of the offer: one that can't falls back to another.
/// </remarks>
public interface IOfferWriter
{
    /// <summary>Writes the text of an offer for one customer.</summary>
    /// <param name="offer">What was decided.</param>
    /// <param name="brief">For which channel, in which language, and what may be said of the customer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    ValueTask<OfferText> WriteAsync(WordedOffer offer, OfferBrief brief, CancellationToken cancellationToken = default);
}

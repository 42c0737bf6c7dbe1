namespace Personalization.Core;

/// <summary>Holds the profiles that decisions are made from.</summary>
/// <remarks>Implementations are safe for any number of concurrent readers and writers; a reader sees a whole profile, the old or the new.</remarks>
public interface IProfileStore
{
    /// <summary>A customer's profile; null where the customer is unknown.</summary>
    ValueTask<CustomerProfile?> FindAsync(CustomerId customer, CancellationToken cancellationToken = default);

    /// <summary>Adds or replaces a profile; of concurrent writes for one customer, the last to complete stays.</summary>
    ValueTask SetAsync(CustomerProfile profile, CancellationToken cancellationToken = default);
}

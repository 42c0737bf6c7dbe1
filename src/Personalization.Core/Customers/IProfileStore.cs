namespace Personalization.Core;

/// <summary>Holds the profiles that decisions are made from, and takes what changes in them.</summary>
/// <remarks>
/// Implementations are safe for any number of concurrent readers and writers; a reader sees a whole profile, the old or the new.
/// </remarks>
public interface IProfileStore
{
    /// <summary>A customer's profile; null where the customer is unknown.</summary>
    ValueTask<CustomerProfile?> FindAsync(CustomerId customer, CancellationToken cancellationToken = default);

    /// <summary>
    /// Puts the columns of a change into a customer's profile, which begins with them where the customer is unknown; all others stay.
    /// </summary>
    /// <remarks>
    /// Every column keeps the value of the latest moment, whatever the order in which changes arrive; of two changes of one moment, the one
    /// that completes last. So of concurrent changes to different columns none is lost, and one that comes late overwrites nothing newer.
    /// The profile's <see cref="CustomerProfile.AsOf"/> is the latest moment of all its columns. A reader who awaited a change sees it.
    /// </remarks>
    ValueTask ChangeAsync(ProfileChange change, CancellationToken cancellationToken = default);
}

/// <summary>What became known of one customer at one moment. Immutable and thread-safe.</summary>
public sealed record ProfileChange
{
    /// <summary>Makes a change.</summary>
    /// <param name="customer">Whose profile changes.</param>
    /// <param name="at">The moment on the shop's clock from which the columns are true.</param>
    /// <param name="columns">What changed: columns of one row, each name once.</param>
    /// <exception cref="ArgumentException">
    /// The customer is none, a column has another number of rows than one, or a name stands twice.
    /// </exception>
    public ProfileChange(CustomerId customer, DateTime at, params IReadOnlyList<CustomerColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        // The table checks what it is given.
        Columns = CustomerProfile.Create(customer, at, columns).Table.Columns;
        (Customer, At) = (customer, at);
    }

    /// <summary>Whose profile changes.</summary>
    public CustomerId Customer { get; }

    /// <summary>The moment on the shop's clock from which the columns are true.</summary>
    public DateTime At { get; }

    /// <summary>What changed: columns of one row, each name once.</summary>
    public IReadOnlyList<CustomerColumn> Columns { get; }
}

using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Personalization.Core;

/// <summary>
/// Profiles in the memory of this process: the rows of a table, which isn't copied, and beside it those that have changed since.
/// Thread-safe; readers never wait.
/// </summary>
/// <param name="table">What is known to begin with; its columns are true of its <see cref="CustomerTable.AsOf"/>.</param>
public sealed class MemoryProfileStore(CustomerTable table) : IProfileStore
{
    private readonly CustomerTable _table = table ?? throw new ArgumentNullException(nameof(table));
    private readonly ConcurrentDictionary<CustomerId, Changed> _changed = new();

    /// <inheritdoc />
    public ValueTask<CustomerProfile?> FindAsync(CustomerId customer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(_changed.TryGetValue(customer, out Changed? changed) ? changed.Profile : _table.Find(customer));
    }

    /// <inheritdoc />
    public ValueTask ChangeAsync(ProfileChange change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        cancellationToken.ThrowIfCancellationRequested();
        // Both functions only read, so they may run again where another writer was quicker.
        _changed.AddOrUpdate(change.Customer, (_, next) => First(next), (_, known, next) => known.After(next), change);
        return ValueTask.CompletedTask;
    }

    private Changed First(ProfileChange change)
    {
        CustomerProfile profile = _table.Find(change.Customer) ?? CustomerProfile.Create(change.Customer, change.At);
        return new Changed(profile, _table.AsOf, ImmutableDictionary<string, DateTime>.Empty).After(change);
    }

    /// <summary>A profile with the moments of the columns that have changed; all others are as old as the table.</summary>
    private sealed record Changed(CustomerProfile Profile, DateTime TableAsOf, ImmutableDictionary<string, DateTime> Moments)
    {
        public Changed After(ProfileChange change)
        {
            CustomerColumn[] newer = [.. change.Columns.Where(column => change.At >= MomentOf(column.Name))];
            if (newer.Length == 0) return this;
            return this with
            {
                Profile = Profile.With(change.At > Profile.AsOf ? change.At : Profile.AsOf, newer),
                Moments = Moments.SetItems(newer.Select(column => KeyValuePair.Create(column.Name, change.At))),
            };
        }

        private DateTime MomentOf(string column) =>
            Moments.TryGetValue(column, out DateTime moment) ? moment
            : Profile.Table.TryGetColumn(column, out _) ? TableAsOf
            : DateTime.MinValue;
    }
}

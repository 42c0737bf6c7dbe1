using System.Diagnostics;
using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// Recommends what the customers most alike have (Resnick et al. 1994; Herlocker et al. 1999). There is nothing to learn: the model is the
/// matrix, and neighbours are looked for when somebody asks, so that a visit counts at once. Stateless and thread-safe.
/// </summary>
/// <param name="options">How to find neighbours; null for the defaults.</param>
/// <remarks>Time: O(elements of the matrix). Memory: 32 bytes an element.</remarks>
public sealed class UserNeighborsTrainer(UserNeighborsOptions? options = null)
{
    private readonly UserNeighborsOptions _options = options ?? new UserNeighborsOptions();

    /// <summary>Takes what the options count of a log; the items' categories come from its catalogue.</summary>
    /// <param name="log">The events; an empty log gives a model that recommends nothing.</param>
    /// <param name="progress">Told when it is done.</param>
    /// <param name="cancellationToken">Looked at before and after counting.</param>
    public UserNeighborsModel Fit(EventLog log, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        cancellationToken.ThrowIfCancellationRequested();
        return Fit(InteractionMatrix.From(log, _options.Interactions), log.Items, log, progress, cancellationToken);
    }

    /// <summary>
    /// Takes any interactions, whatever the options count; their values count by the similarity, and as a neighbour's word.
    /// </summary>
    /// <param name="interactions">Who had to do with what.</param>
    /// <param name="catalog">Knows the items' categories; null for a model that can't filter by category.</param>
    /// <param name="progress">Told when it is done.</param>
    /// <param name="cancellationToken">Looked at once.</param>
    public UserNeighborsModel Fit(
        InteractionMatrix interactions,
        ItemCatalog? catalog = null,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        return Fit(interactions, catalog, null, progress, cancellationToken);
    }

    private UserNeighborsModel Fit(
        InteractionMatrix interactions, ItemCatalog? catalog, EventLog? log, IProgress<FitProgress>? progress,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long started = Stopwatch.GetTimestamp();
        double[] popularity = new double[interactions.Items.Count];
        for (int row = 0; row < interactions.Customers.Count; row++)
        {
            foreach (int item in interactions.ItemsOf(row)) popularity[item]++;
        }

        ItemSpace space = ItemSpace.Of(interactions, catalog, popularity);
        if (log is not null) space = space.WithPurchases(log, _options.Interactions);
        progress?.Report(new FitProgress("customer neighbours", 1) { Count = interactions.Customers.Count, Unit = "customers" });
        return new UserNeighborsModel(_options, space, FitReport.ClosedForm(Stopwatch.GetElapsedTime(started)));
    }
}

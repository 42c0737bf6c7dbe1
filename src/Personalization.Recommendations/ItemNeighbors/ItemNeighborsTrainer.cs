using System.Diagnostics;
using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// Finds, for each item, the items that the same customers bought (Sarwar et al. 2001; Deshpande and Karypis 2004). Quick to fit, easy to
/// explain, and hard to beat where baskets say much about taste. Stateless and thread-safe; the same data gives the same bytes for any
/// number of threads.
/// </summary>
/// <param name="options">How to find neighbours; null for the defaults.</param>
/// <remarks>
/// Time: Σ over customers of (items bought)². Memory: 8 bytes an item and thread (16 where values differ from 1), 8 bytes a neighbour kept,
/// and 16 bytes an element of the matrix.
/// </remarks>
public sealed class ItemNeighborsTrainer(ItemNeighborsOptions? options = null)
{
    private readonly ItemNeighborsOptions _options = options ?? new ItemNeighborsOptions();

    /// <summary>
    /// Fits on what the options count of a log, by default purchases, each customer and item once; the items' categories come from its
    /// catalogue.
    /// </summary>
    /// <param name="log">The events; an empty log gives a model that recommends nothing.</param>
    /// <param name="progress">Told of the items done, from whichever thread did them.</param>
    /// <param name="cancellationToken">Stops between groups of items.</param>
    public ItemNeighborsModel Fit(EventLog log, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        return Fit(InteractionMatrix.From(log, _options.Interactions), log.Items, log, progress, cancellationToken);
    }

    /// <summary>
    /// Fits on any interactions, whatever the options count; their values count by the similarity, and weigh a customer's items when
    /// recommending.
    /// </summary>
    /// <param name="interactions">Who had to do with what.</param>
    /// <param name="catalog">Knows the items' categories; null for a model that can't filter by category.</param>
    /// <param name="progress">Told of the items done, from whichever thread did them.</param>
    /// <param name="cancellationToken">Stops between groups of items.</param>
    public ItemNeighborsModel Fit(
        InteractionMatrix interactions,
        ItemCatalog? catalog = null,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        return Fit(interactions, catalog, null, progress, cancellationToken);
    }

    private ItemNeighborsModel Fit(
        InteractionMatrix interactions, ItemCatalog? catalog, EventLog? log, IProgress<FitProgress>? progress,
        CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        ItemNeighborsKernel kernel = new(interactions, _options);
        RaggedRows neighbors = kernel.Run(progress, cancellationToken);
        double[] popularity = new double[interactions.Items.Count];
        for (int item = 0; item < popularity.Length; item++) popularity[item] = kernel.CustomersOf(item);
        ItemSpace space = ItemSpace.Of(interactions, catalog, popularity);
        if (log is not null) space = space.WithPurchases(log, _options.Interactions);
        return new ItemNeighborsModel(_options, space, neighbors, FitReport.ClosedForm(Stopwatch.GetElapsedTime(started)));
    }
}

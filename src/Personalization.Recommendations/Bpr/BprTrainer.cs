using System.Diagnostics;
using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// Factors of customers and items, and a bias of each item, that order what a customer has before what they don't: Bayesian personalized
/// ranking (Rendle et al. 2009) by stochastic gradient steps. Stateless and thread-safe; the same data and seed give the same bytes for any
/// number of threads, because those work on blocks of customers × items that share neither (Gemulla et al. 2011).
/// </summary>
/// <param name="options">How to learn; null for the defaults.</param>
/// <remarks>
/// The item that an interaction is compared with is drawn evenly from those of its block that the customer doesn't have; blocks of items
/// are drawn anew in each epoch. Time: about 10 · interactions · factors an epoch. Memory: 8 · factors bytes a customer and item, 16 an
/// interaction.
/// </remarks>
public sealed class BprTrainer(BprOptions? options = null)
{
    private readonly BprOptions _options = options ?? new BprOptions();

    /// <summary>Fits on the interactions that the options count in a log; the items' categories come from its catalogue.</summary>
    /// <param name="log">The events; an empty log gives a model that recommends nothing.</param>
    /// <param name="progress">Told of each epoch, its loss, and as the metric its AUC.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    public BprModel Fit(EventLog log, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        return Fit(InteractionMatrix.From(log, _options.Interactions), log.Items, log, progress, cancellationToken);
    }

    /// <summary>Fits on any interactions, whatever their values.</summary>
    /// <param name="interactions">Who had to do with what.</param>
    /// <param name="catalog">Knows the items' categories; null for a model that can't filter by category.</param>
    /// <param name="progress">Told of each epoch, its loss, and as the metric its AUC.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    public BprModel Fit(
        InteractionMatrix interactions, ItemCatalog? catalog = null, IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        return Fit(interactions, catalog, null, progress, cancellationToken);
    }

    private BprModel Fit(
        InteractionMatrix interactions, ItemCatalog? catalog, EventLog? log, IProgress<FitProgress>? progress,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long started = Stopwatch.GetTimestamp();
        RaggedRows history = RaggedRows.Of(interactions);
        double[] popularity = new double[interactions.Items.Count];
        foreach (int item in history.AllColumns) popularity[item]++;
        ItemSpace space = ItemSpace.Of(interactions.Customers, interactions.Items, history, catalog, popularity);
        if (log is not null) space = space.WithPurchases(log, _options.Interactions);
        BprFit fit = new(_options, history, popularity.Length);
        double[] losses = new double[_options.Epochs], aucs = new double[_options.Epochs];
        for (int epoch = 0; epoch < losses.Length; epoch++)
        {
            (losses[epoch], aucs[epoch]) = fit.RunEpoch(epoch, cancellationToken);
            progress?.Report(new FitProgress("bpr", (epoch + 1.0) / losses.Length)
            {
                Count = epoch + 1,
                Unit = "epochs",
                Objective = losses[epoch],
                Metric = aucs[epoch],
            });
        }

        FitReport report = new(
            losses.Length, StopReason.IterationLimit, [new FitSeries(FitReport.ObjectiveSeries, losses), new FitSeries("auc", aucs)],
            Stopwatch.GetElapsedTime(started));
        return new BprModel(_options, space, fit.Customers(), fit.Items(), report);
    }
}

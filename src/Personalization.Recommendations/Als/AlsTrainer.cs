using System.Diagnostics;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>
/// Factors of customers and items from what customers did, by alternating least squares on implicit feedback (Hu, Koren and Volinsky 2008;
/// Rendle et al. 2021). Stateless and thread-safe; the same data and seed give the same bytes for any number of threads.
/// </summary>
/// <param name="options">What is minimized and how; null for the defaults.</param>
/// <remarks>
/// Time of an iteration, d factors: conjugate gradients 4 d · interactions · (steps + 1), Cholesky d² · interactions + d³ / 3 a customer
/// and item, in additions with a multiplication each. Memory: 4 d bytes a customer and item, 16 to 24 an interaction, 4 d² · 9 a thread.
/// </remarks>
public sealed class AlsTrainer(AlsOptions? options = null)
{
    private readonly AlsOptions _options = options ?? new AlsOptions();

    /// <summary>Fits on the interactions that the options count in a log; the items' categories come from its catalogue.</summary>
    /// <param name="log">The events; an empty log gives a model that recommends nothing.</param>
    /// <param name="progress">Told of each iteration and its objective.</param>
    /// <param name="cancellationToken">Stops between groups of rows.</param>
    public AlsModel Fit(EventLog log, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        return Fit(InteractionMatrix.From(log, _options.Interactions), log.Items, log, progress, cancellationToken);
    }

    /// <summary>Fits on any interactions; their values are r of the objective.</summary>
    /// <param name="interactions">Who had to do with what.</param>
    /// <param name="catalog">Knows the items' categories; null for a model that can't filter by category.</param>
    /// <param name="progress">Told of each iteration and its objective.</param>
    /// <param name="cancellationToken">Stops between groups of rows.</param>
    public AlsModel Fit(
        InteractionMatrix interactions, ItemCatalog? catalog = null, IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        return Fit(interactions, catalog, null, progress, cancellationToken);
    }

    private AlsModel Fit(
        InteractionMatrix interactions, ItemCatalog? catalog, EventLog? log, IProgress<FitProgress>? progress,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long started = Stopwatch.GetTimestamp();
        RaggedRows history = RaggedRows.Of(interactions);
        (int[] offsets, int[] customerRows, float[] values) = interactions.ToItemRows();
        double[] popularity = new double[interactions.Items.Count];
        for (int item = 0; item < popularity.Length; item++) popularity[item] = offsets[item + 1] - offsets[item];
        ItemSpace space = ItemSpace.Of(interactions.Customers, interactions.Items, history, catalog, popularity);
        if (log is not null) space = space.WithPurchases(log, _options.Interactions);
        AlsSide customers = new(history, popularity.Length, _options);
        AlsSide items = new(new RaggedRows(offsets, customerRows, values), history.Count, _options);
        double[] objectives = Iterate(customers, items, progress, cancellationToken);
        FitReport report = new(_options.Iterations, StopReason.IterationLimit, objectives, Stopwatch.GetElapsedTime(started));
        return new AlsModel(_options, space, customers.Factors, items.Factors, report);
    }

    private double[] Iterate(AlsSide customers, AlsSide items, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        bool isExact = _options.Solver == AlsSolver.Cholesky;
        double[] objectives = new double[_options.Iterations];
        customers.Begin("als customers");
        for (int iteration = 0; iteration < objectives.Length; iteration++)
        {
            (_, double penalty) = items.Solve(customers, isExact, cancellationToken);

            // Customers are solved last and at the end exactly: who comes back with the same history gets the same factors.
            (double objective, _) = customers.Solve(items, isExact || iteration == objectives.Length - 1, cancellationToken);
            objectives[iteration] = objective + penalty;
            progress?.Report(new FitProgress("als", (iteration + 1.0) / objectives.Length)
            {
                Count = iteration + 1,
                Unit = "iterations",
                Objective = objectives[iteration],
            });
        }

        return objectives;
    }
}

using System.Diagnostics;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>
/// Filters what customers have on the graph of customers and items, in closed form: GF-CF (Shen et al. 2021, "How Powerful is Graph
/// Convolution for Recommendation?") and, with sharpening, BSPM (Choi et al. 2023, "Blurring-Sharpening Process Models for Collaborative
/// Filtering", the early-merge form). Stateless and thread-safe; the same data and seed give the same bytes for any number of threads.
/// </summary>
/// <param name="options">How to fit; null for the defaults.</param>
/// <remarks>
/// <para>With R̃ = D_u^−½ R D_i^−½ (interactions divided by the roots of their customer's and their item's sums) and P = R̃ᵀR̃, the row x
/// of a customer is blurred to x (P + β D_i^−½ V Vᵀ D_i^½), V the largest right singular vectors of R̃. What came of it is sharpened by
/// dy/dt = −y P over the time T_s in one step of Runge and Kutta: y (I − z + z²/2 − z³/6 + z⁴/24), z = T_s P. All of it is linear, so that
/// it is done once for each item, and the largest values are kept.</para>
/// <para>Time: 10 · (interactions) · items multiply-adds with sharpening, 2 · (interactions) · items without, many items at once; and
/// items² · factors for the smooth part. Memory while fitting: about 14 · items · factors + 5 · customers · factors bytes for the singular
/// vectors, then 768 bytes an item and 256 a customer for each thread.</para>
/// </remarks>
public sealed class GraphFilterTrainer(GraphFilterOptions? options = null)
{
    private readonly GraphFilterOptions _options = options ?? new GraphFilterOptions();

    /// <summary>Fits on the purchases of a log, each customer and item once; the items' categories come from its catalogue.</summary>
    /// <param name="log">The events; an empty log gives a model that recommends nothing.</param>
    /// <param name="progress">Told of the items done, from whichever thread did them.</param>
    /// <param name="cancellationToken">Stops between groups of items.</param>
    public GraphFilterModel Fit(EventLog log, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        return Fit(InteractionMatrix.From(log), log.Items, progress, cancellationToken);
    }

    /// <summary>Fits on any interactions; their values are what R holds, and weigh a customer's items when recommending.</summary>
    /// <param name="interactions">Who had to do with what.</param>
    /// <param name="catalog">Knows the items' categories; null for a model that can't filter by category.</param>
    /// <param name="progress">Told of the items done, from whichever thread did them.</param>
    /// <param name="cancellationToken">Stops between groups of items.</param>
    public GraphFilterModel Fit(
        InteractionMatrix interactions,
        ItemCatalog? catalog = null,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        long started = Stopwatch.GetTimestamp();
        NormalizedGraph graph = NormalizedGraph.Of(interactions);
        progress?.Report(new FitProgress("graph filter, singular vectors", 0));
        SparseSvd svd = SparseSvd.Find(
            graph.Rows, _options.SmoothWeight > 0 ? _options.Factors : 0, _options.Seed, threads: _options.Threads,
            cancellationToken: cancellationToken);
        RaggedRows weights = new GraphFilterKernel(graph, svd.Vectors, _options).Run(progress, cancellationToken);
        double[] popularity = new double[interactions.Items.Count];
        for (int row = 0; row < interactions.Customers.Count; row++)
        {
            foreach (int item in interactions.ItemsOf(row)) popularity[item]++;
        }

        ItemSpace space = ItemSpace.Of(interactions, catalog, popularity);
        return new GraphFilterModel(_options, space, ItemWeights.Of(weights), FitReport.ClosedForm(Stopwatch.GetElapsedTime(started)));
    }
}

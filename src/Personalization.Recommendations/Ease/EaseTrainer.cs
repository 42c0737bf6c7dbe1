using System.Diagnostics;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>
/// Learns, for each item, how much every other item of a customer speaks for or against it: the linear regression of each column of the
/// interactions on all others, in closed form (Steck 2019, "Embarrassingly Shallow Autoencoders", equation 8: B = I − P · diag(1 / diag P)
/// with P = (XᵀX + λI)⁻¹). Stateless and thread-safe; the same data gives the same bytes for any number of threads.
/// </summary>
/// <param name="options">How to fit; null for the defaults.</param>
/// <remarks>
/// <para>Time: Σ over customers of (items bought)² for XᵀX, then about items³ multiply-adds for the dense form. The sparse form solves for
/// each item the same regression over its neighbours alone: neighbours³ / 6 multiply-adds, and what counting their common customers
/// takes.</para>
/// <para>Single precision: where the largest entry of XᵀX is g, rounding counts like changing an entry by g · 10⁻⁷ customers, far less than
/// λ.</para>
/// </remarks>
public sealed class EaseTrainer(EaseOptions? options = null)
{
    private readonly EaseOptions _options = options ?? new EaseOptions();

    /// <summary>Fits on the purchases of a log, each customer and item once; the items' categories come from its catalogue.</summary>
    /// <param name="log">The events; an empty log gives a model that recommends nothing.</param>
    /// <param name="progress">Told of the items done, from whichever thread did them.</param>
    /// <param name="cancellationToken">Stops between groups of items.</param>
    /// <inheritdoc cref="Fit(InteractionMatrix, ItemCatalog, IProgress{FitProgress}, CancellationToken)" path="/exception"/>
    public EaseModel Fit(EventLog log, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        return Fit(InteractionMatrix.From(log), log.Items, progress, cancellationToken);
    }

    /// <summary>Fits on any interactions; their values weigh a customer's items, when learning and when recommending.</summary>
    /// <param name="interactions">Who had to do with what.</param>
    /// <param name="catalog">Knows the items' categories; null for a model that can't filter by category.</param>
    /// <param name="progress">Told of the items done, from whichever thread did them.</param>
    /// <param name="cancellationToken">Stops between groups of items.</param>
    /// <exception cref="ArgumentException">The dense form is asked for, and there are more items than it may have.</exception>
    /// <exception cref="NotPositiveDefiniteException">λ is too small beside the counts for single precision; take a larger one.</exception>
    public EaseModel Fit(
        InteractionMatrix interactions,
        ItemCatalog? catalog = null,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        long started = Stopwatch.GetTimestamp();
        ItemRows items = new(interactions);
        ItemWeights weights = IsDense(interactions)
            ? DenseEase.Fit(interactions, items, _options, progress, cancellationToken)
            : new SparseEase(interactions, items, _options).Fit(progress, cancellationToken);
        double[] popularity = new double[interactions.Items.Count];
        for (int item = 0; item < popularity.Length; item++) popularity[item] = items.Customers(item).Length;
        ItemSpace space = ItemSpace.Of(interactions, catalog, popularity);
        return new EaseModel(_options, space, weights, FitReport.ClosedForm(Stopwatch.GetElapsedTime(started)));
    }

    private bool IsDense(InteractionMatrix interactions)
    {
        int itemCount = interactions.Items.Count;
        if (_options.Form == EaseForm.Sparse) return false;
        if (itemCount <= _options.MaxDenseItems) return true;
        if (_options.Form == EaseForm.Auto) return false;
        throw new ArgumentException(
            $"There are {itemCount} items; the dense form is allowed {_options.MaxDenseItems}, and would take "
            + $"{4e-9 * itemCount * itemCount:0.0} GB. Take {nameof(EaseForm)}.{nameof(EaseForm.Sparse)}, or raise "
            + $"{nameof(EaseOptions.MaxDenseItems)}.",
            nameof(interactions));
    }
}

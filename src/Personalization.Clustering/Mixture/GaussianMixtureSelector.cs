using System.Globalization;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Fits mixtures of several sizes and kinds of covariance and takes the one whose likelihood is worth its parameters best. Stateless and
/// thread-safe.
/// </summary>
public sealed class GaussianMixtureSelector
{
    /// <summary>Makes a selector.</summary>
    /// <param name="options">What to try; null: the defaults.</param>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    public GaussianMixtureSelector(GaussianMixtureSelectorOptions? options = null) =>
        Options = GaussianMixtureSelectorOptions.Validated(options ?? new GaussianMixtureSelectorOptions());

    /// <summary>What it tries.</summary>
    public GaussianMixtureSelectorOptions Options { get; }

    /// <summary>Fits every size and kind to the rows of a table as they are scaled.</summary>
    /// <param name="table">
    /// n customers × d features, with at least <see cref="GaussianMixtureSelectorOptions.MinClusters"/> distinct rows.
    /// </param>
    /// <param name="progress">Told of each mixture and its iterations; its fraction rises to 1.</param>
    /// <param name="cancellationToken">Stops within a fit.</param>
    /// <exception cref="ArgumentException">Too few distinct rows.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public GaussianMixtureSelection Fit(
        FeatureTable table, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        RisingProgress? rising = RisingProgress.For(progress);
        int most = Math.Max(Options.MinClusters, RowSet.CountDistinct(table.Values, Options.MaxClusters));
        int each = most - Options.MinClusters + 1;
        GaussianMixtureModel[] models = new GaussianMixtureModel[each * Options.Covariances.Count];
        for (int i = 0; i < models.Length; i++)
        {
            GaussianMixtureOptions options = Options.Mixture with
            {
                ClusterCount = Options.MinClusters + (i % each),
                Covariance = Options.Covariances[i / each],
            };
            double from = (double)i / models.Length;
            rising?.Report(new FitProgress(Describe(options), from));
            models[i] = new GaussianMixtureTrainer(options).Fit(
                table, RisingProgress.Part(rising, from, (i + 1.0) / models.Length), cancellationToken);
        }

        // Of equals the first: kinds come in the order that was asked for, sizes ascending.
        GaussianMixtureModel best = models.MinBy(Criterion)!;
        rising?.Finish();
        return new GaussianMixtureSelection(models, best, Reason(models, best));
    }

    private double Criterion(GaussianMixtureModel model) =>
        Options.Criterion == InformationCriterion.Bayesian ? model.BayesianCriterion : model.AkaikeCriterion;

    private string Reason(GaussianMixtureModel[] models, GaussianMixtureModel best)
    {
        string name = Options.Criterion == InformationCriterion.Bayesian ? "BIC" : "AIC";
        string reason = $"{Describe(best.Options)}: {name} {Text(Criterion(best))} is the lowest of {models.Length}";
        GaussianMixtureModel? next = models.Where(model => model != best).MinBy(Criterion);
        reason += next is null ? "." : $", before {Describe(next.Options)} ({Text(Criterion(next))}).";
        return best.DegenerateComponents.Count == 0
            ? reason
            : $"{reason} {best.DegenerateComponents.Count} of its components are degenerate, so its likelihood says little: "
                + "fewer components or more regularization may serve better.";
    }

    private static string Describe(GaussianMixtureOptions options) =>
        $"{options.ClusterCount} {(options.ClusterCount == 1 ? "component" : "components")} with {Word(options)}";

    private static string Word(GaussianMixtureOptions options) => options.Covariance switch
    {
        CovarianceKind.Full => "full covariance",
        CovarianceKind.Tied => "tied covariance",
        CovarianceKind.Diagonal => "diagonal covariance",
        _ => "spherical covariance",
    };

    private static string Text(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}

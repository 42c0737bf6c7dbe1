using System.Diagnostics;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// A mixture of Gaussian distributions: how likely any sample is, and how much of it belongs to each component. As a clustering, each
/// sample belongs to the component that is most responsible for it, of equals to the first. Components are numbered by their means:
/// ascending in the first feature, then in the next. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// Predicting the training rows gives <see cref="TrainingLabels"/>, always: both come from the final components by the same kernel.
/// </remarks>
public sealed class GaussianMixtureModel : IClusterModel, IModel<GaussianMixtureModel>
{
    /// <inheritdoc/>
    public static ModelKind<GaussianMixtureModel> Kind { get; } = new("gaussian-mixture", 1, GaussianMixtureModelFile.Read);

    private const int RowsAtOnce = 4096;

    internal GaussianMixtureModel(
        GaussianMixtureOptions options,
        MixtureParameters parameters,
        IReadOnlyList<string> featureNames,
        FeatureScaling scaling,
        IReadOnlyList<int> sizes,
        double logLikelihood,
        double totalWeight,
        ReadOnlyMemory<int> trainingLabels,
        FitReport report)
    {
        Options = options;
        Parameters = parameters;
        FeatureNames = featureNames;
        Scaling = scaling;
        Sizes = sizes;
        LogLikelihood = logLikelihood;
        TotalWeight = totalWeight;
        TrainingLabels = trainingLabels;
        Report = report;
        GaussianComponent[] components = new GaussianComponent[parameters.Count];
        List<int> degenerate = new();
        for (int component = 0; component < components.Length; component++)
        {
            components[component] = new GaussianComponent(parameters, component, scaling);
            if (parameters.IsDegenerate[component])
                degenerate.Add(component);
        }

        Components = components;
        DegenerateComponents = degenerate;
    }

    /// <summary>How it was fitted.</summary>
    public GaussianMixtureOptions Options { get; }

    /// <summary>
    /// What the fit did: the kept start's iterations, minus the mean log-likelihood of a sample (nats) that each iteration began with, and
    /// why it stopped.
    /// </summary>
    public FitReport Report { get; }

    /// <summary>The components, by number.</summary>
    public IReadOnlyList<GaussianComponent> Components { get; }

    /// <summary>
    /// Components whose rows vary, in some direction, by less than <see cref="GaussianMixtureOptions.Regularization"/>: repeated rows, a
    /// constant feature, or too few rows. Their shape is that of the regularization, and the likelihood says little. With tied covariances
    /// all or none.
    /// </summary>
    public IReadOnlyList<int> DegenerateComponents { get; }

    /// <inheritdoc/>
    public int ClusterCount => Parameters.Count;

    /// <inheritdoc/>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <inheritdoc/>
    public FeatureScaling Scaling { get; }

    /// <summary>Sum of weight · log-likelihood of the training rows, in nats.</summary>
    public double LogLikelihood { get; }

    /// <summary>Sum of the weights of the training rows; their number where none were given.</summary>
    public double TotalWeight { get; }

    /// <summary>Numbers that were fitted: k − 1 weights, k · d means and the covariances.</summary>
    public int ParameterCount => ClusterCount - 1 + Parameters.Means.Length + Parameters.Covariances.Length;

    /// <summary>Bayesian information criterion (Schwarz 1978), lower is better: parameters · ln n − 2 · log-likelihood.</summary>
    public double BayesianCriterion => (ParameterCount * StableMath.Log(TotalWeight)) - (2 * LogLikelihood);

    /// <summary>Akaike's information criterion (1974), lower is better: 2 · parameters − 2 · log-likelihood.</summary>
    public double AkaikeCriterion => (2.0 * ParameterCount) - (2 * LogLikelihood);

    /// <summary>Training rows in each cluster, weights aside; a component may be the most responsible one for none.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>Clusters of the training rows, in their order; empty for a loaded model, because files hold no customers.</summary>
    public ReadOnlyMemory<int> TrainingLabels { get; }

    internal MixtureParameters Parameters { get; }

    /// <inheritdoc/>
    public void Predict(MatrixView scaledSamples, Span<int> labels)
    {
        ClusterInput.RequireFinite(scaledSamples);
        Require(scaledSamples.Rows, labels.Length, nameof(labels));
        Parameters.Densities.Evaluate(scaledSamples, labels);
    }

    /// <inheritdoc/>
    public int[] Predict(FeatureTable table)
    {
        MatrixView samples = ClusterInput.Scaled(table, FeatureNames, Scaling);
        int[] labels = new int[samples.Rows];
        ForChunks(samples, Options.Threads, (rows, start, end) => Parameters.Densities.Evaluate(rows, labels.AsSpan(start, end - start)));
        return labels;
    }

    /// <summary>
    /// Each component's responsibility for each sample: the share of the sample's density that is the component's. Rows sum to 1.
    /// </summary>
    /// <param name="scaledSamples">n × d, finite, in the scale of the training data.</param>
    /// <param name="responsibilities">Receives n × k values, row-major.</param>
    /// <exception cref="ArgumentException">Widths or lengths disagree, or a value isn't finite.</exception>
    public void Responsibilities(MatrixView scaledSamples, Span<double> responsibilities)
    {
        ClusterInput.RequireFinite(scaledSamples);
        Require((long)scaledSamples.Rows * ClusterCount, responsibilities.Length, nameof(responsibilities));
        Parameters.Densities.Evaluate(scaledSamples, default, default, responsibilities);
    }

    /// <summary>Each component's responsibility for each customer of a table, n × k, row-major.</summary>
    /// <inheritdoc cref="Predict(FeatureTable)"/>
    public double[] Responsibilities(FeatureTable table)
    {
        MatrixView samples = ClusterInput.Scaled(table, FeatureNames, Scaling);
        double[] shares = new double[checked(samples.Rows * ClusterCount)];
        ForChunks(samples, Options.Threads, (rows, start, end) => Parameters.Densities.Evaluate(
            rows, default, default, shares.AsSpan(start * ClusterCount, (end - start) * ClusterCount)));
        return shares;
    }

    /// <summary>Log-likelihood of each sample (nats): the lower, the less the training data had of its kind.</summary>
    /// <param name="scaledSamples">n × d, finite, in the scale of the training data.</param>
    /// <param name="logLikelihoods">Receives n values.</param>
    /// <exception cref="ArgumentException">Widths or lengths disagree, or a value isn't finite.</exception>
    public void LogLikelihoods(MatrixView scaledSamples, Span<double> logLikelihoods)
    {
        ClusterInput.RequireFinite(scaledSamples);
        Require(scaledSamples.Rows, logLikelihoods.Length, nameof(logLikelihoods));
        Parameters.Densities.Evaluate(scaledSamples, default, logLikelihoods);
    }

    /// <summary>Log-likelihood of each customer of a table (nats), in the scale of the training data.</summary>
    /// <inheritdoc cref="Predict(FeatureTable)"/>
    public double[] LogLikelihoods(FeatureTable table)
    {
        MatrixView samples = ClusterInput.Scaled(table, FeatureNames, Scaling);
        double[] logs = new double[samples.Rows];
        ForChunks(
            samples, Options.Threads, (rows, start, end) => Parameters.Densities.Evaluate(rows, default, logs.AsSpan(start, end - start)));
        return logs;
    }

    /// <summary>Draws samples from the mixture, in the scale of the training data. Sample i is the same however many are drawn.</summary>
    /// <param name="count">Number of samples, at least 0.</param>
    /// <param name="seed">Seed of the draw.</param>
    public GaussianMixtureSample Sample(int count, ulong seed = 0) =>
        MixtureSampling.Draw(Parameters, Guard.AtLeast(count, 0), seed, Options.Threads);

    /// <summary>Writes the model, without training labels and times: the same fit writes the same bytes.</summary>
    /// <param name="destination">Written from its position on; stays open.</param>
    public void Save(Stream destination) => GaussianMixtureModelFile.Write(this).WriteTo(destination);

    internal static GaussianMixtureModel Create(
        MixtureData data, GaussianMixtureOptions options, ClusterFitInput input, MixtureRun run, long began)
    {
        MixtureParameters parameters = run.Parameters.InCanonicalOrder();
        int[] labels = new int[data.Samples.Rows];
        double logLikelihood = ParallelChunks.Reduce(
            labels.Length,
            data.ChunkSize,
            (start, end) => Label(data, parameters.Densities, start, labels.AsSpan(start, end - start)),
            static (sum, next) => sum + next,
            data.Threads,
            data.CancellationToken);
        int[] sizes = LabelSizes.Of(labels, parameters.Count);
        FitReport report = new(run.Objectives.Count, run.StopReason, [.. run.Objectives], Stopwatch.GetElapsedTime(began));
        return new GaussianMixtureModel(
            options, parameters, input.FeatureNames, input.Scaling, sizes, logLikelihood, data.TotalWeight, labels, report);
    }

    private static double Label(MixtureData data, GaussianDensities densities, int start, Span<int> labels)
    {
        double[] logs = new double[labels.Length];
        densities.Evaluate(data.Samples.Slice(start, labels.Length), labels, logs);
        ReadOnlySpan<float> weights = data.WeightsOf(start, start + labels.Length);
        for (int row = 0; row < weights.Length; row++)
            logs[row] *= weights[row];

        return StableSum.Sum(logs);
    }

    private static void ForChunks(MatrixView samples, int? threads, Action<MatrixView, int, int> body) => ParallelChunks.Run(
        samples.Rows, RowsAtOnce, (_, start, end) => body(samples.Slice(start, end - start), start, end), threads);

    private static void Require(long expected, int length, string name)
    {
        if (length != expected)
            throw new ArgumentException($"There is room for {length} values; {expected} are expected.", name);
    }
}

using System.Diagnostics;
using Microsoft.ML;
using Personalization.Core;

namespace Personalization.MicrosoftML;

/// <summary>Fits an ML.NET pipeline of yours to customers, as a trainer of probabilities. Stateless and thread-safe.</summary>
/// <param name="name">Short name, for tables that compare trainers; not blank.</param>
/// <param name="pipeline">
/// Makes the pipeline. It sees the columns of the data under their names, as <see cref="DataViews"/> shows a table with categories as text,
/// and what happened as <c>Label</c>; it ends with a column of probabilities. Missing cells are its own affair.
/// </param>
/// <param name="options">How; null: the defaults.</param>
public sealed class TransformerProbabilityTrainer(
    string name, Func<MLContext, IEstimator<ITransformer>> pipeline, TransformerProbabilityOptions? options = null) : IProbabilityTrainer
{
    private readonly Func<MLContext, IEstimator<ITransformer>> _pipeline = pipeline ?? throw new ArgumentNullException(nameof(pipeline));
    private readonly TransformerProbabilityOptions _options = options ?? new TransformerProbabilityOptions();

    /// <inheritdoc />
    public string Name { get; } = Guard.NotBlank(name, nameof(name));

    /// <summary>Fits the pipeline to the customers of all slices. Of the columns the names alone count.</summary>
    /// <param name="data">The customers, slice by slice in the order of time.</param>
    /// <param name="progress">Told when it is done.</param>
    /// <param name="cancellationToken">Stops before and after the fit: ML.NET can't be stopped within.</param>
    /// <exception cref="ArgumentException">
    /// It happened to nobody or to everybody, a column lacks or holds lists, or the pipeline gives no probabilities.
    /// </exception>
    public TransformerProbabilityModel Fit(
        ProbabilityData data, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ProbabilityData.RequireBoth(data);
        cancellationToken.ThrowIfCancellationRequested();
        Stopwatch watch = Stopwatch.StartNew();
        string[] names = [.. data.Columns.Select(column => column.Name)];
        CustomerTable all = PlainTable.Join([.. data.Slices.Select(slice => PlainTable.Of(slice.Customers, names))]);
        ITransformer fitted = _pipeline(new MLContext(TreeLearning.SmallSeed(_options.Seed))).Fit(all.ToDataView(data.Outcomes()));
        cancellationToken.ThrowIfCancellationRequested();
        progress?.Report(new FitProgress(Name, 1));
        CustomerTable last = data.Slices[^1].Customers;
        TransformerProbabilityModel model = new(data.Outcome, fitted, last.Count > 0 ? last : all, names, _options);
        return new TransformerProbabilityModel(
            data.Outcome, fitted, model.Examples, _options, model.Report with { Duration = watch.Elapsed }, null);
    }

    IProbabilityModel IProbabilityTrainer.Fit(
        ProbabilityData data, IProgress<FitProgress>? progress, CancellationToken cancellationToken) =>
        Fit(data, progress, cancellationToken);
}

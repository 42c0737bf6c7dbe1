using System.Text.Json;
using Personalization.Core;
using Personalization.Insights;
using Personalization.NeuralCf;
using Personalization.Recommendations;

namespace Personalization;

/// <summary>How <see cref="NeuralCfStep"/> fits and measures. Immutable; every default is valid.</summary>
public sealed record NeuralCfStepOptions
{
    /// <summary>
    /// The neural model; its seed and threads follow from the run's options. Null (default): a small NeuMF on squared error, whose steps
    /// and epochs follow from the size of the shop, see <see cref="ModelFor"/>.
    /// </summary>
    public NeuralCfOptions? Model { get; init; }

    /// <summary>
    /// The item neighbours that it is compared with; threads follow from the run's options. Default: those that <see
    /// cref="RecommenderStep"/> recommends with.
    /// </summary>
    public ItemNeighborsOptions Neighbors { get; init; } = new();

    /// <summary>Most of the events that are held out, the latest ones, above 0 and below 1. Default .1.</summary>
    public double HeldOutShare
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(
            nameof(value), value, $"{nameof(HeldOutShare)} is {value}; it must be above 0 and below 1.");
    } = .1;

    /// <summary>Length of the lists that are measured, 1 to 1,000. Default 10.</summary>
    public int Cutoff { get; init => field = Guard.InRange(value, 1, 1_000); } = 10;

    /// <summary>
    /// Whether the model that is saved learns from the whole log, which takes a second fit. Default false: the one that was measured is
    /// saved, which knows nothing of what was held out.
    /// </summary>
    public bool SaveFitOnWholeLog { get; init; }

    /// <summary>
    /// What <see cref="Model"/> is where it isn't given: NeuMF on squared error, 32 factors, layers of 32, 16 and 8, 4 negatives. A step
    /// takes a 200th of the interactions, 32 to 2,048, so that a small shop has steps enough; there are as many epochs as 13 million pairs
    /// make, 6 to 40, so that a large one ends in time.
    /// </summary>
    /// <param name="interactions">Customers and items that meet in the past, each pair once; at least 0.</param>
    public static NeuralCfOptions ModelFor(int interactions)
    {
        Guard.AtLeast(interactions, 0);
        NeuralCfOptions small = new()
        {
            Architecture = NeuralCfArchitecture.NeuMf,
            Loss = NeuralCfLoss.SquaredError,
            Factors = 32,
            HiddenLayers = [32, 16, 8],
            NegativesPerPositive = 4,
            ValidationCustomers = 1_000,
            BatchSize = Math.Clamp(interactions / 200, 32, 2_048),
        };
        long pairs = Math.Max(1, interactions * (1L + small.NegativesPerPositive));
        return small with { MaxEpochs = (int)Math.Clamp(13_000_000 / pairs, 6, 40) };
    }
}

/// <summary>
/// Fits neural collaborative filtering on the past, and measures it beside item neighbours and popularity on what customers bought for the
/// first time after it. Recommends nothing: <see cref="RecommenderStep"/> serves. Finds <see cref="NeuralCfComparison"/>, and writes a
/// section, <see cref="PersonalizationFiles.NeuralCfFigures"/> and the model <see cref="PersonalizationFiles.NeuralCf"/>; nothing of these
/// where nobody bought anything new after the split. Not one of <c>PipelineSteps.Default</c>.
/// </summary>
/// <example><c>PipelineSteps.Default.AddAfter&lt;RecommendationsStep&gt;(new NeuralCfStep())</c></example>
public sealed class NeuralCfStep : IPipelineStep
{
    private readonly NeuralCfStepOptions _options;

    /// <param name="options">How; null: the defaults.</param>
    /// <exception cref="ArgumentException">Options of the model don't go together.</exception>
    public NeuralCfStep(NeuralCfStepOptions? options = null)
    {
        _options = options ?? new NeuralCfStepOptions();
        _ = new NeuralCfTrainer(_options.Model);
    }

    /// <inheritdoc />
    public string Name => "neural_cf";

    /// <inheritdoc />
    public double Weight => 40;

    /// <inheritdoc />
    public void Run(PipelineContext context)
    {
        if (NeuralCfComparison.Of(context, _options) is not { } comparison) return;
        NeuralCfModel saved = _options.SaveFitOnWholeLog
            ? new NeuralCfTrainer(comparison.Model.Options).Fit(context.Log, context.Progress, context.CancellationToken)
            : comparison.Model;
        context.Add(comparison);
        context.AddModel(PersonalizationFiles.NeuralCf, saved);
    }

    /// <inheritdoc />
    public void Report(PersonalizationResult result, ReportBuilder report)
    {
        if (result.NeuralCf is { } comparison) NeuralCfReport.Add(report, comparison);
    }

    /// <inheritdoc />
    public IEnumerable<OutputFile> Files(PersonalizationResult result)
    {
        NeuralCfComparison? comparison = result.NeuralCf;
        yield return new OutputFile(PersonalizationFiles.NeuralCfFigures, comparison is null ? null : comparison.WriteJson);
        if (comparison is null)
        {
            yield return new OutputFile(
                $"{PersonalizationFiles.Models}/{PersonalizationFiles.NeuralCf}{PersonalizationFiles.ModelExtension}", null);
        }
    }

    /// <inheritdoc />
    public void Summarize(PersonalizationResult result, Utf8JsonWriter summary)
    {
        summary.WritePropertyName("neural_cf");
        if (result.NeuralCf is { } comparison) comparison.WriteFigures(summary);
        else summary.WriteNullValue();
    }
}

/// <summary>What <see cref="NeuralCfStep"/> found.</summary>
public static class NeuralCfFindings
{
    extension(PersonalizationResult result)
    {
        /// <summary>
        /// How neural collaborative filtering does beside other recommenders; null where nobody bought anything new in what was held out.
        /// </summary>
        public NeuralCfComparison? NeuralCf => result.Find<NeuralCfComparison>();
    }
}

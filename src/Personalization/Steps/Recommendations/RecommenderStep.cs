using Personalization.Core;
using Personalization.Recommendations;

namespace Personalization;

/// <summary>What <see cref="RecommenderStep"/> fits. Immutable; every default is valid.</summary>
public sealed record RecommenderStepOptions
{
    /// <summary>
    /// What the hybrid is made of; null (default): <see cref="HybridPart.Default"/>. To serve one recommender as it is, replace the step by
    /// one of your own.
    /// </summary>
    public IReadOnlyList<HybridPart>? Parts { get; init; }

    /// <summary>How its weights are learned; seed and threads follow from the run's options. Default: the hybrid's defaults.</summary>
    public HybridOptions Hybrid { get; init; } = new();
}

/// <summary>
/// Fits the recommender that serves: a hybrid, whose weights are learned from the latest events. Finds <see cref="IRecommender"/> and
/// writes the model <see cref="PersonalizationFiles.Recommender"/>. Replace it by a step of another <see cref="IRecommender"/> to recommend
/// in another way.
/// </summary>
/// <param name="options">What; null: the defaults.</param>
public sealed class RecommenderStep(RecommenderStepOptions? options = null) : IPipelineStep
{
    private readonly RecommenderStepOptions _options = options ?? new RecommenderStepOptions();

    /// <inheritdoc />
    public string Name => "recommender";

    /// <inheritdoc />
    public double Weight => 4;

    /// <inheritdoc />
    public void Run(PipelineContext context)
    {
        int? threads = context.Options.Threads;
        HybridModel model = new HybridTrainer(
            _options.Parts ?? HybridPart.Default(threads),
            _options.Hybrid with { Seed = context.Options.Seed, Threads = threads })
            .Fit(context.Log, context.Progress, context.CancellationToken);
        context.Add<IRecommender>(model);
        context.AddModel(PersonalizationFiles.Recommender, model);
    }
}

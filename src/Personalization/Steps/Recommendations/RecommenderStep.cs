using Personalization.Core;
using Personalization.Recommendations;

namespace Personalization;

/// <summary>
/// Fits the recommender that serves: item neighbours. Finds <see cref="IRecommender"/> and writes the model
/// <see cref="PersonalizationFiles.Recommender"/>. Replace it by a step of another <see cref="IRecommender"/> to recommend in another way.
/// </summary>
/// <param name="options">How; null: the defaults. Its threads follow from the run's options.</param>
public sealed class RecommenderStep(ItemNeighborsOptions? options = null) : IPipelineStep
{
    /// <inheritdoc />
    public string Name => "recommender";

    /// <inheritdoc />
    public double Weight => 2;

    /// <inheritdoc />
    public void Run(PipelineContext context)
    {
        ItemNeighborsModel model = new ItemNeighborsTrainer(
            (options ?? new ItemNeighborsOptions()) with { Threads = context.Options.Threads })
            .Fit(context.Log, context.Progress, context.CancellationToken);
        context.Add<IRecommender>(model);
        context.AddModel(PersonalizationFiles.Recommender, model);
    }
}

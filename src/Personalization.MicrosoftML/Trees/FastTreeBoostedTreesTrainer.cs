using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;
using Personalization.Core;
using Personalization.Prediction;

namespace Personalization.MicrosoftML;

/// <summary>
/// Fits boosted trees by ML.NET's FastTree. The model is served without ML.NET. Stateless and thread-safe.
/// </summary>
/// <remarks>
/// Friedman (2001), "Greedy function approximation: a gradient boosting machine"; one thread, so that a seed always gives the same trees.
/// </remarks>
/// <param name="options">How; null: the defaults.</param>
public sealed class FastTreeBoostedTreesTrainer(FastTreeOptions? options = null) : IProbabilityTrainer
{
    private readonly FastTreeOptions _options = options ?? new FastTreeOptions();

    /// <inheritdoc />
    public string Name => "fast-tree";

    /// <summary>Fits the model. Columns are encoded as the last slice's customers are.</summary>
    /// <param name="data">The customers, slice by slice in the order of time.</param>
    /// <param name="progress">Told of each fit.</param>
    /// <param name="cancellationToken">Stops between fits: ML.NET can't be stopped within one.</param>
    /// <exception cref="ArgumentException">
    /// It happened to nobody or to everybody, a column lacks, or a cell is missing that nothing stands for.
    /// </exception>
    public BoostedTreesModel Fit(
        ProbabilityData data, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new TreeLearning(Name, Grow).Fit(data, _options.EarlyStopping, _options.Calibration, _options.Seed, progress, cancellationToken);

    IProbabilityModel IProbabilityTrainer.Fit(
        ProbabilityData data, IProgress<FitProgress>? progress, CancellationToken cancellationToken) =>
        Fit(data, progress, cancellationToken);

    internal static BinaryPredictionTransformer<CalibratedModelParametersBase<FastTreeBinaryModelParameters, PlattCalibrator>> Train(
        FastTreeOptions options, MLContext context, IDataView view)
    {
        int seed = TreeLearning.SmallSeed(options.Seed);
        return context.BinaryClassification.Trainers.FastTree(new FastTreeBinaryTrainer.Options
        {
            NumberOfTrees = options.Trees,
            NumberOfLeaves = options.Leaves,
            MinimumExampleCountPerLeaf = options.MinimumExamples,
            LearningRate = options.LearningRate,
            FeatureFraction = options.FeatureShare,
            Seed = seed,
            FeatureSelectionSeed = seed,
            NumberOfThreads = 1,
        }).Fit(view);
    }

    private GrownTrees Grow(MLContext context, IDataView view)
    {
        CalibratedModelParametersBase<FastTreeBinaryModelParameters, PlattCalibrator> model = Train(_options, context, view).Model;
        return new GrownTrees(model.SubModel.TrainedTreeEnsemble, model.Calibrator);
    }
}

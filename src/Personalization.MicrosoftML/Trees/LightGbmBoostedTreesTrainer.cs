using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.LightGbm;
using Personalization.Core;
using Personalization.Prediction;

namespace Personalization.MicrosoftML;

/// <summary>
/// Fits boosted trees by LightGBM, a native library that ML.NET brings. The model is served without ML.NET. Stateless and thread-safe.
/// </summary>
/// <remarks>
/// Ke et al. (2017), "LightGBM: a highly efficient gradient boosting decision tree"; one thread, so that a seed always gives the same
/// trees.
/// </remarks>
/// <param name="options">How; null: the defaults.</param>
public sealed class LightGbmBoostedTreesTrainer(LightGbmOptions? options = null) : IProbabilityTrainer
{
    private readonly LightGbmOptions _options = options ?? new LightGbmOptions();

    /// <inheritdoc />
    public string Name => "light-gbm";

    /// <summary>Fits the model. Columns are encoded as the last slice's customers are.</summary>
    /// <param name="data">The customers, slice by slice in the order of time.</param>
    /// <param name="progress">Told of each fit.</param>
    /// <param name="cancellationToken">Stops between fits: ML.NET can't be stopped within one.</param>
    /// <exception cref="ArgumentException">
    /// It happened to nobody or to everybody, a column lacks, or a cell is missing that nothing stands for.
    /// </exception>
    /// <exception cref="DllNotFoundException">The native library can't be loaded; on Linux it needs libgomp.</exception>
    public BoostedTreesModel Fit(
        ProbabilityData data, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new TreeLearning(Name, Grow).Fit(data, _options.EarlyStopping, _options.Calibration, _options.Seed, progress, cancellationToken);

    IProbabilityModel IProbabilityTrainer.Fit(
        ProbabilityData data, IProgress<FitProgress>? progress, CancellationToken cancellationToken) =>
        Fit(data, progress, cancellationToken);

    internal static BinaryPredictionTransformer<CalibratedModelParametersBase<LightGbmBinaryModelParameters, PlattCalibrator>> Train(
        LightGbmOptions options, MLContext context, IDataView view)
    {
        return context.BinaryClassification.Trainers.LightGbm(new LightGbmBinaryTrainer.Options
        {
            NumberOfIterations = options.Trees,
            NumberOfLeaves = options.Leaves,
            MinimumExampleCountPerLeaf = options.MinimumExamples,
            LearningRate = options.LearningRate,
            Booster = new GradientBooster.Options { FeatureFraction = options.FeatureShare },
            Seed = TreeLearning.SmallSeed(options.Seed),
            NumberOfThreads = 1,
            Deterministic = true,
            ForceColumnWise = true,
            Silent = true,
        }).Fit(view);
    }

    private GrownTrees Grow(MLContext context, IDataView view)
    {
        CalibratedModelParametersBase<LightGbmBinaryModelParameters, PlattCalibrator> model = Train(_options, context, view).Model;
        return new GrownTrees(model.SubModel.TrainedTreeEnsemble, model.Calibrator);
    }
}

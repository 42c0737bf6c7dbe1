using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.LightGbm;

namespace Personalization.MicrosoftML;

/// <summary>
/// Fits boosted trees by LightGBM, a native library that ML.NET brings. The model is served without ML.NET. Stateless and thread-safe.
/// </summary>
/// <remarks>
/// Ke et al. (2017), "LightGBM: a highly efficient gradient boosting decision tree"; one thread, so that a seed always gives the same
/// trees.
/// </remarks>
/// <param name="options">How; null: the defaults.</param>
public sealed class LightGbmBoostedTreesTrainer(BoostedTreesOptions? options = null) : BoostedTreesTrainer("light-gbm", options)
{
    internal static BinaryPredictionTransformer<CalibratedModelParametersBase<LightGbmBinaryModelParameters, PlattCalibrator>> Train(
        BoostedTreesOptions options, MLContext context, IDataView view)
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

    private protected override GrownTrees Grow(MLContext context, IDataView view)
    {
        CalibratedModelParametersBase<LightGbmBinaryModelParameters, PlattCalibrator> model = Train(Options, context, view).Model;
        return new GrownTrees(model.SubModel.TrainedTreeEnsemble, model.Calibrator);
    }
}

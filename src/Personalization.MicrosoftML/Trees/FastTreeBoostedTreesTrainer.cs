using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;

namespace Personalization.MicrosoftML;

/// <summary>
/// Fits boosted trees by ML.NET's FastTree. The model is served without ML.NET. Stateless and thread-safe.
/// </summary>
/// <remarks>
/// Friedman (2001), "Greedy function approximation: a gradient boosting machine"; one thread, so that a seed always gives the same trees.
/// </remarks>
/// <param name="options">How; null: the defaults.</param>
public sealed class FastTreeBoostedTreesTrainer(BoostedTreesOptions? options = null) : BoostedTreesTrainer("fast-tree", options)
{
    internal static BinaryPredictionTransformer<CalibratedModelParametersBase<FastTreeBinaryModelParameters, PlattCalibrator>> Train(
        BoostedTreesOptions options, MLContext context, IDataView view)
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

    private protected override GrownTrees Grow(MLContext context, IDataView view)
    {
        CalibratedModelParametersBase<FastTreeBinaryModelParameters, PlattCalibrator> model = Train(Options, context, view).Model;
        return new GrownTrees(model.SubModel.TrainedTreeEnsemble, model.Calibrator);
    }
}

using Microsoft.ML.Calibrators;
using Microsoft.ML.Trainers.FastTree;
using Personalization.Numerics;
using Personalization.Prediction;

namespace Personalization.MicrosoftML;

/// <summary>Trees as ML.NET grew them, and the line that makes log-odds of their sum.</summary>
internal sealed class GrownTrees(RegressionTreeEnsemble trees, PlattCalibrator calibrator)
{
    /// <summary>
    /// The same trees with leaves in log-odds: ML.NET's probability is 1 ÷ (1 + e^(slope · score + offset)). What doesn't depend on the
    /// customer is spread over the trees' leaves.
    /// </summary>
    /// <param name="features">The training data, to count who comes to which leaf.</param>
    public TreeEnsemble ToEnsemble(IReadOnlyList<MatrixView> features)
    {
        List<int> sizes = [], splits = [], covers = [];
        List<float> thresholds = [];
        List<double> values = [];
        double constant = -((calibrator.Slope * trees.Bias) + calibrator.Offset);
        for (int tree = 0; tree < trees.Trees.Count; tree++)
        {
            int before = splits.Count;
            double scale = -calibrator.Slope * trees.TreeWeights[tree], shift = tree == 0 ? constant : 0;
            Add(trees.Trees[tree], trees.Trees[tree].NumberOfNodes == 0 ? ~0 : 0, scale, shift);
            sizes.Add(splits.Count - before);
        }

        TreeEnsemble counted = new([.. sizes], [.. splits], [.. thresholds], [.. values], [.. covers]);
        int[] counts = [.. counted.Features.ToArray().Select(_ => 0)];
        foreach (MatrixView part in features)
        {
            for (int row = 0; row < part.Rows; row++)
            {
                for (int tree = 0; tree < counted.Count; tree++) counts[counted.LeafOf(tree, part.Row(row))]++;
            }
        }

        // A leaf that nobody comes to by the rounded thresholds still has a share.
        for (int node = 0; node < counts.Length; node++) counts[node] = Math.Max(1, counts[node]);
        return new TreeEnsemble([.. sizes], [.. splits], [.. thresholds], [.. values], counts);

        void Add(RegressionTree tree, int node, double scale, double shift)
        {
            bool leaf = node < 0;
            splits.Add(leaf ? TreeEnsemble.Leaf : tree.NumericalSplitFeatureIndexes[node]);
            thresholds.Add(leaf ? 0 : tree.NumericalSplitThresholds[node]);
            values.Add(leaf ? (tree.LeafValues[~node] * scale) + shift : 0);
            covers.Add(1);
            if (leaf) return;
            Add(tree, tree.LeftChild[node], scale, shift);
            Add(tree, tree.RightChild[node], scale, shift);
        }
    }
}

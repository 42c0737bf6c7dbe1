namespace Personalization.Prediction;

/// <summary>
/// Shapley values of the features of a tree: what each adds to the score of a sample beyond the mean of the training data, whatever the
/// order in which they become known. O(leaves · depth²) a tree.
/// </summary>
/// <remarks>Lundberg, Erion and Lee (2018), "Consistent individualized feature attribution for tree ensembles", algorithm 2.</remarks>
internal sealed class TreeShapley(TreeEnsemble trees)
{
    /// <summary>Adds the values of all trees to those of each feature; together with the baseline they are the score.</summary>
    public void AddTo(Span<double> features, ReadOnlySpan<float> sample)
    {
        for (int tree = 0; tree < trees.Count; tree++)
            Visit(trees.Root(tree), [], new Step(TreeEnsemble.Leaf, 1, 1, 0), sample, features);
    }

    private void Visit(int node, ReadOnlySpan<Step> above, Step own, ReadOnlySpan<float> sample, Span<double> features)
    {
        Step[] path = Extended(above, own);
        int feature = trees.Features[node];
        if (feature == TreeEnsemble.Leaf)
        {
            for (int i = 1; i < path.Length; i++)
                features[path[i].Feature] += UnwoundWeight(path, i) * (path[i].Known - path[i].Unknown) * trees.Values[node];
            return;
        }

        int left = node + 1, right = trees.Right[node];
        bool goesLeft = sample[feature] <= trees.Thresholds[node];
        (double unknown, double known) = (1, 1);
        int seen = Array.FindIndex(path, 1, step => step.Feature == feature);
        if (seen > 0)
        {
            (unknown, known) = (path[seen].Unknown, path[seen].Known);
            path = Unwound(path, seen);
        }

        double cover = trees.Covers[node];
        Visit(left, path, new Step(feature, unknown * trees.Covers[left] / cover, goesLeft ? known : 0, 0), sample, features);
        Visit(right, path, new Step(feature, unknown * trees.Covers[right] / cover, goesLeft ? 0 : known, 0), sample, features);
    }

    /// <summary>A path with one more split; the weights are those of all subsets of each size.</summary>
    private static Step[] Extended(ReadOnlySpan<Step> path, Step own)
    {
        int length = path.Length;
        Step[] extended = [.. path, own with { Weight = length == 0 ? 1 : 0 }];
        for (int i = length - 1; i >= 0; i--)
        {
            extended[i + 1].Weight += own.Known * extended[i].Weight * (i + 1) / (length + 1);
            extended[i].Weight *= own.Unknown * (length - i) / (length + 1);
        }

        return extended;
    }

    /// <summary>A path as if one of its splits had never been.</summary>
    private static Step[] Unwound(Step[] path, int gone)
    {
        int last = path.Length - 1;
        Step[] shorter = path[..last];
        (double unknown, double known, double next) = (path[gone].Unknown, path[gone].Known, path[last].Weight);
        for (int i = last - 1; i >= 0; i--)
        {
            if (known != 0)
            {
                shorter[i].Weight = next * (last + 1) / ((i + 1) * known);
                next = path[i].Weight - (shorter[i].Weight * unknown * (last - i) / (last + 1));
            }
            else
            {
                shorter[i].Weight = path[i].Weight * (last + 1) / (unknown * (last - i));
            }
        }

        for (int i = gone; i < last; i++) shorter[i] = path[i + 1] with { Weight = shorter[i].Weight };
        return shorter;
    }

    /// <summary>The sum of the weights of <see cref="Unwound"/>.</summary>
    private static double UnwoundWeight(Step[] path, int gone)
    {
        int last = path.Length - 1;
        (double unknown, double known, double next, double sum) = (path[gone].Unknown, path[gone].Known, path[last].Weight, 0);
        for (int i = last - 1; i >= 0; i--)
        {
            if (known != 0)
            {
                double weight = next * (last + 1) / ((i + 1) * known);
                sum += weight;
                next = path[i].Weight - (weight * unknown * (last - i) / (last + 1));
            }
            else
            {
                sum += path[i].Weight * (last + 1) / (unknown * (last - i));
            }
        }

        return sum;
    }

    /// <summary>
    /// A split on the way down: the share that goes this way where its feature is unknown, and where it is known (0 or 1).
    /// </summary>
    private record struct Step(int Feature, double Unknown, double Known, double Weight);
}

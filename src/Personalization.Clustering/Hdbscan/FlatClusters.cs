namespace Personalization.Clustering;

/// <summary>
/// Selects clusters of a condensed tree, numbers them and says to which of them rows belong, how strongly, and how far out they lie.
/// </summary>
internal static class FlatClusters
{
    /// <summary>The tree with the labels of selected clusters, which are numbered by their first row.</summary>
    public static CondensedTree Select(CondensedTree tree, HdbscanOptions options)
    {
        bool[] selected = options.Selection == HdbscanSelection.Leaf ? Leaves(tree, options) : MostMass(tree, options);
        if (options.SelectionRadius > 0)
            selected = MergeClose(tree, selected, options);

        CondensedCluster[] clusters = [.. tree.Clusters];
        for (int cluster = 0; cluster < clusters.Length; cluster++)
            clusters[cluster] = clusters[cluster] with { Label = selected[cluster] ? cluster : -1 };

        CondensedTree unnumbered = new(clusters, tree.RowClusters.ToArray(), tree.RowLambdas.ToArray(), tree.ShortestDistance);
        return Number(unnumbered, options);
    }

    /// <summary>For each cluster the selected one that it is or lies in; −1 for none.</summary>
    public static int[] SelectedAncestors(IReadOnlyList<CondensedCluster> clusters)
    {
        int[] selected = new int[clusters.Count];
        for (int cluster = 0; cluster < selected.Length; cluster++)
        {
            CondensedCluster each = clusters[cluster];
            selected[cluster] = each.Label >= 0 ? cluster : each.Parent >= 0 ? selected[each.Parent] : -1;
        }

        return selected;
    }

    /// <summary>
    /// The selected cluster of what falls out of a cluster at λ; −1 for noise. All rows begin in the root, so belonging to it takes more:
    /// to stay as long as it lives, or up to the selection radius where there is one.
    /// </summary>
    public static int ClusterAt(CondensedTree tree, int[] selectedAncestors, int cluster, double lambda, HdbscanOptions options)
    {
        int selected = selectedAncestors[cluster];
        double least = options.SelectionRadius > 0 ? 1 / options.SelectionRadius : tree.Clusters[0].DeathLambda;
        return selected == 0 && lambda < least ? -1 : selected;
    }

    /// <summary>λ at which a row leaves, relative to the λ at which its cluster ends: 1 for those that stay to the end.</summary>
    public static double Probability(CondensedCluster cluster, double lambda) =>
        Math.Min(lambda, cluster.DeathLambda) / cluster.DeathLambda;

    /// <summary>
    /// GLOSH (Campello, Moulavi, Zimek and Sander 2015): 1 − λ of the row ÷ the largest λ inside the cluster that it falls out of.
    /// </summary>
    public static double[] OutlierScores(CondensedTree tree)
    {
        double[] densest = [.. tree.Clusters.Select(cluster => cluster.DeathLambda)];
        for (int cluster = densest.Length - 1; cluster > 0; cluster--)
        {
            int parent = tree.Clusters[cluster].Parent;
            densest[parent] = Math.Max(densest[parent], densest[cluster]);
        }

        ReadOnlySpan<int> clusters = tree.RowClusters.Span;
        ReadOnlySpan<double> lambdas = tree.RowLambdas.Span;
        double[] scores = new double[clusters.Length];
        for (int row = 0; row < scores.Length; row++)
            scores[row] = 1 - (lambdas[row] / densest[clusters[row]]);

        return scores;
    }

    private static bool[] Leaves(CondensedTree tree, HdbscanOptions options)
    {
        bool[] selected = new bool[tree.Clusters.Count];
        Array.Fill(selected, true);
        foreach (CondensedCluster cluster in tree.Clusters)
        {
            if (cluster.Parent >= 0)
                selected[cluster.Parent] = false;
        }

        selected[0] &= options.AllowSingleCluster;
        return selected;
    }

    /// <summary>From the leaves upwards: a cluster gives way where those inside it sum to more stability than its own.</summary>
    private static bool[] MostMass(CondensedTree tree, HdbscanOptions options)
    {
        IReadOnlyList<CondensedCluster> clusters = tree.Clusters;
        bool[] selected = new bool[clusters.Count];
        double[] inside = new double[clusters.Count];
        for (int cluster = clusters.Count - 1; cluster >= 0; cluster--)
        {
            selected[cluster] = clusters[cluster].Stability >= inside[cluster] && (cluster > 0 || options.AllowSingleCluster);
            if (cluster > 0)
                inside[clusters[cluster].Parent] += Math.Max(clusters[cluster].Stability, inside[cluster]);
        }

        return WithoutNested(clusters, selected);
    }

    /// <summary>
    /// A selected cluster that was born within the radius is replaced by its nearest ancestor that was born beyond it, or the last below
    /// the root.
    /// </summary>
    private static bool[] MergeClose(CondensedTree tree, bool[] selected, HdbscanOptions options)
    {
        IReadOnlyList<CondensedCluster> clusters = tree.Clusters;
        bool[] merged = new bool[selected.Length];
        for (int cluster = 0; cluster < selected.Length; cluster++)
        {
            if (!selected[cluster])
                continue;

            int at = cluster;
            while (at > 0 && 1 / clusters[at].BirthLambda < options.SelectionRadius
                && (clusters[at].Parent > 0 || options.AllowSingleCluster))
                at = clusters[at].Parent;

            merged[at] = true;
        }

        return WithoutNested(clusters, merged);
    }

    private static bool[] WithoutNested(IReadOnlyList<CondensedCluster> clusters, bool[] selected)
    {
        bool[] covered = new bool[selected.Length];
        for (int cluster = 1; cluster < selected.Length; cluster++)
        {
            covered[cluster] = covered[clusters[cluster].Parent] || selected[clusters[cluster].Parent];
            selected[cluster] &= !covered[cluster];
        }

        return selected;
    }

    private static CondensedTree Number(CondensedTree tree, HdbscanOptions options)
    {
        CondensedCluster[] clusters = [.. tree.Clusters];
        int[] selected = SelectedAncestors(clusters), numbers = new int[clusters.Length];
        Array.Fill(numbers, -1);
        int next = 0;
        for (int row = 0; row < tree.RowClusters.Length; row++)
        {
            int cluster = ClusterAt(tree, selected, tree.RowClusters.Span[row], tree.RowLambdas.Span[row], options);
            if (cluster >= 0 && numbers[cluster] < 0)
                numbers[cluster] = next++;
        }

        for (int cluster = 0; cluster < clusters.Length; cluster++)
            clusters[cluster] = clusters[cluster] with { Label = numbers[cluster] };

        return new CondensedTree(clusters, tree.RowClusters.ToArray(), tree.RowLambdas.ToArray(), tree.ShortestDistance);
    }
}

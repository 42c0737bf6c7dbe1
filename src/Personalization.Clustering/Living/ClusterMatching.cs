using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>Matches old and new clusters by the customers they share, and tells what happened to those without a match.</summary>
internal static class ClusterMatching
{
    /// <summary>The transitions of the old clusters and those of the new ones.</summary>
    /// <param name="overlaps">Shared customers, old × new.</param>
    /// <param name="minimumShare">Share of either cluster's members that a match must reach.</param>
    public static (ClusterTransition[] Before, ClusterTransition[] After) Match(int[,] overlaps, double minimumShare)
    {
        int[,] transposed = Transpose(overlaps);
        int[] sizesBefore = Sizes(overlaps), sizesAfter = Sizes(transposed);
        int[] survivors = Survivors(overlaps, sizesBefore, sizesAfter, minimumShare);
        int[] ancestors = new int[sizesAfter.Length];
        Array.Fill(ancestors, -1);
        for (int before = 0; before < survivors.Length; before++)
        {
            if (survivors[before] >= 0)
                ancestors[survivors[before]] = before;
        }

        return (Tell(overlaps, sizesBefore, survivors, minimumShare, ClusterChange.Merged, ClusterChange.Died),
            Tell(transposed, sizesAfter, ancestors, minimumShare, ClusterChange.Split, ClusterChange.Born));
    }

    /// <summary>The new cluster that each old one goes on as; −1 for none.</summary>
    private static int[] Survivors(int[,] overlaps, int[] sizesBefore, int[] sizesAfter, double minimumShare)
    {
        double[] costs = new double[overlaps.Length];
        for (int i = 0; i < costs.Length; i++)
            costs[i] = -overlaps[i / sizesAfter.Length, i % sizesAfter.Length];

        int[] matched = OptimalAssignment.Minimize(costs, sizesBefore.Length, sizesAfter.Length);
        for (int before = 0; before < matched.Length; before++)
        {
            if (matched[before] < 0)
                continue;

            int shared = overlaps[before, matched[before]];
            if (shared == 0 || (shared < minimumShare * sizesBefore[before] && shared < minimumShare * sizesAfter[matched[before]]))
                matched[before] = -1;
        }

        return matched;
    }

    /// <summary>
    /// A cluster without a match was absorbed by the one that holds most of it, where that is share enough; else it stands alone.
    /// </summary>
    private static ClusterTransition[] Tell(
        int[,] overlaps, int[] sizes, int[] matched, double minimumShare, ClusterChange absorbed, ClusterChange alone)
    {
        ClusterTransition[] told = new ClusterTransition[sizes.Length];
        for (int cluster = 0; cluster < told.Length; cluster++)
        {
            int counterpart = matched[cluster];
            ClusterChange change = ClusterChange.Survived;
            if (counterpart < 0)
            {
                counterpart = Largest(overlaps, cluster);
                change = counterpart >= 0 && overlaps[cluster, counterpart] >= minimumShare * sizes[cluster] ? absorbed : alone;
            }

            told[cluster] = change == alone
                ? new ClusterTransition(cluster, change, -1, sizes[cluster], 0)
                : new ClusterTransition(cluster, change, counterpart, sizes[cluster], overlaps[cluster, counterpart]);
        }

        return told;
    }

    /// <summary>The cluster of most shared customers, of equals the first; −1 where none shares any.</summary>
    private static int Largest(int[,] overlaps, int cluster)
    {
        int largest = -1, most = 0;
        for (int other = 0; other < overlaps.GetLength(1); other++)
        {
            if (overlaps[cluster, other] > most)
                (largest, most) = (other, overlaps[cluster, other]);
        }

        return largest;
    }

    private static int[] Sizes(int[,] overlaps)
    {
        int[] sizes = new int[overlaps.GetLength(0)];
        for (int cluster = 0; cluster < sizes.Length; cluster++)
        {
            for (int other = 0; other < overlaps.GetLength(1); other++)
                sizes[cluster] += overlaps[cluster, other];
        }

        return sizes;
    }

    private static int[,] Transpose(int[,] overlaps)
    {
        int[,] transposed = new int[overlaps.GetLength(1), overlaps.GetLength(0)];
        for (int before = 0; before < overlaps.GetLength(0); before++)
        {
            for (int after = 0; after < overlaps.GetLength(1); after++)
                transposed[after, before] = overlaps[before, after];
        }

        return transposed;
    }
}

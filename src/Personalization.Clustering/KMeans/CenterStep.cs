using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Moves each center to the mean of its rows, and tells how far they went and what the objective is.
/// <para>The objective needs no distances: with everything taken from the mean of the data, Σ w‖x − c‖² = Σ w‖x‖² − 2 Σ c·S + Σ W‖c‖² over
/// clusters, where S and W are their sums and weights.</para>
/// </summary>
internal sealed class CenterStep(KMeansData data, int clusterCount, CancellationToken cancellationToken)
{
    private const int ValuesAtOnce = 8192;

    private readonly double[] _shifts = new double[clusterCount];
    private readonly double[] _parts = new double[clusterCount];
    private double _reach;

    /// <summary>Sum of the squared shifts.</summary>
    public double SquaredShift { get; private set; }

    /// <summary>The objective of the rows, with the centers where they are now.</summary>
    public double Objective { get; private set; }

    /// <summary>
    /// How much farther, squared, a second nearest center must be for a bound to hold over a step as long as the last: l² − u² = (l + u)(l
    /// − u), where l + u is about twice the root mean square distance. 0 before the first step.
    /// </summary>
    public double BoundGap => 2 * _reach * Math.Sqrt(Objective / data.TotalWeight);

    /// <summary>Clusters that are worth another thread.</summary>
    public static int ClustersAtOnce(int columns) => Math.Max(1, ValuesAtOnce / Math.Max(1, columns));

    /// <summary>Takes a step.</summary>
    /// <param name="sums">Of the rows of each cluster.</param>
    /// <param name="before">The centers.</param>
    /// <param name="after">Receives the centers after the step.</param>
    public void MoveToMeans(CenterSums sums, DoubleCenters before, DoubleCenters after)
    {
        ParallelChunks.Run(
            clusterCount,
            ClustersAtOnce(data.Columns),
            (_, start, end) =>
            {
                for (int cluster = start; cluster < end; cluster++)
                {
                    MoveToMean(sums, cluster, before.Row(cluster), after.Row(cluster));
                    _shifts[cluster] = SquaredDistances.Between(before.Row(cluster), after.Row(cluster));
                    _parts[cluster] = PartOf(sums, cluster, after.Row(cluster));
                }
            },
            data.Threads,
            cancellationToken);

        (SquaredShift, Objective) = (0, SumOfParts());
        double largest = 0;
        foreach (double shift in _shifts)
            (SquaredShift, largest) = (SquaredShift + shift, Math.Max(largest, shift));

        _reach = Math.Sqrt(largest) + Math.Sqrt(SquaredShift / clusterCount);
    }

    /// <summary>The objective of rows with these sums.</summary>
    public double ObjectiveOf(CenterSums sums, DoubleCenters centers)
    {
        for (int cluster = 0; cluster < clusterCount; cluster++)
            _parts[cluster] = PartOf(sums, cluster, centers.Row(cluster));

        return SumOfParts();
    }

    private static void MoveToMean(CenterSums sums, int cluster, ReadOnlySpan<double> center, Span<double> mean)
    {
        double weight = sums.Weights[cluster];
        if (weight <= 0)
        {
            // Nothing could be given to it: it waits where it is.
            center.CopyTo(mean);
            return;
        }

        ReadOnlySpan<double> sum = sums.Values.Slice(cluster * mean.Length, mean.Length);
        for (int column = 0; column < mean.Length; column++)
            mean[column] = sum[column] / weight;
    }

    private double PartOf(CenterSums sums, int cluster, ReadOnlySpan<double> center)
    {
        double weight = sums.Weights[cluster], part = 0;
        ReadOnlySpan<double> values = sums.Values.Slice(cluster * center.Length, center.Length);
        for (int column = 0; column < center.Length; column++)
        {
            double mean = data.Mean[column], coordinate = center[column] - mean, sum = values[column] - (weight * mean);
            part += coordinate * ((weight * coordinate) - (2 * sum));
        }

        return part;
    }

    private double SumOfParts()
    {
        double objective = data.SquaredSpread;
        foreach (double part in _parts)
            objective += part;

        return Math.Max(0, objective);
    }
}

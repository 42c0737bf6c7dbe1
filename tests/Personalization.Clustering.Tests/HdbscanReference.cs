using Personalization.Numerics;

namespace Personalization.Clustering.Tests;

/// <summary>
/// HDBSCAN* as its definition says, on sets of rows, in double precision and O(n³): a cluster is a set; the largest distance that it needs
/// to hang together splits it into parts; parts of enough rows are clusters.
/// </summary>
internal sealed class HdbscanReference
{
    private readonly double[][] _reach;
    private readonly int _minClusterSize;
    private readonly double[] _lambdas;
    private readonly double[] _scores;

    public HdbscanReference(MatrixView samples, int minClusterSize, int minSamples)
    {
        int n = samples.Rows;
        double[][] distances =
            [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Select(j => DensityReference.Distance(samples, i, j)).ToArray())];
        double[] cores = [.. distances.Select(row => row.Order().ElementAt(minSamples - 1))];
        _reach =
        [
            .. Enumerable.Range(0, n).Select(
                i => Enumerable.Range(0, n).Select(j => Math.Max(distances[i][j], Math.Max(cores[i], cores[j]))).ToArray()),
        ];
        _minClusterSize = minClusterSize;
        _lambdas = new double[n];
        _scores = new double[n];
        Root = Follow([.. Enumerable.Range(0, n)], 0);
    }

    public Cluster Root { get; }

    public double[] OutlierScores => _scores;

    /// <summary>By excess of mass, numbered by the first row.</summary>
    public (int[] Labels, double[] Probabilities) Flat()
    {
        int[] labels = new int[_lambdas.Length];
        double[] probabilities = new double[_lambdas.Length];
        Array.Fill(labels, -1);
        Cluster[] chosen = [.. Root.Children.SelectMany(child => Best(child).Chosen).OrderBy(cluster => cluster.Rows.Min())];
        for (int label = 0; label < chosen.Length; label++)
        {
            foreach (int row in chosen[label].Rows)
            {
                labels[row] = label;
                probabilities[row] = Math.Min(_lambdas[row], chosen[label].Death) / chosen[label].Death;
            }
        }

        return (labels, probabilities);
    }

    private static (double Mass, Cluster[] Chosen) Best(Cluster cluster)
    {
        (double Mass, Cluster[] Chosen)[] inside = [.. cluster.Children.Select(Best)];
        return inside.Sum(part => part.Mass) is double mass && mass > cluster.Stability
            ? (mass, [.. inside.SelectMany(part => part.Chosen)])
            : (cluster.Stability, [cluster]);
    }

    private Cluster Follow(int[] rows, double birth)
    {
        int[] left = rows;
        double stability = 0;
        while (true)
        {
            double widest = Widest(left), lambda = 1 / widest;
            int[][] parts = Parts(left, widest), large = [.. parts.Where(part => part.Length >= _minClusterSize)];
            int[] leaving = [.. left.Except(large.Length == 1 ? large[0] : [])];
            foreach (int row in leaving) _lambdas[row] = lambda;
            stability += leaving.Length * (lambda - birth);
            if (large.Length == 1)
            {
                left = large[0];
                continue;
            }

            Cluster[] children = [.. large.Select(part => Follow(part, lambda))];
            Cluster cluster = new(rows, birth, lambda, stability, children);
            foreach (int row in rows.Except(children.SelectMany(child => child.Rows)))
                _scores[row] = 1 - (_lambdas[row] / Densest(cluster));
            return cluster;
        }
    }

    private static double Densest(Cluster cluster) => cluster.Children.Select(Densest).Append(cluster.Death).Max();

    /// <summary>The least distance up to which the rows hang together, by adding the nearest row again and again.</summary>
    private double Widest(int[] rows)
    {
        Dictionary<int, double> outside = rows.Skip(1).ToDictionary(row => row, row => _reach[rows[0]][row]);
        double widest = 0;
        while (outside.Count > 0)
        {
            (int nearest, double distance) = outside.MinBy(pair => pair.Value);
            widest = Math.Max(widest, distance);
            outside.Remove(nearest);
            foreach (int row in outside.Keys) outside[row] = Math.Min(outside[row], _reach[nearest][row]);
        }

        return widest;
    }

    /// <summary>What hangs together by distances below a limit.</summary>
    private int[][] Parts(int[] rows, double limit)
    {
        HashSet<int> rest = [.. rows];
        List<int[]> parts = [];
        while (rest.Count > 0)
        {
            List<int> part = [rest.Min()];
            rest.Remove(part[0]);
            for (int i = 0; i < part.Count; i++)
            {
                foreach (int row in rest.Where(row => _reach[part[i]][row] < limit).ToArray())
                {
                    rest.Remove(row);
                    part.Add(row);
                }
            }

            parts.Add([.. part]);
        }

        return [.. parts];
    }

    internal sealed record Cluster(int[] Rows, double Birth, double Death, double Stability, Cluster[] Children)
    {
        public int Count => 1 + Children.Sum(child => child.Count);
    }
}

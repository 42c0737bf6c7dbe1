using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>
/// How far two clusterings of the same rows agree, by scikit-learn's definitions: whatever numbers the clusters have, in either order but
/// for
/// <see cref="Homogeneity"/>, <see cref="Completeness"/> and <see cref="Jaccard"/>. Every label is a cluster, negative ones too, unless a
/// member says otherwise. Entropies in nats. Immutable and thread-safe; O(n log n) to make.
/// </summary>
public sealed class ClusterAgreement
{
    private readonly ClusterContingency _table;
    private readonly double _firstEntropy;
    private readonly double _secondEntropy;

    private ClusterAgreement(ClusterContingency table)
    {
        _table = table;
        _firstEntropy = Entropy(table.First.Values, table.Rows);
        _secondEntropy = Entropy(table.Second.Values, table.Rows);
        double information = 0;
        foreach (ClusterContingency.Cell cell in table.Cells)
            information += (double)cell.Count / table.Rows * StableMath.Log(
                (double)table.Rows * cell.Count / ((double)table.First[cell.First] * table.Second[cell.Second]));

        MutualInformation = Math.Max(0, information);
    }

    /// <summary>
    /// Adjusted Rand index (Hubert and Arabie 1985): how far they agree on which pairs belong together, 1 for the same partition, about 0
    /// for chance, at least −.5.
    /// </summary>
    public double AdjustedRand
    {
        get
        {
            (double both, double one, double other) = Pairs();
            double all = _table.Rows < 2 ? 1 : _table.Rows * (_table.Rows - 1.0) / 2,
                expected = one * other / all,
                most = (one + other) / 2;
            return both == most ? 1 : (both - expected) / (most - expected);
        }
    }

    /// <summary>
    /// Fowlkes–Mallows index (1983): geometric mean of the shares of each one's pairs that are together in the other, 0 to 1; 0 without
    /// such pairs.
    /// </summary>
    public double FowlkesMallows
    {
        get
        {
            (double both, double one, double other) = Pairs();
            return both == 0 ? 0 : Math.Sqrt(both / one) * Math.Sqrt(both / other);
        }
    }

    /// <summary>What one label says about the other, in nats, at least 0.</summary>
    public double MutualInformation { get; }

    /// <summary>
    /// Mutual information ÷ mean of the entropies, 0 to 1; 1 where both have one cluster only. Rises with the number of clusters, even by
    /// chance.
    /// </summary>
    public double NormalizedMutualInformation
    {
        get
        {
            double mean = (_firstEntropy + _secondEntropy) / 2;
            return _table.First.Count <= 1 && _table.Second.Count <= 1 ? 1 : mean == 0 ? 0 : MutualInformation / mean;
        }
    }

    /// <summary>
    /// 1 − H(first | second) ÷ H(first): 1 where each cluster of the second holds rows of one cluster of the first only (Rosenberg and
    /// Hirschberg 2007).
    /// </summary>
    public double Homogeneity => _firstEntropy == 0 ? 1 : MutualInformation / _firstEntropy;

    /// <summary>1 − H(second | first) ÷ H(second): 1 where all rows of a cluster of the first are in one cluster of the second.</summary>
    public double Completeness => _secondEntropy == 0 ? 1 : MutualInformation / _secondEntropy;

    /// <summary>Harmonic mean of homogeneity and completeness, 0 to 1; the same as <see cref="NormalizedMutualInformation"/>.</summary>
    public double VMeasure => Homogeneity + Completeness == 0 ? 0 : 2 * Homogeneity * Completeness / (Homogeneity + Completeness);

    /// <summary>Compares two clusterings.</summary>
    /// <param name="first">n labels.</param>
    /// <param name="second">n labels of the same rows.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static ClusterAgreement Between(ReadOnlySpan<int> first, ReadOnlySpan<int> second) => new(new ClusterContingency(first, second));

    /// <summary>
    /// Mutual information less what chance gives clusterings of these sizes, ÷ the mean of the entropies less the same (Vinh, Epps and
    /// Bailey 2010): 1 for the same partition, about 0 for chance. O(k · n) beyond what the rest needs.
    /// </summary>
    public double AdjustedMutualInformation()
    {
        if (_table.First.Count <= 1 && _table.Second.Count <= 1)
            return 1;

        double expected = ExpectedInformation(), most = ((_firstEntropy + _secondEntropy) / 2) - expected;
        const double Smallest = 2.220446049250313e-16;
        most = most < 0 ? Math.Min(most, -Smallest) : Math.Max(most, Smallest);
        return (MutualInformation - expected) / most;
    }

    /// <summary>
    /// For each cluster 0, 1, … of the first clustering its Jaccard similarity to the cluster of the second that is most like it: rows in
    /// both ÷ rows in either, 0 to 1. Rows with a negative label in the second belong to no cluster there; a number that no row of the
    /// first has is NaN.
    /// </summary>
    public double[] Jaccard()
    {
        int count = _table.First.Count == 0 ? 0 : Math.Max(0, _table.First.Keys[^1] + 1);
        double[] best = new double[count];
        Array.Fill(best, double.NaN);
        foreach (int label in _table.First.Keys)
        {
            if (label >= 0)
                best[label] = 0;
        }

        foreach (ClusterContingency.Cell cell in _table.Cells)
        {
            if (cell.First >= 0 && cell.Second >= 0)
            {
                long either = _table.First[cell.First] + _table.Second[cell.Second] - cell.Count;
                best[cell.First] = Math.Max(best[cell.First], (double)cell.Count / either);
            }
        }

        return best;
    }

    private static double Entropy(IList<long> sizes, int rows)
    {
        if (sizes.Count <= 1)
            return 0;

        double sum = 0;
        foreach (long size in sizes)
            sum -= (double)size / rows * StableMath.Log((double)size / rows);

        return sum;
    }

    private (double Both, double First, double Second) Pairs()
    {
        double both = 0;
        foreach (ClusterContingency.Cell cell in _table.Cells)
            both += cell.Count * (cell.Count - 1.0) / 2;

        return (both, Sum(_table.First.Values), Sum(_table.Second.Values));

        static double Sum(IList<long> sizes)
        {
            double sum = 0;
            foreach (long size in sizes)
                sum += size * (size - 1.0) / 2;

            return sum;
        }
    }

    /// <summary>
    /// Mean of the mutual information over all ways to deal out rows to clusters of these sizes: hypergeometric counts in each cell.
    /// </summary>
    private double ExpectedInformation()
    {
        int rows = _table.Rows;
        double[] logFactorial = new double[rows + 1];
        for (int i = 2; i <= rows; i++)
            logFactorial[i] = logFactorial[i - 1] + StableMath.Log(i);

        double expected = 0;
        foreach (long one in _table.First.Values)
        {
            foreach (long other in _table.Second.Values)
            {
                double constant = logFactorial[one] + logFactorial[other] + logFactorial[rows - one]
                    + logFactorial[rows - other] - logFactorial[rows];
                for (long both = Math.Max(1, one + other - rows); both <= Math.Min(one, other); both++)
                {
                    double log = constant - logFactorial[both] - logFactorial[one - both] - logFactorial[other - both]
                        - logFactorial[rows - one - other + both];
                    expected += (double)both / rows * StableMath.Log((double)rows * both / ((double)one * other)) * StableMath.Exp(log);
                }
            }
        }

        return expected;
    }
}

using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>Weights, means and covariances of a mixture. Immutable.</summary>
internal sealed class MixtureParameters
{
    private MixtureParameters(
        CovarianceKind kind, double[] weights, double[] means, double[] covariances, bool[] degenerate, GaussianDensities densities)
    {
        Kind = kind;
        Weights = weights;
        Means = means;
        Covariances = covariances;
        IsDegenerate = degenerate;
        Densities = densities;
    }

    public CovarianceKind Kind { get; }

    public int Count => Weights.Length;

    public int Columns => Means.Length / Weights.Length;

    public double[] Weights { get; }

    /// <summary>k × d.</summary>
    public double[] Means { get; }

    /// <summary>Full: k lower triangles. Tied: one. Diagonal: k × d variances. Spherical: k.</summary>
    public double[] Covariances { get; }

    /// <summary>Whether a component has a direction in which its rows vary by less than what was added to its variances.</summary>
    public bool[] IsDegenerate { get; }

    public GaussianDensities Densities { get; }

    /// <summary>From parameters as they are; null where a covariance isn't positive definite.</summary>
    public static MixtureParameters? TryCreate(
        CovarianceKind kind, double[] weights, double[] means, double[] covariances, bool[] degenerate)
    {
        double[]? whitening = Whiten(kind, means.Length / weights.Length, covariances);
        return whitening is null
            ? null
            : new MixtureParameters(kind, weights, means, covariances, degenerate, new GaussianDensities(kind, weights, means, whitening));
    }

    /// <summary>Means with unit covariances, to begin with: they are what sums are taken about.</summary>
    public static MixtureParameters Begin(CovarianceKind kind, MatrixView means)
    {
        double[] values = new double[means.Rows * means.Columns];
        double[] weights = new double[means.Rows];
        for (int component = 0; component < means.Rows; component++)
        {
            weights[component] = 1.0 / means.Rows;
            for (int column = 0; column < means.Columns; column++)
                values[(component * means.Columns) + column] = means[component, column];
        }

        double[] covariances = new double[GaussianDensities.WhiteningLength(kind, means.Rows, means.Columns)];
        int blocks = kind == CovarianceKind.Tied ? 1 : means.Rows, each = covariances.Length / blocks;
        for (int block = 0; block < blocks; block++)
            AddToDiagonal(kind, means.Columns, covariances.AsSpan(block * each, each), 1);

        return TryCreate(kind, weights, values, covariances, new bool[means.Rows])!;
    }

    /// <summary>The maximization step: sums taken about the means of these parameters give the next ones.</summary>
    public MixtureParameters Next(MixtureData data, GaussianSums sums, double regularization)
    {
        double[] weights = new double[Count];
        double[] means = [.. Means], covariances = [.. Covariances];
        for (int component = 0; component < Count; component++)
        {
            double total = sums.Weights[component];
            weights[component] = total / data.TotalWeight;

            // Nobody belongs to it: it stays where it is, with weight 0.
            if (total > 0)
                Move(component, sums, total, means, covariances);
        }

        if (Kind == CovarianceKind.Tied)
            Pool(data, sums, means, covariances);

        return Regularized(data, Kind, weights, means, covariances, regularization);
    }

    /// <summary>
    /// The same components, numbered by their means: ascending in the first feature, then in the next, then as they were.
    /// </summary>
    public MixtureParameters InCanonicalOrder()
    {
        int[] order = new int[Count];
        for (int component = 0; component < order.Length; component++)
            order[component] = component;

        Array.Sort(order, (a, b) => Mean(a).SequenceCompareTo(Mean(b)) is int comparison and not 0 ? comparison : a.CompareTo(b));
        int each = Kind == CovarianceKind.Tied ? 0 : Covariances.Length / Count;
        double[] means = new double[Means.Length];
        double[] covariances = [.. Covariances];
        for (int component = 0; component < Count; component++)
        {
            Mean(order[component]).CopyTo(means.AsSpan(component * Columns));
            Covariances.AsSpan(order[component] * each, each).CopyTo(covariances.AsSpan(component * each));
        }

        return TryCreate(
            Kind, Array.ConvertAll(order, c => Weights[c]), means, covariances, Array.ConvertAll(order, c => IsDegenerate[c]))!;
    }

    public ReadOnlySpan<double> Mean(int component) => Means.AsSpan(component * Columns, Columns);

    /// <summary>One element of a component's covariance.</summary>
    public double Covariance(int component, int row, int column)
    {
        if (Kind is CovarianceKind.Full or CovarianceKind.Tied)
        {
            int at = PackedCholesky.Length(Math.Max(row, column)) + Math.Min(row, column);
            return Covariances[Kind == CovarianceKind.Tied ? at : (component * PackedCholesky.Length(Columns)) + at];
        }

        return row != column ? 0 : Covariances[Kind == CovarianceKind.Spherical ? component : (component * Columns) + row];
    }

    private void Move(int component, GaussianSums sums, double total, double[] means, double[] covariances)
    {
        Span<double> shift = new double[Columns];
        for (int column = 0; column < Columns; column++)
        {
            shift[column] = sums.First[(component * Columns) + column] / total;
            means[(component * Columns) + column] += shift[column];
        }

        switch (Kind)
        {
            case CovarianceKind.Full:
                int at = component * PackedCholesky.Length(Columns);
                for (int row = 0; row < Columns; row++)
                {
                    for (int column = 0; column <= row; column++, at++)
                        covariances[at] = (sums.Second[at] / total) - (shift[row] * shift[column]);
                }

                break;
            case CovarianceKind.Diagonal or CovarianceKind.Spherical:
                double sum = 0;
                for (int column = 0; column < Columns; column++)
                {
                    int index = (component * Columns) + column;
                    double variance = Math.Max(0, (sums.Second[index] / total) - (shift[column] * shift[column]));
                    sum += variance;
                    if (Kind == CovarianceKind.Diagonal)
                        covariances[index] = variance;
                }

                if (Kind == CovarianceKind.Spherical)
                    covariances[component] = Columns == 0 ? 0 : sum / Columns;

                break;
        }
    }

    /// <summary>
    /// What is left of the scatter of all rows once the scatter of the means is taken out (scikit-learn's formula, about the mean of all).
    /// </summary>
    private void Pool(MixtureData data, GaussianSums sums, double[] means, double[] covariances)
    {
        int at = 0;
        for (int row = 0; row < Columns; row++)
        {
            for (int column = 0; column <= row; column++, at++)
            {
                double between = 0;
                for (int component = 0; component < Count; component++)
                {
                    ReadOnlySpan<double> mean = means.AsSpan(component * Columns, Columns);
                    between += sums.Weights[component] * (mean[row] - data.Mean[row]) * (mean[column] - data.Mean[column]);
                }

                covariances[at] = (data.Scatter[at] - between) / data.TotalWeight;
            }
        }
    }

    /// <summary>Adds the regularization, and to what stays singular ten times as much until it isn't.</summary>
    private static MixtureParameters Regularized(
        MixtureData data, CovarianceKind kind, double[] weights, double[] means, double[] covariances, double regularization)
    {
        int blocks = kind == CovarianceKind.Tied ? 1 : weights.Length,
            each = covariances.Length / blocks,
            columns = means.Length / weights.Length;
        bool[] degenerate = new bool[weights.Length];
        for (int block = 0; block < blocks; block++)
        {
            Span<double> own = covariances.AsSpan(block * each, each);
            double[] without = own.ToArray();
            AddToDiagonal(kind, columns, without, -regularization);
            bool singular = Whiten(kind, columns, without) is null;
            AddToDiagonal(kind, columns, own, regularization);
            double more = Math.Max(1e-12 * data.MeanVariance, 1e-300);
            while (Whiten(kind, columns, own) is null)
            {
                singular = true;
                AddToDiagonal(kind, columns, own, more);
                more *= 10;
            }

            if (kind == CovarianceKind.Tied)
                Array.Fill(degenerate, singular);
            else
                degenerate[block] = singular;
        }

        return TryCreate(kind, weights, means, covariances, degenerate)!;
    }

    private static void AddToDiagonal(CovarianceKind kind, int columns, Span<double> block, double value)
    {
        if (kind is CovarianceKind.Diagonal or CovarianceKind.Spherical)
        {
            foreach (ref double variance in block)
                variance += value;

            return;
        }

        for (int column = 0; column < columns; column++)
            block[PackedCholesky.Length(column + 1) - 1] += value;
    }

    /// <summary>W of each block, or null where one isn't positive definite.</summary>
    private static double[]? Whiten(CovarianceKind kind, int columns, ReadOnlySpan<double> covariances)
    {
        double[] whitening = new double[covariances.Length];
        if (kind is CovarianceKind.Diagonal or CovarianceKind.Spherical)
        {
            for (int i = 0; i < whitening.Length; i++)
            {
                if (!(covariances[i] > 0))
                    return null;

                whitening[i] = 1 / Math.Sqrt(covariances[i]);
            }

            return whitening;
        }

        int triangle = PackedCholesky.Length(columns);
        double[] lower = new double[triangle];
        for (int start = 0; start < covariances.Length; start += triangle)
        {
            if (!PackedCholesky.TryFactor(covariances.Slice(start, triangle), columns, lower))
                return null;

            PackedCholesky.Invert(lower, columns, whitening.AsSpan(start, triangle));
        }

        return whitening;
    }
}

using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Prediction;

/// <summary>
/// The terms of a regression: each feature itself and, for numbers, the bent parts of its spline; all centred on the mean of the training
/// data and divided by their standard deviation, so that one penalty suits all and a customer who is average in everything has the
/// intercept as score. Immutable.
/// </summary>
internal sealed class RegressionTerms
{
    private const int RowsPerChunk = 1_024;

    /// <summary>Knots at these quantiles (Harrell 2015, table 2.3).</summary>
    private static readonly double[][] KnotQuantiles =
    [
        [.1, .5, .9], [.05, .35, .65, .95], [.05, .275, .5, .725, .95], [.05, .23, .41, .59, .77, .95],
        [.025, .1833, .3417, .5, .6583, .8167, .975],
    ];

    private readonly double[][] _knots;
    private readonly double[] _centers;
    private readonly double[] _scales;

    public RegressionTerms(FeatureEncoding encoding, FeatureScaling scaling, double[][] knots, double[] centers, double[] scales) =>
        (Encoding, Scaling, _knots, _centers, _scales) = (encoding, scaling, knots, centers, scales);

    public FeatureEncoding Encoding { get; }

    /// <summary>The logarithms taken of numbers.</summary>
    public FeatureScaling Scaling { get; }

    public int Count => _centers.Length;

    /// <summary>Knots by feature; none where it is a straight line.</summary>
    public IReadOnlyList<double[]> Knots => _knots;

    public ReadOnlySpan<double> Centers => _centers;

    public ReadOnlySpan<double> Scales => _scales;

    /// <summary>Terms of a feature with so many knots.</summary>
    public static int TermsOf(int knots) => knots == 0 ? 1 : knots - 1;

    /// <summary>Encodes as the customers of the last table are, then finds knots, centers and scales over all tables.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="tables">At least one.</param>
    /// <param name="shape">Knots of each number, and whether logarithms are taken first.</param>
    /// <param name="threads">Threads at most.</param>
    /// <param name="cancellationToken">Stops between chunks of customers.</param>
    public static RegressionTerms Fit(
        IReadOnlyList<FeatureColumn> columns, IReadOnlyList<CustomerTable> tables, (int Knots, bool Log1P) shape, int? threads,
        CancellationToken cancellationToken)
    {
        FeatureTable last = FeatureTable.From(tables[^1], columns);
        FeatureScaling scaling = shape.Log1P ? last.Log1P().Scaling : last.Scaling;
        FeatureEncoding encoding = last.Encoding;
        MatrixView[] slices = [.. tables.Select(table => Features(scaling, encoding, table))];
        double[][] knots = new double[encoding.FeatureNames.Count][];
        int feature = 0;
        foreach (EncodedColumn column in encoding.Columns)
        {
            for (int i = 0; i < column.FeatureCount; i++, feature++)
            {
                bool number = column.Encoding == ColumnEncoding.Vector || (i == 0 && column.Encoding == ColumnEncoding.Numbers);
                knots[feature] = number && shape.Knots > 0 ? KnotsOf(slices, feature, shape.Knots) : [];
            }
        }

        int count = knots.Sum(own => TermsOf(own.Length));
        RegressionTerms raw = new(encoding, scaling, knots, new double[count], [.. Enumerable.Repeat(1.0, count)]);
        (double[] centers, double[] scales) = raw.Moments(slices, threads, cancellationToken);
        return new RegressionTerms(encoding, scaling, knots, centers, scales);
    }

    /// <summary>The features of a table, encoded and scaled as those of the fit.</summary>
    public MatrixView Features(CustomerTable customers) => Features(Scaling, Encoding, customers);

    /// <summary>Fills in the terms of one customer.</summary>
    public void Write(ReadOnlySpan<float> features, Span<double> terms)
    {
        int term = 0;
        for (int feature = 0; feature < features.Length; feature++)
        {
            double x = features[feature];
            double[] knots = _knots[feature];
            Put(terms, term++, x);
            for (int bend = 0; bend < knots.Length - 2; bend++) Put(terms, term++, Bend(x, knots, bend));
        }
    }

    /// <summary>What each column adds to the score of a customer with these terms.</summary>
    public List<ColumnContribution> Contributions(ReadOnlySpan<double> terms, ReadOnlySpan<double> coefficients, CustomerProfile customer)
    {
        List<ColumnContribution> parts = [];
        int term = 0, feature = 0;
        foreach (EncodedColumn column in Encoding.Columns)
        {
            double sum = 0;
            for (int i = 0; i < column.FeatureCount; i++, feature++)
            {
                int end = term + TermsOf(_knots[feature].Length);
                for (; term < end; term++) sum += coefficients[term] * terms[term];
            }

            parts.Add(new ColumnContribution(column.Name, customer.Text(column.Name), sum));
        }

        return parts;
    }

    private static MatrixView Features(FeatureScaling scaling, FeatureEncoding encoding, CustomerTable customers) =>
        encoding.Apply(customers).Scale(scaling).Values;

    /// <summary>Knots at the quantiles; none unless all differ.</summary>
    private static double[] KnotsOf(MatrixView[] slices, int feature, int count)
    {
        double[] values = new double[slices.Sum(slice => slice.Rows)];
        int next = 0;
        foreach (MatrixView slice in slices)
        {
            for (int row = 0; row < slice.Rows; row++) values[next++] = slice.Row(row)[feature];
        }

        double[] knots = Quantiles.Of(values, KnotQuantiles[count - 3]);
        for (int i = 1; i < knots.Length; i++)
        {
            if (!(knots[i] > knots[i - 1])) return [];
        }

        return knots;
    }

    /// <summary>
    /// (x − tⱼ)₊³ with what makes it straight beyond the last two knots, ÷ (t_k − t₁)² (Harrell 2015, equation 2.25).
    /// </summary>
    private static double Bend(double x, double[] knots, int bend)
    {
        double last = knots[^1], next = knots[^2], own = knots[bend], span = last - knots[0];
        double value = Cube(x - own) - (Cube(x - next) * (last - own) / (last - next)) + (Cube(x - last) * (next - own) / (last - next));
        return value / (span * span);
    }

    private static double Cube(double x) => x > 0 ? x * x * x : 0;

    private void Put(Span<double> terms, int term, double value) => terms[term] = (value - _centers[term]) / _scales[term];

    /// <summary>Mean and standard deviation of each term; 1 for one that is constant, which then is 0 for everybody.</summary>
    private (double[] Centers, double[] Scales) Moments(MatrixView[] slices, int? threads, CancellationToken cancellationToken)
    {
        double rows = slices.Sum(slice => slice.Rows);
        double[] centers = Sums(slices, new double[Count], threads, cancellationToken);
        for (int i = 0; i < Count; i++) centers[i] /= rows;
        double[] scales = new RegressionTerms(Encoding, Scaling, _knots, centers, _scales).Sums(slices, null, threads, cancellationToken);
        for (int i = 0; i < Count; i++) scales[i] = scales[i] > 1e-24 * rows ? Math.Sqrt(scales[i] / rows) : 1;
        return (centers, scales);
    }

    /// <summary>Sums of the terms, or of their squares where no <paramref name="plain"/> is given.</summary>
    private double[] Sums(MatrixView[] slices, double[]? plain, int? threads, CancellationToken cancellationToken)
    {
        double[] sums = new double[Count];
        foreach (MatrixView slice in slices)
        {
            double[] part = ParallelChunks.Reduce(
                slice.Rows,
                RowsPerChunk,
                (start, end) =>
                {
                    double[] own = new double[Count], terms = new double[Count];
                    for (int row = start; row < end; row++)
                    {
                        Write(slice.Row(row), terms);
                        for (int i = 0; i < terms.Length; i++) own[i] += plain is null ? terms[i] * terms[i] : terms[i];
                    }

                    return own;
                },
                static (sum, next) =>
                {
                    for (int i = 0; i < sum.Length; i++) sum[i] += next[i];
                    return sum;
                },
                threads,
                cancellationToken);
            for (int i = 0; i < sums.Length; i++) sums[i] += part[i];
        }

        return sums;
    }
}

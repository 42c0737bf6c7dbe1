namespace Personalization.Numerics;

/// <summary>
/// k weighted Gaussian densities in d dimensions, prepared once to be evaluated at many points: ln(weight) + ln N(x; μ, Σ) with −2 ln N = d
/// ln 2π + ln|Σ| + ‖W(x − μ)‖², where WᵀW = Σ⁻¹. Everything in double precision, the sum over components by the largest first
/// (log-sum-exp). O(k · d²) a point, O(k · d) for diagonal and spherical covariances, O(d² + k · d) for a tied one. Immutable and
/// thread-safe.
/// <para>Points stand across lanes and sums run over eight virtual lanes, so any vector width gives the same bits, and what is found for a
/// point doesn't depend on the points beside it. Coordinates that aren't finite give meaningless numbers; nothing throws.</para>
/// </summary>
internal sealed class GaussianDensities
{
    private readonly double[] _offsets;
    private readonly double[] _means;
    private readonly double[] _whitening;
    private readonly double[] _middle;
    private readonly double[] _whitenedMeans;

    /// <summary>Prepares the components.</summary>
    /// <param name="kind">What the covariances look like.</param>
    /// <param name="weights">k weights, at least 0; a component of weight 0 has density 0 everywhere.</param>
    /// <param name="means">k × d means, row-major.</param>
    /// <param name="whitening">
    /// W, which makes differences from the mean independent and of variance 1; its diagonal is positive. Full: for each component the lower
    /// triangle of W = L⁻¹ (Σ = LLᵀ), row by row, d(d + 1)/2 values. Tied: one such triangle. Diagonal: d values 1/σ for each component.
    /// Spherical: one for each.
    /// </param>
    /// <exception cref="ArgumentException">There is no component, or a length disagrees.</exception>
    public GaussianDensities(CovarianceKind kind, ReadOnlySpan<double> weights, ReadOnlySpan<double> means, ReadOnlySpan<double> whitening)
    {
        if (weights.IsEmpty || means.Length % weights.Length != 0)
            throw new ArgumentException($"{means.Length} means can't belong to {weights.Length} components.", nameof(means));

        Kind = kind;
        Count = weights.Length;
        Columns = means.Length / weights.Length;
        int expected = WhiteningLength(kind, Count, Columns);
        if (whitening.Length != expected)
        {
            throw new ArgumentException(
                $"{kind} covariances of {Count} × {Columns} need {expected} values; there are {whitening.Length}.", nameof(whitening));
        }

        _means = means.ToArray();
        _whitening = kind == CovarianceKind.Spherical ? Repeat(whitening, Columns) : whitening.ToArray();
        _offsets = new double[Count];
        for (int component = 0; component < Count; component++)
            _offsets[component] =
                StableMath.Log(weights[component]) - (Columns * (.5 * StableMath.Log(Math.Tau))) + LogDeterminant(component);

        _middle = new double[kind == CovarianceKind.Tied ? Columns : 0];
        _whitenedMeans = new double[kind == CovarianceKind.Tied ? means.Length : 0];
        if (kind == CovarianceKind.Tied)
            WhitenMeans();
    }

    /// <summary>What the covariances look like.</summary>
    public CovarianceKind Kind { get; }

    /// <summary>Number of components.</summary>
    public int Count { get; }

    /// <summary>Number of dimensions.</summary>
    public int Columns { get; }

    internal ReadOnlySpan<double> Offsets => _offsets;

    internal ReadOnlySpan<double> Means => _means;

    internal ReadOnlySpan<double> Whitening => _whitening;

    /// <summary>
    /// Tied only: the average of the means, taken from points and means before they are whitened, so that data far from zero keeps its
    /// digits.
    /// </summary>
    internal ReadOnlySpan<double> Middle => _middle;

    /// <summary>Tied only: W(μ − middle), k × d.</summary>
    internal ReadOnlySpan<double> WhitenedMeans => _whitenedMeans;

    /// <summary>How many values W has.</summary>
    /// <param name="kind">What the covariances look like.</param>
    /// <param name="count">Components, k.</param>
    /// <param name="columns">Dimensions, d.</param>
    public static int WhiteningLength(CovarianceKind kind, int count, int columns) => kind switch
    {
        CovarianceKind.Full => checked(count * Triangle(columns)),
        CovarianceKind.Tied => Triangle(columns),
        CovarianceKind.Diagonal => checked(count * columns),
        _ => count,
    };

    /// <summary>What is wanted about each of n points; runs on the caller's thread.</summary>
    /// <param name="points">n × d.</param>
    /// <param name="labels">Receives n components of largest weighted density, of equals the first; empty where they aren't wanted.</param>
    /// <param name="logDensities">Receives ln Σ weight · density at each of n points; empty where they aren't wanted.</param>
    /// <param name="responsibilities">
    /// Receives each component's share of that sum, n × k, row-major; empty where they aren't wanted.
    /// </param>
    /// <exception cref="ArgumentException">Widths or lengths disagree.</exception>
    public void Evaluate(
        MatrixView points, Span<int> labels, Span<double> logDensities = default, Span<double> responsibilities = default) =>
        Evaluate(points, labels, logDensities, responsibilities, LaneWidths.Widest);

    /// <summary>
    /// The sums of an expectation-maximization step, in one pass: each point belongs to each component by its responsibility times its
    /// weight. Runs on the caller's thread; sums of chunks of points are joined by <see cref="GaussianSums.Add"/>.
    /// </summary>
    /// <param name="points">n × d.</param>
    /// <param name="weights">n weights, at least 0; empty: all 1.</param>
    /// <exception cref="ArgumentException">Widths or lengths disagree.</exception>
    public GaussianSums Sum(MatrixView points, ReadOnlySpan<float> weights = default) => Sum(points, weights, default, LaneWidths.Widest);

    /// <summary>The same sums where each point belongs to one component; the log-likelihood is left 0.</summary>
    /// <param name="points">n × d.</param>
    /// <param name="weights">n weights, at least 0; empty: all 1.</param>
    /// <param name="labels">n components; a point whose label is none of them belongs nowhere.</param>
    /// <exception cref="ArgumentException">Widths or lengths disagree.</exception>
    public GaussianSums SumByLabel(MatrixView points, ReadOnlySpan<float> weights, ReadOnlySpan<int> labels)
    {
        CheckLength(nameof(labels), labels.Length, points.Rows);
        return Sum(points, weights, labels, LaneWidths.Widest);
    }

    internal void Evaluate(MatrixView points, Span<int> labels, Span<double> logDensities, Span<double> responsibilities, LaneWidth width)
    {
        CheckWidth(points);
        CheckLength(nameof(labels), labels.Length, labels.IsEmpty ? 0 : points.Rows);
        CheckLength(nameof(logDensities), logDensities.Length, logDensities.IsEmpty ? 0 : points.Rows);
        CheckLength(nameof(responsibilities), responsibilities.Length, responsibilities.IsEmpty ? 0 : (long)points.Rows * Count);
        switch (width)
        {
            case LaneWidth.Vector512: GaussianPass<DoubleLanes512>.Evaluate(this, points, labels, logDensities, responsibilities); break;
            case LaneWidth.Vector256: GaussianPass<DoubleLanes256>.Evaluate(this, points, labels, logDensities, responsibilities); break;
            case LaneWidth.Vector128: GaussianPass<DoubleLanes128>.Evaluate(this, points, labels, logDensities, responsibilities); break;
            default: GaussianPass<DoubleLanes1>.Evaluate(this, points, labels, logDensities, responsibilities); break;
        }
    }

    internal GaussianSums Sum(MatrixView points, ReadOnlySpan<float> weights, ReadOnlySpan<int> labels, LaneWidth width)
    {
        CheckWidth(points);
        CheckLength(nameof(weights), weights.Length, weights.IsEmpty ? 0 : points.Rows);
        return width switch
        {
            LaneWidth.Vector512 => GaussianPass<DoubleLanes512>.Sum(this, points, weights, labels),
            LaneWidth.Vector256 => GaussianPass<DoubleLanes256>.Sum(this, points, weights, labels),
            LaneWidth.Vector128 => GaussianPass<DoubleLanes128>.Sum(this, points, weights, labels),
            _ => GaussianPass<DoubleLanes1>.Sum(this, points, weights, labels),
        };
    }

    private static int Triangle(int columns) => checked(columns * (columns + 1)) / 2;

    private static double[] Repeat(ReadOnlySpan<double> values, int times)
    {
        double[] repeated = new double[values.Length * times];
        for (int i = 0; i < repeated.Length; i++)
            repeated[i] = values[i / times];

        return repeated;
    }

    private double LogDeterminant(int component)
    {
        double sum = 0;
        for (int column = 0; column < Columns; column++)
        {
            sum += StableMath.Log(Kind switch
            {
                CovarianceKind.Full => _whitening[(component * Triangle(Columns)) + Triangle(column + 1) - 1],
                CovarianceKind.Tied => _whitening[Triangle(column + 1) - 1],
                _ => _whitening[(component * Columns) + column],
            });
        }

        return sum;
    }

    private void WhitenMeans()
    {
        for (int i = 0; i < _means.Length; i++)
            _middle[i % Columns] += _means[i] / Count;

        for (int component = 0; component < Count; component++)
        {
            ReadOnlySpan<double> mean = _means.AsSpan(component * Columns, Columns), row = _whitening;
            for (int to = 0; to < Columns; to++)
            {
                double sum = 0;
                for (int from = 0; from <= to; from++)
                    sum += row[from] * (mean[from] - _middle[from]);

                _whitenedMeans[(component * Columns) + to] = sum;
                row = row[(to + 1)..];
            }
        }
    }

    private void CheckWidth(MatrixView points)
    {
        if (points.Columns != Columns)
            throw new ArgumentException($"The points have {points.Columns} features; the densities have {Columns}.", nameof(points));
    }

    private static void CheckLength(string name, int length, long expected)
    {
        if (length != expected)
            throw new ArgumentException($"{name} has {length} values; {expected} are expected.", name);
    }
}

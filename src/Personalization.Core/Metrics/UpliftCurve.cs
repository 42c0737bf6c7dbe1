namespace Personalization.Core;

/// <summary>What addressing the customers with the highest predicted effects changes.</summary>
/// <param name="Customers">How many of them.</param>
/// <param name="Uplift">
/// Difference of the mean outcomes of treated and untreated among them, times their number: the uplift curve.
/// </param>
/// <param name="Qini">
/// Sum of outcomes of the treated among them, less that of the untreated scaled to as many: the Qini curve (Radcliffe 2007).
/// </param>
public readonly record struct UpliftPoint(double Customers, double Uplift, double Qini);

/// <summary>
/// How well predicted effects of a treatment sort customers, on a randomized trial that wasn't learned from: curves, their areas as two
/// libraries define them, and intervals. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// Running example: predictions 4, 3, 2, 1; the first and the third treated; outcomes 1, 0, 0, 0. Among customers of equal predictions
/// outcomes are spread evenly, so that their order doesn't matter. While one arm is empty its mean counts as 0.
/// </remarks>
public sealed class UpliftCurve
{
    private readonly UpliftRanking _ranking;

    private UpliftCurve(UpliftRanking ranking) => (_ranking, Points) = (ranking, ranking.Points());

    /// <summary>The curve from no customer to all, a point for each different prediction.</summary>
    public IReadOnlyList<UpliftPoint> Points { get; }

    /// <summary>Mean outcome of the treated less that of the untreated. Example: ½ − 0.</summary>
    public double AverageEffect => Points[^1].Uplift / Points[^1].Customers;

    /// <summary>
    /// Area between the Qini curve and the straight line of a random order, divided by that of the order that knows the outcomes: treated
    /// with an outcome first, untreated with one last. 1 is as good as can be, 0 chance. What scikit-uplift calls <c>qini_auc_score</c>
    /// (with negative effects). NaN where outcomes aren't 0 and 1.
    /// </summary>
    public double QiniScikitUplift => UpliftAreas.QiniScikitUplift(_ranking, Points);

    /// <summary>
    /// The same of the uplift curve against the perfect order of its definition: scikit-uplift's <c>uplift_auc_score</c>. NaN where
    /// outcomes aren't 0 and 1.
    /// </summary>
    public double AuucScikitUplift => UpliftAreas.AuucScikitUplift(_ranking, Points);

    /// <summary>
    /// Mean height of the Qini curve over the customers less that of the straight line to its end, in outcomes: causalml's
    /// <c>qini_score</c>, with the mean of its random orders. Comparable only on the same customers.
    /// </summary>
    public double QiniCausalMl => UpliftAreas.QiniCausalMl(Points);

    /// <summary>
    /// Mean height of the uplift curve over the customers, divided by its last height: causalml's <c>auuc_score</c>, normalized. A random
    /// order has about ½; NaN where the effect over all is 0.
    /// </summary>
    public double AuucCausalMl => UpliftAreas.AuucCausalMl(Points);

    /// <summary>Makes it. O(n log n).</summary>
    /// <param name="predicted">Predicted effects, finite; customers are taken from the highest on.</param>
    /// <param name="treated">Whether each was treated.</param>
    /// <param name="outcomes">What came of each, finite: 0 and 1, or amounts.</param>
    /// <exception cref="ArgumentException">The lengths differ, a number isn't finite, or one arm is empty.</exception>
    public static UpliftCurve Of(ReadOnlySpan<double> predicted, ReadOnlySpan<bool> treated, ReadOnlySpan<double> outcomes) =>
        new(UpliftRanking.Of(predicted, treated, outcomes));

    /// <summary>
    /// Difference of the mean outcomes of treated and untreated among the share of customers with the highest predictions; NaN where one
    /// arm is empty among them. Of customers on the border that are predicted alike all count in.
    /// </summary>
    /// <param name="share">Above 0, at most 1.</param>
    public double EffectOfTop(double share) => EffectOf(Points, share);

    /// <summary>
    /// 95 % interval of a figure of the curve by the bootstrap of customers (percentiles). Deterministic for any number of threads.
    /// O(resamples · customers).
    /// </summary>
    /// <param name="figure">Which.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="resamples">Resamples, 100 to 100,000. Default 1,000.</param>
    /// <param name="threads">Threads at most, at least 1. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops between resamples.</param>
    public (double Low, double High) Interval(
        UpliftFigure figure, ulong seed = 0, int resamples = 1_000, int? threads = null, CancellationToken cancellationToken = default)
    {
        Guard.InRange(resamples, 100, 100_000);
        double[] values = _ranking.Resampled(Value, seed, resamples, threads, cancellationToken);
        return UpliftRanking.Ends(values);

        double Value(UpliftRanking ranking, IReadOnlyList<UpliftPoint> points) => figure switch
        {
            UpliftFigure.AverageEffect => points[^1].Uplift / points[^1].Customers,
            UpliftFigure.QiniScikitUplift => UpliftAreas.QiniScikitUplift(ranking, points),
            UpliftFigure.AuucScikitUplift => UpliftAreas.AuucScikitUplift(ranking, points),
            UpliftFigure.QiniCausalMl => UpliftAreas.QiniCausalMl(points),
            UpliftFigure.AuucCausalMl => UpliftAreas.AuucCausalMl(points),
            UpliftFigure.TopDecileGain => EffectOf(points, .1) - (points[^1].Uplift / points[^1].Customers),
            _ => throw new ArgumentOutOfRangeException(nameof(figure), figure, $"{figure} isn't a {nameof(UpliftFigure)}."),
        };
    }

    private static double EffectOf(IReadOnlyList<UpliftPoint> points, double share)
    {
        Guard.InRange(share, double.Epsilon, 1);
        double wanted = share * points[^1].Customers;
        foreach (UpliftPoint point in points)
        {
            if (point.Customers >= wanted && point.Customers > 0) return point.Uplift / point.Customers;
        }

        return double.NaN;
    }
}

/// <summary>Figures of an <see cref="UpliftCurve"/> that intervals are known of.</summary>
public enum UpliftFigure
{
    /// <summary><see cref="UpliftCurve.AverageEffect"/>.</summary>
    AverageEffect,

    /// <summary><see cref="UpliftCurve.QiniScikitUplift"/>.</summary>
    QiniScikitUplift,

    /// <summary><see cref="UpliftCurve.AuucScikitUplift"/>.</summary>
    AuucScikitUplift,

    /// <summary><see cref="UpliftCurve.QiniCausalMl"/>.</summary>
    QiniCausalMl,

    /// <summary><see cref="UpliftCurve.AuucCausalMl"/>.</summary>
    AuucCausalMl,

    /// <summary>Effect in the tenth with the highest predictions less that over all.</summary>
    TopDecileGain,
}

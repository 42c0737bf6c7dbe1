namespace Personalization.Core;

/// <summary>Areas under the curves of <see cref="UpliftCurve"/>, as two libraries define them.</summary>
internal static class UpliftAreas
{
    public static double QiniScikitUplift(UpliftRanking ranking, IReadOnlyList<UpliftPoint> points)
    {
        if (!ranking.IsBinary) return double.NaN;
        List<UpliftPoint> best = ranking.BestQini();
        return OfPerfect(Area(points, Qini), Area(best, Qini), best[^1].Customers * best[^1].Qini / 2);
    }

    public static double AuucScikitUplift(UpliftRanking ranking, IReadOnlyList<UpliftPoint> points)
    {
        if (!ranking.IsBinary) return double.NaN;
        List<UpliftPoint> best = ranking.BestUplift();
        return OfPerfect(Area(points, Uplift), Area(best, Uplift), best[^1].Customers * best[^1].Uplift / 2);
    }

    public static double QiniCausalMl(IReadOnlyList<UpliftPoint> points)
    {
        // The straight line rises evenly, so that its mean over customers 1 to n is (n + 1) ÷ 2n of its end.
        double customers = points[^1].Customers;
        return MeanHeight(points, Qini) - (points[^1].Qini * (customers + 1) / (2 * customers));
    }

    public static double AuucCausalMl(IReadOnlyList<UpliftPoint> points) =>
        points[^1].Uplift == 0 ? double.NaN : MeanHeight(points, Uplift) / Math.Abs(points[^1].Uplift);

    private static double Qini(UpliftPoint point) => point.Qini;

    private static double Uplift(UpliftPoint point) => point.Uplift;

    private static double OfPerfect(double own, double perfect, double chance) =>
        perfect == chance ? double.NaN : (own - chance) / (perfect - chance);

    /// <summary>By trapezoids.</summary>
    private static double Area(IReadOnlyList<UpliftPoint> points, Func<UpliftPoint, double> height)
    {
        double area = 0;
        for (int i = 1; i < points.Count; i++)
            area += (points[i].Customers - points[i - 1].Customers) * (height(points[i]) + height(points[i - 1])) / 2;
        return area;
    }

    /// <summary>Mean over customers 1 to n, those of equal predictions along the line between their ends.</summary>
    private static double MeanHeight(IReadOnlyList<UpliftPoint> points, Func<UpliftPoint, double> height)
    {
        double sum = 0;
        for (int i = 1; i < points.Count; i++)
        {
            double from = height(points[i - 1]), rise = height(points[i]) - from, steps = points[i].Customers - points[i - 1].Customers;
            sum += (steps * from) + (rise * (steps + 1) / 2);
        }

        return sum / points[^1].Customers;
    }
}

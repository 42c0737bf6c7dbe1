using Personalization.Numerics;

namespace Personalization.Core.Tests.Metrics;

public sealed class UpliftCurveTests
{
    /// <summary>Predictions 4, 3, 2, 1; the first and the third treated; the first has an outcome.</summary>
    private static UpliftCurve Example => UpliftCurve.Of([4, 3, 2, 1], [true, false, true, false], [1, 0, 0, 0]);

    [Fact]
    public void Points_Example_AsByHand()
    {
        Assert.Equal([default, new(1, 1, 1), new(2, 2, 1), new(3, 1.5, 1), new(4, 2, 1)], Example.Points);
        Assert.Equal(.5, Example.AverageEffect);
        Assert.Equal((1, 1, .5, .5), (Example.EffectOfTop(.25), Example.EffectOfTop(.3), Example.EffectOfTop(.75), Example.EffectOfTop(1)));
    }

    /// <summary>Areas: Qini ½ + 3 against a best of ½ + 3; uplift ½ + 1½ + 1¾ + 1¾ against ½ + 4 + 2½, the line having 4.</summary>
    [Fact]
    public void Areas_Example_AsByHand()
    {
        Assert.Equal(1, Example.QiniScikitUplift, 12);
        Assert.Equal(.5, Example.AuucScikitUplift, 12);
        Assert.Equal(1 - .625, Example.QiniCausalMl, 12);
        Assert.Equal((1 + 2 + 1.5 + 2) / 4 / 2, Example.AuucCausalMl, 12);
    }

    /// <summary>Equal predictions: one point, and the same whatever the order of the customers.</summary>
    [Fact]
    public void Of_EqualPredictions_OrderDoesntMatter()
    {
        UpliftCurve one = UpliftCurve.Of([2, 2, 1, 1], [true, false, false, true], [1, 0, 1, 0]);
        UpliftCurve other = UpliftCurve.Of([2, 2, 1, 1], [false, true, true, false], [0, 1, 0, 1]);

        Assert.Equal([default, new(2, 2, 1), new(4, 0, 0)], one.Points);
        Assert.Equal(one.Points, other.Points);
        Assert.Equal(one.QiniScikitUplift, other.QiniScikitUplift);
        Assert.True(double.IsNaN(one.AuucCausalMl));
    }

    /// <summary>The libraries' own formulas, written out plainly, on drawn trials without equal predictions.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Areas_DrawnTrials_EqualTheLibrariesFormulas(ulong seed)
    {
        RandomStream random = new(seed, "uplift", 0);
        const int n = 200;
        double[] predicted = new double[n], outcomes = new double[n];
        bool[] treated = new bool[n];
        for (int i = 0; i < n; i++)
        {
            (predicted[i], treated[i]) = (random.NextDouble(), i < 2 ? i == 0 : random.NextInt32(3) > 0);
            outcomes[i] = random.NextDouble() < .2 + (treated[i] ? .4 * predicted[i] : 0) ? 1 : 0;
        }

        UpliftCurve curve = UpliftCurve.Of(predicted, treated, outcomes);

        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(i => predicted[i])];
        (double[] uplift, double[] qini) = Plain(order, treated, outcomes);
        double[] best = [.. Enumerable.Range(0, n).Select(i => outcomes[i] * (treated[i] ? 1 : -1))];
        Assert.Equal(Share(qini, PlainTied(best, treated, outcomes, qini: true)), curve.QiniScikitUplift, 10);
        bool byOutcome = Enumerable.Range(0, n).Count(i => !treated[i] && outcomes[i] == 1)
            > Enumerable.Range(0, n).Count(i => treated[i] && outcomes[i] == 0);
        double[] perfect =
        [
            .. Enumerable.Range(0, n).Select(i =>
                (2.0 * (outcomes[i] == (treated[i] ? 1 : 0) ? 1 : 0)) + (byOutcome ? outcomes[i] : treated[i] ? 1 : 0)),
        ];
        Assert.Equal(Share(uplift, PlainTied(perfect, treated, outcomes, qini: false)), curve.AuucScikitUplift, 10);
        Assert.Equal(uplift.Skip(1).Average() / Math.Abs(uplift[^1]), curve.AuucCausalMl, 10);
        double[] line = [.. Enumerable.Range(1, n).Select(k => qini[^1] * k / n)];
        Assert.Equal(qini.Skip(1).Average() - line.Average(), curve.QiniCausalMl, 10);
    }

    [Fact]
    public void Interval_DrawnTrial_HoldsTheFigureAndDoesntDependOnThreads()
    {
        RandomStream random = new(7, "uplift", 0);
        double[] predicted = [.. Enumerable.Range(0, 2_000).Select(_ => random.NextDouble())];
        bool[] treated = [.. predicted.Select(_ => random.NextInt32(2) == 0)];
        double[] outcomes = [.. predicted.Select((p, i) => random.NextDouble() < .3 + (treated[i] ? .3 * p : 0) ? 1.0 : 0)];
        UpliftCurve curve = UpliftCurve.Of(predicted, treated, outcomes);

        (double low, double high) = curve.Interval(
            UpliftFigure.AverageEffect, resamples: 400, threads: 1, cancellationToken: TestContext.Current.CancellationToken);

        Assert.InRange(.15, low, high);
        Assert.InRange(high - low, .06, .11);
        Assert.Equal(
            (low, high),
            curve.Interval(
                UpliftFigure.AverageEffect, resamples: 400, threads: 3, cancellationToken: TestContext.Current.CancellationToken));
        (double top, double most) = curve.Interval(UpliftFigure.TopDecileGain, resamples: 400);
        Assert.InRange(curve.EffectOfTop(.1) - curve.AverageEffect, top, most);
    }

    [Fact]
    public void Of_WhatCantBe_SaysWhy()
    {
        Assert.Contains("One arm", Assert.Throws<ArgumentException>(() => UpliftCurve.Of([1, 2], [true, true], [0, 1])).Message);
        Assert.Contains("Customer 1", Assert.Throws<ArgumentException>(
            () => UpliftCurve.Of([1, double.NaN], [true, false], [0, 1])).Message);
        Assert.Contains("1 outcomes", Assert.Throws<ArgumentException>(() => UpliftCurve.Of([1, 2], [true, false], [0])).Message);
        Assert.True(double.IsNaN(UpliftCurve.Of([1, 2], [true, false], [0, 2.5]).QiniScikitUplift));
    }

    private static (double[] Uplift, double[] Qini) Plain(int[] order, bool[] treated, double[] outcomes)
    {
        double[] uplift = new double[order.Length + 1], qini = new double[order.Length + 1];
        for (int k = 1; k <= order.Length; k++)
        {
            int[] top = order[..k];
            double t = top.Count(i => treated[i]), c = k - t;
            double yt = top.Where(i => treated[i]).Sum(i => outcomes[i]), yc = top.Where(i => !treated[i]).Sum(i => outcomes[i]);
            uplift[k] = ((t > 0 ? yt / t : 0) - (c > 0 ? yc / c : 0)) * k;
            qini[k] = yt - (c > 0 ? yc * t / c : 0);
        }

        return (uplift, qini);
    }

    /// <summary>Area by trapezoids over the ends of equal scores.</summary>
    private static double PlainTied(double[] scores, bool[] treated, double[] outcomes, bool qini)
    {
        int[] order = [.. Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i])];
        (double[] uplift, double[] curve) = Plain(order, treated, outcomes);
        double[] heights = qini ? curve : uplift;
        double area = 0;
        for (int k = 1, from = 0; k <= order.Length; k++)
        {
            if (k < order.Length && scores[order[k]] == scores[order[k - 1]]) continue;
            area += (k - from) * (heights[k] + heights[from]) / 2;
            from = k;
        }

        return area - (order.Length * heights[^1] / 2);
    }

    private static double Share(double[] heights, double best)
    {
        double area = 0;
        for (int k = 1; k < heights.Length; k++) area += (heights[k] + heights[k - 1]) / 2;
        return (area - ((heights.Length - 1) * heights[^1] / 2)) / best;
    }
}

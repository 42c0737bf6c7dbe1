using Personalization.Core;
using Personalization.Numerics;
using Personalization.Prediction.Tests.Uplift;
using Personalization.TestKit;

namespace Personalization.Prediction.Tests.Bayesian;

/// <summary>A shop that decides for the same customers week by week; who they are on their own is theirs.</summary>
internal static class WeeklyShop
{
    public static readonly IReadOnlyList<FeatureColumn> Columns = ["age", "visits"];

    /// <param name="customers">How many.</param>
    /// <param name="weeks">How many decisions each.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="effect">What an offer truly changes in the log-odds: treatment, age and visits, both about −1.7 to 1.7.</param>
    public static UpliftData Data(int customers, int weeks, ulong seed, Func<int, double, double, double> effect)
    {
        RandomStream random = new(seed, "weekly shop", 0);
        double[] age = new double[customers], visits = new double[customers], own = new double[customers];
        for (int i = 0; i < customers; i++)
        {
            (age[i], visits[i]) = ((2 * random.NextDouble()) - 1, (2 * random.NextDouble()) - 1);
            own[i] = .7 * random.NextGaussian();
        }

        IdIndex<CustomerId> ids = IdIndex<CustomerId>.From(Enumerable.Range(0, customers).Select(i => new CustomerId($"c{i:D6}")));
        CustomerTable table = new CustomerTable(ids, new DateTime(2026, 1, 1)).With(
            new NumberColumn("age", age), new NumberColumn("visits", visits));
        List<UpliftSlice> slices = [];
        for (int week = 0; week < weeks; week++)
        {
            int[] given = [.. Enumerable.Range(0, customers).Select(_ => random.NextInt32(3) - 1)];
            slices.Add(new UpliftSlice(table, given,
            [
                .. Enumerable.Range(0, customers).Select(row =>
                {
                    double odds = -1 + own[row] + (.3 * visits[row])
                        + (given[row] < 0 ? 0 : effect(given[row], age[row] * Math.Sqrt(3), visits[row] * Math.Sqrt(3)));
                    return random.NextDouble() < 1 / (1 + Math.Exp(-odds)) ? 1.0 : 0;
                }),
            ]));
        }

        return new UpliftData("buys", Columns, ["gift", "news"], slices);
    }
}

public sealed class BayesianUpliftTests
{
    private static readonly BayesianUpliftOptions Straight = new() { Log1P = false };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// The most probable point by a plain sum over all decisions: no coefficient and no customer's own effect can move either way; and the
    /// errors are those of the whole curvature, customers included, inverted as it is.
    /// </summary>
    [Fact]
    public void Fit_SmallShop_IsTheMostProbablePointWithItsCurvature()
    {
        UpliftData data = WeeklyShop.Data(12, 4, 3, (_, age, _) => .4 + (.3 * age));
        BayesianUpliftModel model = new BayesianUpliftTrainer(Straight).Fit(data, null, Token);
        double[] point = [.. model.Coefficients, .. model.Own.Effects];
        (double[] slope, double[,] curvature) = Plain(data, point);

        Assert.All(slope, own => Assert.Equal(0, own, 6));
        double[,] inverse = Inverse(curvature);
        int block = model.Terms.Count + 1;
        for (int treatment = 0; treatment < 2; treatment++)
        {
            for (int i = 0; i < block; i++)
            {
                for (int j = 0; j < block; j++)
                {
                    Assert.Equal(
                        inverse[((treatment + 1) * block) + i, ((treatment + 1) * block) + j],
                        model.Covariances[(((treatment * block) + i) * block) + j], 9);
                }
            }
        }

        // Slope and curvature of the plain sum by hand, as the model says its terms: (x − mean) ÷ deviation, and a constant.
        (double[] Slope, double[,] Curvature) Plain(UpliftData shop, double[] at)
        {
            int terms = 3, size = at.Length;
            double[] gradient = new double[size];
            double[,] hessian = new double[size, size];
            CustomerTable table = shop.Slices[0].Customers;
            double[][] columns =
                [.. WeeklyShop.Columns.Select(column => Standard(table.Column<NumberColumn>(column.Name).Values.ToArray()))];
            foreach (UpliftSlice slice in shop.Slices)
            {
                for (int row = 0; row < table.Count; row++)
                {
                    double[] x = new double[size];
                    double[] own = [columns[0][row], columns[1][row], 1];
                    own.CopyTo(x, 0);
                    if (slice.Treatments[row] >= 0) own.CopyTo(x, (slice.Treatments[row] + 1) * terms);
                    x[(3 * terms) + row] = 1;
                    double probability = 1 / (1 + Math.Exp(-x.Zip(at, (a, b) => a * b).Sum()));
                    for (int i = 0; i < size; i++)
                    {
                        gradient[i] += (slice.Outcomes[row] - probability) * x[i];
                        for (int j = 0; j < size; j++) hessian[i, j] += probability * (1 - probability) * x[i] * x[j];
                    }
                }
            }

            for (int i = 0; i < size; i++)
            {
                bool constant = i % terms == 2;
                double deviation = i >= 3 * terms ? .7 : i < terms ? (constant ? 10 : 3) : constant ? .2 : .05;
                double center = i >= terms && i < 3 * terms && constant ? .1 : 0;
                gradient[i] -= (at[i] - center) / (deviation * deviation);
                hessian[i, i] += 1 / (deviation * deviation);
            }

            return (gradient, hessian);
        }
    }

    /// <summary>In drawn worlds, intervals of two deviations hold customers' true effects about as often as they say.</summary>
    [Fact]
    public void LogOddsEffects_DrawnWorlds_DeviationsAreHonest()
    {
        int held = 0, all = 0;
        for (ulong world = 0; world < 12; world++)
        {
            RandomStream random = new(world, "drawn effects", 0);
            double[] mean = [.1 + (.2 * random.NextGaussian()), .1 + (.2 * random.NextGaussian())];
            double[] byAge = [.3 * random.NextGaussian(), .3 * random.NextGaussian()];
            double Effect(int treatment, double age, double visits) => mean[treatment] + (byAge[treatment] * age);
            UpliftData data = WeeklyShop.Data(200, 20, world, Effect);
            BayesianUpliftModel model = new BayesianUpliftTrainer(Straight with { ColumnDeviation = .3 }).Fit(data, null, Token);
            CustomerTable table = data.Slices[0].Customers;
            for (int treatment = 0; treatment < 2; treatment++)
            {
                (double[] means, double[] deviations) = model.LogOddsEffects(table, treatment, Token);
                for (int row = 0; row < table.Count; row += 10)
                {
                    double age = table.Column<NumberColumn>("age").Values[row] * Math.Sqrt(3);
                    if (Math.Abs(means[row] - Effect(treatment, age, 0)) < 2 * deviations[row]) held++;
                    all++;
                }
            }
        }

        Assert.InRange((double)held / all, .88, 1);
    }

    /// <summary>
    /// What little is known of stays near what was believed, with nearly its deviation: √(.2² + .05²·(age² + visits²)), at most .24.
    /// </summary>
    [Fact]
    public void LogOddsEffects_FewDecisions_StayWithTheBelief()
    {
        UpliftData data = WeeklyShop.Data(6, 1, 5, (_, _, _) => 3);
        BayesianUpliftModel model = new BayesianUpliftTrainer(Straight with { Mean = -.5 }).Fit(data, null, Token);
        (double[] means, double[] deviations) = model.LogOddsEffects(data.Slices[0].Customers, 0, Token);

        Assert.All(means, own => Assert.InRange(own, -.6, -.4));
        Assert.All(deviations, own => Assert.InRange(own, .19, .24));
    }

    [Fact]
    public void Baselines_CustomersOwn_AreLearned()
    {
        UpliftData data = WeeklyShop.Data(50, 60, 7, (_, _, _) => 0);
        BayesianUpliftModel model = new BayesianUpliftTrainer(Straight).Fit(data, null, Token);
        CustomerTable table = data.Slices[0].Customers;
        double[] probabilities = model.Baselines(table, Token);

        double[] shares = [.. Enumerable.Range(0, 50).Select(row => data.Slices.Average(slice => slice.Outcomes[row]))];
        double average = shares.Average();
        double between = shares.Zip(probabilities, (a, b) => (a - average) * (b - average)).Sum();
        double correlation = between / Math.Sqrt(
            shares.Sum(a => (a - average) * (a - average)) * probabilities.Sum(b => (b - average) * (b - average)));
        Assert.True(correlation > .97, $"correlation {correlation}");
        CustomerTable strangers = new CustomerTable(IdIndex<CustomerId>.From([new("x"), new("y")]), new DateTime(2026, 1, 1)).With(
            new NumberColumn("age", [0, 0]), new NumberColumn("visits", [0, 0]));
        double[] unknown = model.Baselines(strangers, Token);
        Assert.Equal(unknown[0], unknown[1]);
    }

    [Fact]
    public void Explain_Contributions_AddUpToTheEffect()
    {
        UpliftData data = Trial.Data(500);
        BayesianUpliftModel model = new BayesianUpliftTrainer(new() { ColumnDeviation = 1 }).Fit(data, null, Token);
        CustomerTable table = data.Slices[0].Customers;
        double[] means = model.LogOddsEffects(table, 1, Token).Means;

        for (int row = 0; row < 20; row++)
        {
            UpliftReasons reasons = model.Explain(table[row], 1);
            Assert.Equal(means[row], reasons.Effect, 10);
            Assert.Equal(reasons.Effect, reasons.Baseline + reasons.Contributions.Sum(part => part.Contribution), 10);
            Assert.Equal(["age", "city"], reasons.Contributions.Select(part => part.Column).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Fit_Threads_SameBytes()
    {
        UpliftData data = WeeklyShop.Data(700, 3, 2, (_, age, _) => .2 * age);

        Assert.Equal(Bytes(1), Bytes(3));

        byte[] Bytes(int threads)
        {
            using MemoryStream stream = new();
            new BayesianUpliftTrainer(new() { Threads = threads }).Fit(data, null, Token).Save(stream);
            return stream.ToArray();
        }
    }

    [Fact]
    public void Fit_OrEffects_WhatCantBe_SaysWhy()
    {
        ArgumentException amounts = Assert.Throws<ArgumentException>(
            () => new BayesianUpliftTrainer().Fit(Trial.Data(100, amounts: true), null, Token));
        Assert.Contains("neither 0 nor 1", amounts.Message, StringComparison.Ordinal);
        UpliftData data = Trial.Data(100);
        BayesianUpliftModel model = new BayesianUpliftTrainer().Fit(data, null, Token);
        Assert.Equal(StopReason.Converged, model.Report.StopReason);
        Assert.Equal(model.Report.Objectives.Order().Reverse(), model.Report.Objectives);
        ArgumentOutOfRangeException place = Assert.Throws<ArgumentOutOfRangeException>(
            () => model.LogOddsEffects(data.Slices[0].Customers, 2, Token));
        Assert.Contains("it must be 0 to 1", place.Message, StringComparison.Ordinal);
    }

    private static double[] Standard(double[] values)
    {
        // As the table of features has them, in single precision.
        double[] rounded = [.. values.Select(value => (double)(float)value)];
        double mean = rounded.Average(), deviation = Math.Sqrt(rounded.Average(value => (value - mean) * (value - mean)));
        return [.. rounded.Select(value => (value - mean) / deviation)];
    }

    /// <summary>By Gauss and Jordan.</summary>
    private static double[,] Inverse(double[,] matrix)
    {
        int size = matrix.GetLength(0);
        double[,] left = (double[,])matrix.Clone(), right = new double[size, size];
        for (int i = 0; i < size; i++) right[i, i] = 1;
        for (int pivot = 0; pivot < size; pivot++)
        {
            double own = left[pivot, pivot];
            for (int j = 0; j < size; j++) (left[pivot, j], right[pivot, j]) = (left[pivot, j] / own, right[pivot, j] / own);
            for (int i = 0; i < size; i++)
            {
                double factor = left[i, pivot];
                if (i == pivot || factor == 0) continue;
                for (int j = 0; j < size; j++)
                {
                    left[i, j] -= factor * left[pivot, j];
                    right[i, j] -= factor * right[pivot, j];
                }
            }
        }

        return right;
    }
}

public sealed class BayesianUpliftConformance : ModelConformance<BayesianUpliftModel>
{
    protected override BayesianUpliftModel Sample() => new BayesianUpliftTrainer().Fit(Trial.Data(200));
}

using Personalization.Core;
using Personalization.Numerics;
using Personalization.TestKit;

namespace Personalization.Prediction.Tests.Uplift;

/// <summary>A trial of two offers whose effects are known: the first works in town, the second the better the older they are.</summary>
internal static class Trial
{
    public static readonly IReadOnlyList<FeatureColumn> Columns = ["age", "city"];

    public static double Effect(int treatment, double age, bool town) =>
        treatment < 0 ? 0 : treatment == 0 ? town ? .2 : -.05 : .004 * (age - 30);

    /// <param name="customers">How many.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="chosen">Whether town was given the first offer more often, with logged propensities.</param>
    /// <param name="amounts">Whether outcomes are amounts.</param>
    public static UpliftData Data(int customers, ulong seed = 1, bool chosen = false, bool amounts = false)
    {
        RandomStream random = new(seed, "trial", 0);
        double[] age = new double[customers], outcomes = new double[customers], propensities = new double[customers];
        string[] city = new string[customers];
        int[] given = new int[customers];
        for (int i = 0; i < customers; i++)
        {
            age[i] = 20 + (50 * random.NextDouble());
            bool town = random.NextInt32(2) == 0;
            city[i] = town ? "town" : "village";
            double[] shares = chosen ? town ? [.2, .6, .2] : [.6, .2, .2] : [1 / 3d, 1 / 3d, 1 / 3d];
            double draw = random.NextDouble();
            given[i] = draw < shares[0] ? -1 : draw < shares[0] + shares[1] ? 0 : 1;
            propensities[i] = shares[given[i] + 1];
            double probability = .2 + (town ? .1 : 0) + Effect(given[i], age[i], town);
            outcomes[i] = random.NextDouble() < probability ? amounts ? 50 : 1 : 0;
        }

        IdIndex<CustomerId> ids = IdIndex<CustomerId>.From(Enumerable.Range(0, customers).Select(i => new CustomerId($"c{i:D6}")));
        CustomerTable table = new CustomerTable(ids, new DateTime(2026, 1, 1)).With(
            new NumberColumn("age", age), new CategoryColumn("city", city));
        return new UpliftData(
            "buys", Columns, ["in town", "for the old"],
            new UpliftSlice(table, given, outcomes) { Propensities = chosen ? propensities : null });
    }
}

public sealed class UpliftTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(UpliftLearner.TLearner, false)]
    [InlineData(UpliftLearner.XLearner, false)]
    [InlineData(UpliftLearner.DoublyRobust, false)]
    [InlineData(UpliftLearner.DoublyRobust, true)]
    [InlineData(UpliftLearner.TLearner, true)]
    public void Fit_TwoOffers_EffectsAreRecovered(UpliftLearner learner, bool amounts)
    {
        UpliftData data = Trial.Data(12_000, amounts: amounts);
        UpliftModel model = new UpliftTrainer(new() { Learner = learner }).Fit(data, null, Token);
        CustomerTable fresh = Trial.Data(1_000, seed: 2).Slices[0].Customers;

        for (int treatment = 0; treatment < 2; treatment++)
        {
            double[] effects = model.Effects(fresh, treatment, Token), truth = Truth(fresh, treatment);
            if (amounts) truth = Array.ConvertAll(truth, effect => 50 * effect);
            double unit = amounts ? 50 : 1;
            Assert.InRange(Math.Sqrt(effects.Zip(truth, (e, t) => (e - t) * (e - t)).Average()), 0, .035 * unit);
        }
    }

    /// <summary>One model of all, straight in log-odds: the mean effect is right, and nobody is told apart by it.</summary>
    [Fact]
    public void Fit_SLearner_MeanIsRightAlone()
    {
        UpliftData data = Trial.Data(12_000);
        UpliftModel model = new UpliftTrainer(new() { Learner = UpliftLearner.SLearner }).Fit(data, null, Token);
        CustomerTable fresh = Trial.Data(1_000, seed: 2).Slices[0].Customers;

        double[] effects = model.Effects(fresh, 0, Token);

        Assert.Equal(Truth(fresh, 0).Average(), effects.Average(), .02);
        Assert.InRange(effects.Max() - effects.Min(), 0, .05);
        Assert.Null(model.StandardErrors(fresh, 0, Token));
    }

    /// <summary>
    /// Town is given the first offer three times as often and buys more anyway. Without a column for it the plain difference of means is
    /// wrong; logged propensities make it right.
    /// </summary>
    [Fact]
    public void Fit_ChosenTreatment_LoggedPropensitiesMakeItRight()
    {
        UpliftData data = Trial.Data(20_000, chosen: true);
        UpliftSlice slice = data.Slices[0];
        UpliftData blind = new("buys", ["age"], data.Treatments, slice);
        UpliftData believed = new("buys", ["age"], data.Treatments, slice with { Propensities = null });
        double truth = Truth(slice.Customers, 0).Average();

        double logged = new UpliftTrainer().Fit(blind, null, Token).Effects(slice.Customers, 0, Token).Average();
        double naive = new UpliftTrainer().Fit(believed, null, Token).Effects(slice.Customers, 0, Token).Average();

        Assert.Equal(truth, logged, .025);
        Assert.True(Math.Abs(naive - truth) > .04);
    }

    /// <summary>In 20 trials intervals of two standard errors hold the true effect of a townsman of 45 nearly always.</summary>
    [Fact]
    public void StandardErrors_ManyTrials_CoverTheTruth()
    {
        int held = 0;
        for (ulong seed = 1; seed <= 20; seed++)
        {
            UpliftData data = Trial.Data(2_000, seed);
            UpliftModel model = new UpliftTrainer(new() { Regression = new() { Knots = 0, Penalty = 1 } }).Fit(data, null, Token);
            CustomerTable customers = data.Slices[0].Customers;
            int row = Enumerable.Range(0, customers.Count).First(own => customers[own].Text("city") == "town");
            double effect = model.Effects(customers, 0, Token)[row], error = model.StandardErrors(customers, 0, Token)![row];
            if (Math.Abs(effect - .2) < 2 * error) held++;
        }

        Assert.InRange(held, 16, 20);
    }

    [Theory]
    [InlineData(UpliftLearner.SLearner)]
    [InlineData(UpliftLearner.TLearner)]
    [InlineData(UpliftLearner.XLearner)]
    [InlineData(UpliftLearner.DoublyRobust)]
    public void Explain_Contributions_AddUpToTheEffect(UpliftLearner learner)
    {
        UpliftModel model = new UpliftTrainer(new() { Learner = learner }).Fit(Trial.Data(3_000), null, Token);
        CustomerTable fresh = Trial.Data(20, seed: 2).Slices[0].Customers;

        for (int treatment = 0; treatment < 2; treatment++)
        {
            double[] effects = model.Effects(fresh, treatment, Token);
            for (int row = 0; row < fresh.Count; row++)
            {
                UpliftReasons reasons = model.Explain(fresh[row], treatment);
                Assert.Equal(effects[row], reasons.Effect, 10);
                Assert.Equal(reasons.Effect, reasons.Baseline + reasons.Contributions.Sum(part => part.Contribution), 10);
                Assert.Equal(["age", "city"], reasons.Contributions.Select(part => part.Column).Order(StringComparer.Ordinal));
            }
        }
    }

    [Fact]
    public void Fit_Threads_SameBytes()
    {
        UpliftData data = Trial.Data(1_500);

        Assert.Equal(Bytes(Fit(1)), Bytes(Fit(3)));

        UpliftModel Fit(int threads) => new UpliftTrainer(new()
        {
            Probability = new LogisticRegressionTrainer(new() { Threads = threads }),
            Regression = new() { Threads = threads },
        }).Fit(data, null, Token);
    }

    [Fact]
    public void Data_WhatCantBe_SaysWhy()
    {
        CustomerTable table = new CustomerTable(IdIndex<CustomerId>.From([new("a"), new("b")]), new DateTime(2026, 1, 1)).With(
            new NumberColumn("age", [20, 30]), new CategoryColumn("city", ["town", "village"]));

        Assert.Contains("nobody was given 'b'", Message(() => Data(["a", "b"], [-1, 0])), StringComparison.Ordinal);
        Assert.Contains("nobody was left without treatment", Message(() => Data(["a"], [0, 0])), StringComparison.Ordinal);
        Assert.Contains("treatment 3", Message(() => Data(["a"], [-1, 3])), StringComparison.Ordinal);
        Assert.Contains("named twice", Message(() => Data(["a", "a"], [-1, 0])), StringComparison.Ordinal);
        Assert.Contains("propensity", Message(() => Data(["a"], [-1, 0], [.5, 0])), StringComparison.Ordinal);
        Assert.Contains("1 treatments for 2", Message(() => Data(["a"], [-1])), StringComparison.Ordinal);

        UpliftData Data(string[] names, int[] given, double[]? propensities = null) =>
            new("buys", Trial.Columns, names, new UpliftSlice(table, given, [0, 1]) { Propensities = propensities });
        static string Message(Func<UpliftData> make) => Assert.Throws<ArgumentException>(make).Message;
    }

    private static double[] Truth(CustomerTable customers, int treatment) =>
    [
        .. Enumerable.Range(0, customers.Count).Select(row => Trial.Effect(
            treatment, customers.Column<NumberColumn>("age").Values[row], customers[row].Text("city") == "town")),
    ];

    private static byte[] Bytes(UpliftModel model)
    {
        using MemoryStream stream = new();
        model.Save(stream);
        return stream.ToArray();
    }
}

public sealed class UpliftConformance : ModelConformance<UpliftModel>
{
    protected override UpliftModel Sample() => new UpliftTrainer(new() { Learner = UpliftLearner.XLearner }).Fit(Trial.Data(200));
}

public sealed class UpliftOfOutcomesConformance : ModelConformance<UpliftModel>
{
    protected override UpliftModel Sample() => new UpliftTrainer(new() { Learner = UpliftLearner.SLearner }).Fit(Trial.Data(200));
}

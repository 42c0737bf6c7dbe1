using Personalization.Core;
using Personalization.TestKit;

namespace Personalization.Prediction.Tests.Linear;

public sealed class LinearRegressionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>x is −1 or 1 twice each, y is 1, 3, 5, 11: mean 5, slope 3; with a penalty of 4 half of it.</summary>
    [Theory]
    [InlineData(1e-9, 3)]
    [InlineData(4, 1.5)]
    public void Fit_FourCustomers_AsByHand(double penalty, double slope)
    {
        RegressionData data = Four();

        LinearRegressionModel model =
            new LinearRegressionTrainer(new() { Penalty = penalty, Log1P = false, Knots = 0 }).Fit(data, null, Token);

        Assert.Equal(5, model.Intercept, 6);
        double[] values = model.Predict(data.Slices[0].Customers, Token);
        Assert.Equal([5 - slope, 5 - slope, 5 + slope, 5 + slope], values, (one, other) => Math.Abs(one - other) < 1e-6);
        (double value, IReadOnlyList<ColumnContribution> parts) = model.Explain(data.Slices[0].Customers[3]);
        Assert.Equal(values[3], value, 9);
        Assert.Equal(slope, parts[0].Contribution, 6);
    }

    /// <summary>Errors −1, 1, −3, 3 give the mean a variance of 20 ÷ 16, the slope the same, and both hang together by 16 ÷ 16.</summary>
    [Fact]
    public void StandardErrors_FourCustomers_AsByHand()
    {
        RegressionData data = Four();
        LinearRegressionModel model =
            new LinearRegressionTrainer(new() { Penalty = 1e-9, Log1P = false, Knots = 0 }).Fit(data, null, Token);

        double[] errors = model.StandardErrors(data.Slices[0].Customers, Token);

        Assert.Equal(Math.Sqrt(1.25 + 1.25 - 2), errors[0], 6);
        Assert.Equal(Math.Sqrt(1.25 + 1.25 + 2), errors[3], 6);
    }

    [Fact]
    public void Fit_Threads_SameBytes()
    {
        ProbabilitySlice slice = Simulated.Data(3_000).Slices[0];
        RegressionData data = new(
            "spend", Simulated.Columns, new RegressionSlice(slice.Customers, [.. slice.Happened.Select((own, i) => own ? i % 7 : 0.5)]));

        Assert.Equal(
            Bytes(new LinearRegressionTrainer(new() { Threads = 1 }).Fit(data, null, Token)),
            Bytes(new LinearRegressionTrainer(new() { Threads = 3 }).Fit(data, null, Token)));
    }

    [Fact]
    public void Data_WhatCantBe_SaysWhy()
    {
        CustomerTable customers = Four().Slices[0].Customers;

        Assert.Contains("3 amounts for 4", Assert.Throws<ArgumentException>(() => new RegressionSlice(customers, [1, 2, 3])).Message);
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => new RegressionSlice(customers, [1, 2, 3, double.NaN])).Message);
    }

    private static RegressionData Four()
    {
        IdIndex<CustomerId> ids = IdIndex<CustomerId>.From([new("a"), new("b"), new("c"), new("d")]);
        CustomerTable table = new CustomerTable(ids, new DateTime(2026, 1, 1)).With(new NumberColumn("x", [-1, -1, 1, 1]));
        return new RegressionData("spend", ["x"], new RegressionSlice(table, [1, 3, 5, 11]));
    }

    private static byte[] Bytes(LinearRegressionModel model)
    {
        using MemoryStream stream = new();
        model.Save(stream);
        return stream.ToArray();
    }
}

public sealed class LinearRegressionConformance : ModelConformance<LinearRegressionModel>
{
    protected override LinearRegressionModel Sample()
    {
        ProbabilitySlice slice = Simulated.Data(120).Slices[0];
        return new LinearRegressionTrainer().Fit(new RegressionData(
            "spend", Simulated.Columns, new RegressionSlice(slice.Customers, [.. slice.Happened.Select(own => own ? 3.5 : 1)])));
    }
}

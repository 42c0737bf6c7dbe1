using Personalization.Core;
using Personalization.Numerics;
using Personalization.TestKit;

namespace Personalization.Prediction.Tests;

public sealed class LogisticRegressionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Of who has a flag 6 of 8, of the others 2 of 8: without a penalty the log-odds are ln 3 and −ln 3.</summary>
    [Fact]
    public void Fit_OneFlag_FindsTheShares()
    {
        ProbabilityData data = SixAndTwoOfEight();

        LogisticRegressionModel model = new LogisticRegressionTrainer(new() { Penalty = 1e-9 }).Fit(data, cancellationToken: Token);

        double[] probabilities = model.Predict(data.Slices[0].Customers, Token);
        Assert.Equal(StopReason.Converged, model.Report.StopReason);
        Assert.Equal(.75, probabilities[0], 7);
        Assert.Equal(.25, probabilities[15], 7);
        Assert.Equal(0, model.Intercept, 7);
    }

    /// <summary>The penalty counts as scikit-learn's 1/C does, against the sum of the losses of standardized terms.</summary>
    [Fact]
    public void Fit_Penalty_SolvesItsEquation()
    {
        ProbabilityData data = SixAndTwoOfEight();

        LogisticRegressionModel model = new LogisticRegressionTrainer(new() { Penalty = 1 }).Fit(data, cancellationToken: Token);

        // The term is ±1: 16 σ(β) − 12 + β = 0.
        double beta = model.Explain(data.Slices[0].Customers[0]).Contributions[0].Contribution;
        Assert.Equal(0, (16 / (1 + Math.Exp(-beta))) - 12 + beta, 6);
    }

    [Fact]
    public void Fit_BentTruth_IsRecovered()
    {
        ProbabilityData data = Simulated.Data(8_000);
        LogisticRegressionModel bent = new LogisticRegressionTrainer().Fit(data, cancellationToken: Token);
        LogisticRegressionModel straight = new LogisticRegressionTrainer(new() { Knots = 0 }).Fit(data, cancellationToken: Token);
        ProbabilitySlice fresh = Simulated.Data(4_000, seed: 2).Slices[0];

        double[] probabilities = bent.Predict(fresh.Customers, Token);
        bool[] happened = [.. fresh.Happened];
        double auc = BinaryMetrics.Auc(probabilities, happened), truth = BinaryMetrics.Auc(Truths(fresh), happened);
        Assert.InRange(auc, truth - .01, truth + .005);
        Assert.True(auc > BinaryMetrics.Auc(straight.Predict(fresh.Customers, Token), happened) + .1);
        Assert.InRange(CalibrationMetrics.ExpectedCalibrationError(probabilities, happened, 10), 0, .03);
    }

    [Fact]
    public void Explain_Contributions_AddUpToTheScore()
    {
        LogisticRegressionModel model = new LogisticRegressionTrainer(new() { Calibration = CalibrationKind.Platt })
            .Fit(Simulated.Data(600), cancellationToken: Token);
        CustomerTable table = Simulated.Data(20, seed: 3).Slices[0].Customers;
        double[] probabilities = model.Predict(table, Token);

        for (int row = 0; row < table.Count; row++)
        {
            ProbabilityReasons reasons = model.Explain(table[row]);
            Assert.Equal(reasons.Score, reasons.Baseline + reasons.Contributions.Sum(part => part.Contribution), 10);
            Assert.Equal(probabilities[row], reasons.Probability, 12);
            Assert.Equal(
                ["age", "city", "income", "orders"], reasons.Contributions.Select(part => part.Column).Order(StringComparer.Ordinal));
            Assert.Equal(
                reasons.Contributions.Select(part => Math.Abs(part.Contribution)).OrderDescending(),
                reasons.Contributions.Select(part => Math.Abs(part.Contribution)));
        }
    }

    [Fact]
    public void Fit_AnyThreads_SameBytes()
    {
        byte[] WithThreads(int threads) =>
            Bytes(new LogisticRegressionTrainer(new() { Threads = threads }).Fit(Simulated.Data(3_000, 2), cancellationToken: Token));

        Assert.Equal(WithThreads(1), WithThreads(3));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Fit_Isotonic_IsCalibratedOnLaterCustomers(int slices)
    {
        LogisticRegressionModel model = new LogisticRegressionTrainer(new() { Calibration = CalibrationKind.Isotonic })
            .Fit(Simulated.Data(3_000, slices), cancellationToken: Token);
        ProbabilitySlice fresh = Simulated.Data(3_000, seed: 5).Slices[0];

        Assert.InRange(
            CalibrationMetrics.ExpectedCalibrationError(model.Predict(fresh.Customers, Token), [.. fresh.Happened], 10), 0, .04);
    }

    [Fact]
    public void Fit_NumberThatSaysNothing_IsPenalizedAway()
    {
        LogisticRegressionModel model =
            new LogisticRegressionTrainer(new() { Penalty = 1e6 }).Fit(Simulated.Data(500), cancellationToken: Token);

        ProbabilityReasons reasons = model.Explain(Simulated.Data(1).Slices[0].Customers[0]);
        Assert.All(reasons.Contributions, part => Assert.InRange(part.Contribution, -.01, .01));
    }

    [Theory]
    [InlineData(false, "nobody")]
    [InlineData(true, "everybody")]
    public void Fit_OneOutcomeAlone_SaysSo(bool all, string who)
    {
        ProbabilityData data = new(
            "leaves", ["flag"], new ProbabilitySlice(Table(new FlagColumn("flag", [false, false, false])), [.. Enumerable.Repeat(all, 3)]));

        ArgumentException error =
            Assert.Throws<ArgumentException>(() => new LogisticRegressionTrainer().Fit(data, cancellationToken: Token));
        Assert.Contains($"\"leaves\" happened to {who} of 3 customers", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_MissingColumn_ErrorNamesIt()
    {
        LogisticRegressionModel model = new LogisticRegressionTrainer().Fit(Simulated.Data(300), cancellationToken: Token);

        ArgumentException error = Assert.Throws<ArgumentException>(
            () => model.Predict(Simulated.Data(2).Slices[0].Customers.Without("orders"), Token));
        Assert.Contains("'orders'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_Cancelled_Throws() => Assert.Throws<OperationCanceledException>(
        () => new LogisticRegressionTrainer().Fit(Simulated.Data(300), cancellationToken: new CancellationToken(true)));

    [Fact]
    public void Validation_LastSlice_IsNotLearnedFrom()
    {
        ProbabilityData data = Simulated.Data(2_000, 3);

        ProbabilityValidation validation = ProbabilityValidation.Of(new LogisticRegressionTrainer(), data, cancellationToken: Token);

        LogisticRegressionModel before = new LogisticRegressionTrainer().Fit(data.Take(0, 2), cancellationToken: Token);
        Assert.Equal(before.Predict(data.Slices[2].Customers, Token), validation.Probabilities);
        Assert.Equal(("logistic", "leaves"), (validation.Model, validation.Outcome));
        Assert.Equal((10, 10), (validation.Reliability.Count, validation.Lift.Count));
        Assert.InRange(validation.Auc, .8, .95);
        Assert.InRange(validation.CalibrationError, 0, .04);
        Assert.True(validation.Brier < .2 && validation.LogLoss < .6);
    }

    [Fact]
    public void Fit_Vectors_AreFeatures()
    {
        ProbabilityData data = Simulated.Data(1_500);
        ProbabilitySlice slice = data.Slices[0];
        Matrix vectors = new(slice.Customers.Count, 2);
        for (int row = 0; row < vectors.Rows; row++) vectors[row, 1] = slice.Happened[row] ? 1 : -1;
        ProbabilityData withVectors = new(
            data.Outcome, ["embedding"],
            new ProbabilitySlice(slice.Customers.With(new VectorColumn("embedding", vectors)), slice.Happened));

        LogisticRegressionModel model = new LogisticRegressionTrainer(new() { Penalty = 1 }).Fit(withVectors, cancellationToken: Token);

        Assert.Equal(1, BinaryMetrics.Auc(model.Predict(withVectors.Slices[0].Customers, Token), [.. slice.Happened]));
        Assert.Equal(["embedding"], model.ColumnNames);
    }

    internal static byte[] Bytes(LogisticRegressionModel model)
    {
        using MemoryStream stream = new();
        model.Save(stream);
        return stream.ToArray();
    }

    private static ProbabilityData SixAndTwoOfEight() => new(
        "o", ["flag"],
        new ProbabilitySlice(
            Table(new FlagColumn("flag", [.. Enumerable.Range(0, 16).Select(i => (bool?)(i < 8))])),
            [.. Enumerable.Range(0, 16).Select(i => i is < 6 or >= 14)]));

    private static CustomerTable Table(CustomerColumn column)
    {
        IEnumerable<CustomerId> ids = Enumerable.Range(0, column.Count).Select(i => new CustomerId($"c{i:D2}"));
        return new CustomerTable(IdIndex<CustomerId>.From(ids), new DateTime(2026, 1, 1)).With(column);
    }

    private static double[] Truths(ProbabilitySlice slice)
    {
        CustomerTable table = slice.Customers;
        return [.. Enumerable.Range(0, table.Count).Select(row => Simulated.Truth(
            table.Column<NumberColumn>("age").NumberAt(row), table.Column<WholeNumberColumn>("orders").Values[row],
            table[row].Text("city") == "town"))];
    }
}

/// <summary>The file of a logistic regression.</summary>
public sealed class LogisticRegressionConformance : ModelConformance<LogisticRegressionModel>
{
    protected override LogisticRegressionModel Sample() =>
        new LogisticRegressionTrainer(new() { Calibration = CalibrationKind.Isotonic }).Fit(Simulated.Data(120));
}

using Personalization.Core;
using Personalization.Prediction;
using Personalization.TestKit;

namespace Personalization.Tests;

public sealed class ChurnStepConformance : PipelineStepConformance<ChurnStep>
{
    protected override ChurnStep Create() => new(new() { HorizonDays = 60, MaximumMoments = 2 });
}

/// <summary>A shop where half the customers buy every 20 days for good, and half stop after their third order.</summary>
public sealed class ChurnStepTests
{
    private const int Days = 400;

    private static readonly PipelineSteps Steps = PipelineSteps.Empty
        .Add(new ReadStep()).Add(new OrdersStep()).Add(new RfmStep()).Add(new ChurnStep(new() { HorizonDays = 60, MaximumMoments = 4 }));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Run_LoyalAndLapsed_AreToldApart()
    {
        PersonalizationResult result = Run(Shop(40));

        NumberColumn churn = result.Customers.Column<NumberColumn>(ColumnNames.ChurnProbability);
        for (int row = 0; row < result.Customers.Count; row++)
        {
            if (IsLoyal(result.Customers.Customers[row])) Assert.InRange(churn.Values[row], 0, .1);
            else if (result.Customers[row].RecencyDays > 60) Assert.InRange(churn.Values[row], .9, 1);
        }

        Assert.Equal(4, result.Churn.Moments.Count);
        Assert.Equal(
            Enumerable.Range(1, 4).Reverse().Select(i => result.Customers.AsOf.AddDays(-60 * i)), result.Churn.Moments);
        Assert.Equal("recency_days", result.Churn.Importance[0].Column);
        Assert.InRange(result.Churn.Validation!.Auc, .95, 1);
        Assert.IsType<LogisticRegressionModel>(result.Models["churn"]);
    }

    /// <summary>What follows a moment mustn't be seen from it: the tables of the past end before it.</summary>
    [Fact]
    public void CustomersAt_Moment_SeesNothingLater()
    {
        PastStep past = new();
        new PersonalizationPipeline(steps: Steps.Add(past)).Run(Shop(40), cancellationToken: Token);

        Assert.Equal(new DateTime(2025, 3, 1), past.Customers!.AsOf);
        Assert.All(Enumerable.Range(0, past.Customers.Count), row => Assert.InRange(past.Customers[row].RecencyDays!.Value, 0, 59));
        Assert.True(past.Customers.Count < 40);
    }

    [Fact]
    public void Explain_Customer_AddsUpAndNamesRecency()
    {
        ChurnEstimate churn = Run(Shop(40)).Churn;

        ProbabilityReasons reasons = churn.Explain(new CustomerId("lapsed-01"))!;
        Assert.Equal(reasons.Score, reasons.Baseline + reasons.Contributions.Sum(part => part.Contribution), 9);
        Assert.Equal("recency_days", reasons.Contributions[0].Column);
        Assert.Null(churn.Explain(new CustomerId("nobody")));
    }

    [Fact]
    public void Run_TooShortALog_SaysWhy()
    {
        PersonalizationResult result = Run(Shop(40).Before(new DateTime(2025, 3, 1)));

        Assert.StartsWith(
            "No churn probability: the events reach over less than two horizons of 60 days", result.Churn.Reason, StringComparison.Ordinal);
        Assert.False(result.Customers.TryGetColumn(ColumnNames.ChurnProbability, out _));
        Assert.Contains(result.Churn.Reason!, System.Net.WebUtility.HtmlDecode(result.Report.ToString()), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NobodyLeaves_SaysWhy()
    {
        PersonalizationResult result = Run(EventLog.From(Enumerable.Range(0, 20).SelectMany(Loyal)));

        Assert.Contains("fewer than 10 of either", result.Churn.Reason, StringComparison.Ordinal);
    }

    /// <summary>A pipeline of another library that can't be written: its probabilities are there, and nothing else is lost.</summary>
    [Fact]
    public void Run_ModelThatCantBeSaved_WritesItsColumnAndEveryOtherFile()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("personalization-churn-");
        try
        {
            PipelineSteps steps = Steps.Replace(new ChurnStep(new() { HorizonDays = 60, Trainer = new Unwritable() }));
            PersonalizationResult result = new PersonalizationPipeline(steps: steps).Run(Shop(40), cancellationToken: Token);
            result.Save(folder.FullName, cancellationToken: Token);

            Assert.NotNull(result.Customers[0].ChurnProbability);
            Assert.Empty(result.Models);
            Assert.True(File.Exists(Path.Combine(folder.FullName, PersonalizationFiles.Report)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static PersonalizationResult Run(EventLog log) => new PersonalizationPipeline(steps: Steps).Run(log, cancellationToken: Token);

    private static bool IsLoyal(CustomerId customer) => customer.Value.StartsWith("loyal", StringComparison.Ordinal);

    private static EventLog Shop(int customers) =>
        EventLog.From(Enumerable.Range(0, customers).SelectMany(i => i % 2 == 0 ? Loyal(i) : Lapsed(i)));

    private static IEnumerable<ShopEvent> Loyal(int number) =>
        from day in Enumerable.Range(0, Days / 20) select Buy($"loyal-{number:D2}", number + (20 * day));

    private static IEnumerable<ShopEvent> Lapsed(int number) =>
        from order in Enumerable.Range(0, 3) select Buy($"lapsed-{number:D2}", (number * 8) + (15 * order));

    private static ShopEvent Buy(string customer, int day) =>
        new(new CustomerId(customer), new DateTime(2025, 1, 1).AddDays(day), EventType.Purchase) { UnitPrice = 20 };

    private sealed class Unwritable : IProbabilityTrainer
    {
        public string Name => "unwritable";

        public IProbabilityModel Fit(ProbabilityData data, IProgress<FitProgress>? progress, CancellationToken cancellationToken) =>
            new Half();

        private sealed class Half : IProbabilityModel
        {
            public ModelKind Kind => LogisticRegressionModel.Kind;

            public FitReport Report { get; } = FitReport.ClosedForm();

            public string Outcome => "no purchase";

            public IReadOnlyList<string> ColumnNames => [];

            public void Save(Stream destination) => throw new NotSupportedException();

            public double[] Predict(CustomerTable customers, CancellationToken cancellationToken) =>
                [.. Enumerable.Repeat(.5, customers.Count)];

            public ProbabilityReasons Explain(CustomerProfile customer) => new(.5, 0, 0, []);
        }
    }

    private sealed class PastStep : IPipelineStep
    {
        public CustomerTable? Customers { get; private set; }

        public string Name => "past";

        public void Run(PipelineContext context) => Customers = context.CustomersAt(
            new DateTime(2025, 3, 1), PipelineSteps.Empty.Add(new ReadStep()).Add(new OrdersStep()).Add(new RfmStep()));
    }
}

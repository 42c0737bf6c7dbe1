using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Rfm.Tests;

public sealed class LifetimeChooserTests
{
    private static readonly DateTime Start = new(2024, 1, 1);

    private static readonly LifetimeChoiceOptions Quick = new()
    {
        Models = [LifetimeModelType.BgNbd, LifetimeModelType.MbgNbd],
        Fit = new() { Starts = 1, MaximumIterations = 40 },
        Summary = new() { CalibrationEnd = Start.AddDays(239) },
    };

    [Fact]
    public void Score_ThreeCustomers_ByHand()
    {
        // Over 70 days of hold-out: A bought on days 0, 35 and then 80 and 100; B on day 0; C on days 30 and 69, then 139.
        EventLog log = Log(("A", 0), ("A", 35), ("A", 80), ("A", 100), ("B", 0), ("C", 30), ("C", 69), ("C", 139), ("D", 100));
        LifetimeSummary summary = LifetimeSummary.From(
            log,
            new() { Unit = TimeSpan.FromDays(1), CalibrationEnd = Start.AddDays(70) },
            TestContext.Current.CancellationToken);

        LifetimeForecastScore score = LifetimeForecastScore.OfSteadyRate(summary);

        // The hold-out has 69 days. Rates are 1/70, 0, 1/40; 2, 0 and 1 purchases followed.
        double a = 69 / 70.0, c = 69 / 40.0;
        Assert.Equal((3, 69, 3), (score.Customers, score.Horizon, score.ActualTotal));
        Assert.Equal(a + c, score.ForecastTotal, 1e-12);
        Assert.Equal((2 - a + c - 1) / 3, score.MeanAbsoluteError, 1e-12);
        Assert.Equal(Math.Sqrt((((2 - a) * (2 - a)) + ((c - 1) * (c - 1))) / 3), score.RootMeanSquaredError, 1e-12);
        Assert.Equal(((a + c) / 3) - 1, score.TotalError, 1e-12);
    }

    [Fact]
    public void Score_NoHoldOut_ErrorSaysWhatToDo()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => LifetimeForecastScore.OfSteadyRate(SmallShop.Rows(5)));

        Assert.Contains("CalibrationEnd", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_EventsAfterCalibration_NothingChanges()
    {
        List<(string, int)> until = Shop();
        LifetimeChoice without = Choose(Quick, [.. until.Where(purchase => purchase.Item2 <= 239)]);
        LifetimeChoice with = Choose(Quick, [.. until]);

        Assert.Equal(without.Reason, with.Reason);
        Assert.Equal(Shown(without), Shown(with));
        Assert.True(with.Summary.HoldOutLength > 0);
    }

    [Fact]
    public void Choose_AnyThreads_Same()
    {
        (string, int)[] shop = [.. Shop()];

        Assert.Equal(Shown(Choose(Quick with { Threads = 1 }, shop)), Shown(Choose(Quick with { Threads = 3 }, shop)));
    }

    [Theory]
    [InlineData(LifetimeCriterion.ValidationSquaredError)]
    [InlineData(LifetimeCriterion.ValidationAbsoluteError)]
    [InlineData(LifetimeCriterion.Aic)]
    [InlineData(LifetimeCriterion.Bic)]
    public void Choose_Criterion_LowestIsChosen(LifetimeCriterion criterion)
    {
        LifetimeChoice choice = Choose(Quick with { Criterion = criterion }, [.. Shop()]);

        Func<LifetimeCandidate, double> value = criterion switch
        {
            LifetimeCriterion.ValidationSquaredError => candidate => candidate.Validation.RootMeanSquaredError,
            LifetimeCriterion.ValidationAbsoluteError => candidate => candidate.Validation.MeanAbsoluteError,
            LifetimeCriterion.Aic => candidate => 8 - (2 * candidate.LogLikelihood),
            _ => candidate => (4 * Math.Log(choice.Summary.Count)) - (2 * candidate.LogLikelihood),
        };
        Assert.Equal(choice.Candidates.Min(value), value(choice.Chosen), 1e-9);
        Assert.Same(choice.Chosen.Model, choice.Model);
        Assert.StartsWith(choice.Chosen.Name, choice.Reason, StringComparison.Ordinal);
        Assert.All(choice.Candidates, candidate => Assert.Equal(4, candidate.ParameterCount));
    }

    [Fact]
    public void Choose_ValidationPart_IsLastThird()
    {
        LifetimeChoice choice = Choose(Quick, [.. Shop()]);

        // Days 0 to 239 are 240; 160 to learn from, 80 to forecast.
        Assert.Equal(Start.AddDays(159), choice.Validation.CalibrationEnd);
        Assert.Equal(80 / 7.0, choice.Validation.HoldOutLength, 1e-12);
        Assert.Equal(Start.AddDays(239), choice.Summary.CalibrationEnd);
    }

    [Fact]
    public void Choose_Progress_TellsEveryFit()
    {
        List<FitProgress> told = [];
        LifetimeChooser chooser = new(Quick with { Models = [LifetimeModelType.MbgNbd, LifetimeModelType.BgNbd] });

        chooser.Choose(Log([.. Shop()]), new Told(told.Add), TestContext.Current.CancellationToken);

        Assert.Equal([.25, .5, .75, 1], told.Select(progress => progress.Fraction!.Value));
        Assert.Equal(["MBG/NBD", "MBG/NBD", "BG/NBD", "BG/NBD"], told.Select(progress => progress.Stage));
    }

    [Fact]
    public void Choose_OneDay_ErrorSaysSo()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Choose(new(), ("A", 0), ("B", 0)));

        Assert.Contains("one day", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Choose(new()));
    }

    [Fact]
    public void Options_ModelTwiceOrNone_Error()
    {
        Assert.Throws<ArgumentException>(() => Quick with { Models = [LifetimeModelType.BgNbd, LifetimeModelType.BgNbd] });
        Assert.Throws<ArgumentException>(() => Quick with { Models = [] });
        Assert.Throws<ArgumentOutOfRangeException>(() => Quick with { Models = [(LifetimeModelType)99] });
        Assert.Throws<ArgumentOutOfRangeException>(() => Quick with { LearnShare = .95 });
    }

    [Fact]
    public void Choose_Cdnow_HoldOutAsPublished()
    {
        LifetimeChoiceOptions options = new()
        {
            Summary = new() { CalibrationEnd = new DateTime(1997, 9, 30) },
            Fit = new() { Starts = 1 },
        };
        LifetimeChoice choice = new LifetimeChooser(options).Choose(Cdnow.SampleLog(), null, TestContext.Current.CancellationToken);

        LifetimeForecastScore steady = LifetimeForecastScore.OfSteadyRate(choice.Summary);
        Assert.Equal((2930, 1.024, 2.212), (
            Math.Round(steady.ForecastTotal), Math.Round(steady.MeanAbsoluteError, 3), Math.Round(steady.RootMeanSquaredError, 3)));
        Assert.Equal(-9582.429, choice.Candidates[0].LogLikelihood, .005);
        LifetimeForecastScore score = LifetimeForecastScore.Of(choice.Model, choice.Summary, null, TestContext.Current.CancellationToken);
        Assert.True(score is { MeanAbsoluteError: <= .786, RootMeanSquaredError: <= 1.609, ActualTotal: 1882 }, score.ToString());
    }

    private static string Shown(LifetimeChoice choice) =>
        string.Join('|', choice.Candidates.Select(candidate => $"{candidate.Validation} {candidate.LogLikelihood:R}"));

    private static LifetimeChoice Choose(LifetimeChoiceOptions options, params (string, int)[] purchases) =>
        new LifetimeChooser(options).Choose(Log(purchases), null, TestContext.Current.CancellationToken);

    /// <summary>Customers who come within two months, buy at a pace of their own and leave; 300 days.</summary>
    private static List<(string, int)> Shop()
    {
        List<(string, int)> purchases = [];
        for (int i = 0; i < 80; i++)
        {
            RandomStream random = new(11, "shop of choices", (ulong)i);
            double buys = random.NextDouble() * .08, leaves = random.NextDouble() * .02;
            int day = random.NextInt32(60);
            purchases.Add(($"c{i:D3}", day));
            for (day++; day < 300 && random.NextDouble() >= leaves; day++)
            {
                if (random.NextDouble() < buys) purchases.Add(($"c{i:D3}", day));
            }
        }

        return purchases;
    }

    private static EventLog Log(params (string Customer, int Day)[] purchases)
    {
        EventLogBuilder builder = new();
        foreach ((string customer, int day) in purchases)
            builder.Add(new ShopEvent(new CustomerId(customer), Start.AddDays(day), EventType.Purchase) { UnitPrice = 10 });
        return builder.Build();
    }

    private sealed class Told(Action<FitProgress> tell) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => tell(value);
    }
}

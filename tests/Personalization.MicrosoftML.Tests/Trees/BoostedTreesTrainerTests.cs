using Microsoft.ML;
using Microsoft.ML.Data;
using Personalization.Core;
using Personalization.Numerics;
using Personalization.Prediction;
using Personalization.Prediction.Tests;

namespace Personalization.MicrosoftML.Tests;

/// <summary>What both learners must do.</summary>
public abstract class BoostedTreesTrainerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Skips where what it needs can't be loaded.</summary>
    protected abstract void Require();

    private protected abstract IProbabilityTrainer Trainer(
        ulong seed = 0, double featureShare = 1, bool early = true, CalibrationKind calibration = CalibrationKind.Platt);

    private protected abstract ITransformer Own(MLContext context, IDataView view);

    private BoostedTreesModel Fit(ProbabilityData data) => (BoostedTreesModel)Trainer().Fit(data, null, Token);

    /// <summary>The model that is served without ML.NET says what ML.NET's own says of the same trees.</summary>
    [Fact]
    public void Fit_WithoutCalibration_AsMLNetPredicts()
    {
        Require();
        ProbabilityData data = Simulated.Data(1_500, 2);
        BoostedTreesModel model = (BoostedTreesModel)Trainer(early: false, calibration: CalibrationKind.None).Fit(data, null, Token);
        MatrixView[] features = [.. data.Slices.Select(slice => model.Encoding.Apply(slice.Customers).Values)];
        bool[] outcomes = data.Outcomes();
        ColumnarView view = new(
            outcomes.Length,
            new ViewColumn<bool>("Label", BooleanDataViewType.Instance, (int row, ref bool value) => value = outcomes[row]),
            Cells.Vectors("Features", features));
        MLContext context = new(TreeLearning.SmallSeed(0));

        IDataView scored = Own(context, view).Transform(view);

        float[] expected = [.. scored.GetColumn<float>("Probability")];
        double[] actual = [.. data.Slices.SelectMany(slice => model.Predict(slice.Customers, Token))];
        Assert.Equal(expected.Length, actual.Length);
        for (int row = 0; row < actual.Length; row++) Assert.Equal(expected[row], actual[row], 1e-5);
    }

    [Fact]
    public void Fit_BentTruth_IsFound()
    {
        Require();
        BoostedTreesModel model = Fit(Simulated.Data(6_000));
        ProbabilitySlice fresh = Simulated.Data(4_000, seed: 2).Slices[0];
        double[] probabilities = model.Predict(fresh.Customers, Token);
        bool[] happened = [.. fresh.Happened];
        double[] truths = [.. Enumerable.Range(0, fresh.Customers.Count).Select(row => Simulated.Truth(
            fresh.Customers.Column<NumberColumn>("age").NumberAt(row),
            fresh.Customers.Column<WholeNumberColumn>("orders").Values[row],
            fresh.Customers[row].Text("city") == "town"))];

        double auc = BinaryMetrics.Auc(probabilities, happened), truth = BinaryMetrics.Auc(truths, happened);
        Assert.InRange(auc, truth - .02, truth + .005);
        Assert.InRange(CalibrationMetrics.ExpectedCalibrationError(probabilities, happened, 10), 0, .035);
        Assert.Equal(StopReason.NoImprovement, model.Report.StopReason);
        Assert.InRange(model.TreeCount, 5, 199);
    }

    [Fact]
    public void Explain_Contributions_AddUpToTheScore()
    {
        Require();
        BoostedTreesModel model = Fit(Simulated.Data(800));
        CustomerTable table = Simulated.Data(40, seed: 3).Slices[0].Customers;
        double[] probabilities = model.Predict(table, Token);

        for (int row = 0; row < table.Count; row++)
        {
            ProbabilityReasons reasons = model.Explain(table[row]);
            Assert.Equal(reasons.Score, reasons.Baseline + reasons.Contributions.Sum(part => part.Contribution), 1e-4);
            Assert.Equal(probabilities[row], reasons.Probability, 12);
            Assert.Equal(4, reasons.Contributions.Count);
        }
    }

    [Fact]
    public void Fit_SameSeed_SameBytes()
    {
        Require();
        byte[] Bytes(ulong seed)
        {
            using MemoryStream stream = new();
            Trainer(seed, featureShare: .5).Fit(Simulated.Data(600, 2), null, Token).Save(stream);
            return stream.ToArray();
        }

        byte[] first = Bytes(7);

        Assert.Equal(first, Bytes(7));
        Assert.NotEqual(first, Bytes(8));
    }

    [Theory]
    [InlineData(CalibrationKind.None)]
    [InlineData(CalibrationKind.Isotonic)]
    public void Fit_Calibration_IsTheOneAskedFor(CalibrationKind kind)
    {
        Require();
        BoostedTreesModel model = (BoostedTreesModel)Trainer(calibration: kind).Fit(Simulated.Data(400, 3), null, Token);

        Assert.Equal(kind, model.Calibration.Kind);
    }

    [Fact]
    public void Save_Registry_ServesWithoutTheEngine()
    {
        Require();
        BoostedTreesModel model = Fit(Simulated.Data(300));
        using MemoryStream stream = new();
        model.Save(stream);
        stream.Position = 0;

        BoostedTreesModel loaded = BoostedTreesModel.Kind.Load(stream);

        Assert.Contains(BoostedTreesModel.Kind, PredictionModels.Kinds);
        CustomerTable table = Simulated.Data(50, seed: 4).Slices[0].Customers;
        Assert.Equal(model.Predict(table, Token), loaded.Predict(table, Token));
        Assert.Equal((model.Learner, model.Outcome, model.TreeCount), (loaded.Learner, loaded.Outcome, loaded.TreeCount));
    }

    [Fact]
    public void Fit_Cancelled_Throws()
    {
        Require();
        Assert.ThrowsAny<OperationCanceledException>(() => Trainer().Fit(Simulated.Data(300), null, new CancellationToken(true)));
    }

    [Fact]
    public void Fit_OneOutcomeAlone_SaysSo()
    {
        ProbabilitySlice slice = Simulated.Data(30).Slices[0];
        ProbabilityData data = new("leaves", ["age"], new ProbabilitySlice(slice.Customers, new bool[30]));

        ArgumentException error = Assert.Throws<ArgumentException>(() => Trainer().Fit(data, null, Token));
        Assert.Contains("\"leaves\" happened to nobody of 30", error.Message, StringComparison.Ordinal);
    }
}

public sealed class FastTreeBoostedTreesTrainerTests : BoostedTreesTrainerTests
{
    protected override void Require()
    {
    }

    private protected override IProbabilityTrainer Trainer(ulong seed, double featureShare, bool early, CalibrationKind calibration) =>
        new FastTreeBoostedTreesTrainer(
            new() { Seed = seed, FeatureShare = featureShare, EarlyStopping = early, Calibration = calibration });

    private protected override ITransformer Own(MLContext context, IDataView view) =>
        FastTreeBoostedTreesTrainer.Train(new(), context, view);
}

public sealed class LightGbmBoostedTreesTrainerTests : BoostedTreesTrainerTests
{
    private static readonly string? Reason = Why();

    protected override void Require() => Assert.SkipWhen(Reason is not null, Reason ?? "");

    private protected override IProbabilityTrainer Trainer(ulong seed, double featureShare, bool early, CalibrationKind calibration) =>
        new LightGbmBoostedTreesTrainer(
            new() { Seed = seed, FeatureShare = featureShare, EarlyStopping = early, Calibration = calibration });

    private protected override ITransformer Own(MLContext context, IDataView view) =>
        LightGbmBoostedTreesTrainer.Train(new(), context, view);

    private static string? Why()
    {
        try
        {
            new LightGbmBoostedTreesTrainer(new() { Trees = 1 }).Fit(Simulated.Data(100));
            return null;
        }
        catch (DllNotFoundException error)
        {
            return $"LightGBM can't be loaded; on Linux it needs libgomp. {error.Message}";
        }
    }
}

using Personalization.Beha2Vec;
using Personalization.Clustering;
using Personalization.Core;
using Personalization.NeuralCf;
using Personalization.Numerics;
using Personalization.Prediction;
using Personalization.Recommendations;
using Personalization.Rfm;
using Personalization.TestKit;

namespace Personalization.Tests;

public sealed class EveryModelTests
{
    private static readonly Matrix Points = ReferencePoints.TwoHundred();

    private static readonly EventLog Log = EventLog.From(
        from customer in Enumerable.Range(0, 8)
        from item in Enumerable.Range(0, 5)
        where (customer + item) % 3 != 0
        let time = new DateTime(2025, 1, 1).AddDays(customer + item)
        select new ShopEvent(new CustomerId($"c{customer}"), time, EventType.Purchase) { Item = new ItemId($"i{item}") });

    /// <summary>One model of each kind that the house can save.</summary>
    private static IModel[] Samples()
    {
        FeatureTable table = FeatureTable.Create(
            IdIndex<CustomerId>.From(Enumerable.Range(100, Points.Rows).Select(i => new CustomerId($"{i}"))),
            ("spend", [.. Enumerable.Range(0, Points.Rows).Select(row => Points[row, 0])]));
        KMeansModel clusters = new KMeansTrainer(new() { ClusterCount = 3 }).Fit(table, null, TestContext.Current.CancellationToken);
        CancellationToken token = TestContext.Current.CancellationToken;
        MatrixView directions = Points.View.Slice(1, Points.Rows - 1); // row 0 is all zeros
        return
        [
            clusters,
            new MiniBatchKMeansTrainer(new() { ClusterCount = 3 }).Fit(Points, null, token),
            new SphericalKMeansTrainer(new() { ClusterCount = 3 }).Fit(directions, null, token),
            new KMediansTrainer(new() { ClusterCount = 3 }).Fit(Points, null, token),
            new SizeConstrainedKMeansTrainer(new() { ClusterCount = 3, MinSize = 50 }).Fit(Points, null, token),
            new GaussianMixtureTrainer(new() { ClusterCount = 2 }).Fit(Points, null, token),
            new AgglomerativeTrainer(new() { ClusterCount = 3 }).Fit(Points, null, token),
            new DbscanTrainer(new() { Radius = 1 }).Fit(Points, null, token),
            new HdbscanTrainer().Fit(Points, null, token),
            DriftMonitor.From(clusters, table),
            LivingSegments.Start(["low", "middle", "high"]),
            new ItemNeighborsTrainer().Fit(Log, cancellationToken: token),
            new PopularityTrainer().Fit(Log, cancellationToken: token),
            new AlsTrainer(new() { Factors = 4, Iterations = 2 }).Fit(Log, cancellationToken: token),
            new BprTrainer(new() { Factors = 4 }).Fit(Log, cancellationToken: token),
            new EaseTrainer().Fit(Log, cancellationToken: token),
            new GraphFilterTrainer(new() { Factors = 3 }).Fit(Log, cancellationToken: token),
            new UserNeighborsTrainer().Fit(Log, cancellationToken: token),
            new FactorizationMachineTrainer(new() { Factors = 4, MaxEpochs = 1 }).Fit(Log, cancellationToken: token),
            new HybridTrainer().Fit(Log, cancellationToken: token),
            new BasketRulesTrainer(new() { MinimumCount = 1 }).Fit(Log, cancellationToken: token),
            new ComplementsTrainer().Fit(Log, cancellationToken: token),
            new ContentTrainer().Fit(Log, cancellationToken: token),
            new NeuralCfTrainer(new() { Factors = 4, MaxEpochs = 1 }).Fit(Log, cancellationToken: token),
            new Beha2VecTrainer(new() { Dimensions = 8, MaxEpochs = 1 }).Fit(EventSequences.From(Log), cancellationToken: token),
            new FeatureAutoencoderTrainer(new() { Dimensions = 2, MaxEpochs = 1 }).Fit(table, cancellationToken: token),
            BgNbdModel.Of(.2, 4, .8, 2.4),
            MbgNbdModel.Of(.5, 6, .9, 1.6),
            ParetoNbdModel.Of(.5, 10, .6, 11),
            BgBbModel.Of(1.2, .75, .66, 2.8),
            GammaGammaModel.Of(6, 4, 15),
            GompertzNbdModel.Of(.5, 10, .002, .6, .003),
            BgCnbdModel.Of(2, .2, 4, .8, 2.4),
            MbgCnbdModel.Of(2, .5, 6, .9, 1.6),
            ShiftedBetaGeometricModel.Of(.7, 1.2),
            BetaDiscreteWeibullModel.Of(.7, 1.2, 1.1),
            Members(),
            new KPrototypesTrainer(new() { ClusterCount = 3 }).Fit(Points, null, token),
            Churn(),
            Trees(),
            new LinearRegressionTrainer().Fit(
                new RegressionData("spend", ["recency_days"], new RegressionSlice(Four(), [1, 5, 2, 4])), null, token),
            new UpliftTrainer(new() { Learner = UpliftLearner.XLearner }).Fit(
                new UpliftData("buys", ["recency_days"], ["gift"], new UpliftSlice(Four(), [-1, 0, -1, 0], [0, 1, 1, 0])), null, token),
            new BayesianUpliftTrainer().Fit(
                new UpliftData("buys", ["recency_days"], ["gift"], new UpliftSlice(Four(), [-1, 0, -1, 0], [0, 1, 1, 0])), null, token),
        ];
    }

    private static LifetimeCovariateModel Members()
    {
        LifetimeSummary summary = LifetimeSummary.FromRows(
            [.. Enumerable.Range(0, 40).Select(i => new LifetimeRow(i % 4, i % 4 == 0 ? 0 : 5 + (i % 7), 30 + (i % 5)))]);
        LifetimeCovariates covariates = new(("member", [.. Enumerable.Range(0, 40).Select(i => i % 2.0)]));
        return new LifetimeCovariateTrainer(options: new() { Starts = 1, MaximumIterations = 20 }).Fit(summary, covariates);
    }

    private static LogisticRegressionModel Churn() => new LogisticRegressionTrainer(new() { Penalty = 1 }).Fit(
        new ProbabilityData("churn", ["recency_days"], new ProbabilitySlice(Four(), [false, true, false, true])));

    /// <summary>One tree, one split: an engine grows them, and this package serves them.</summary>
    private static BoostedTreesModel Trees() => new(
        "churn", "by hand", FeatureTable.From(Four(), "recency_days").Encoding,
        new TreeEnsemble([3], [0, -1, -1], [30, 0, 0], [0, -1, 1], [4, 2, 2]), ScoreCalibration.None, FitReport.ClosedForm());

    private static CustomerTable Four()
    {
        IdIndex<CustomerId> ids = IdIndex<CustomerId>.From([new("a"), new("b"), new("c"), new("d")]);
        return new CustomerTable(ids, new DateTime(2025, 2, 1)).With(new NumberColumn("recency_days", [1, 40, 3, 90]));
    }

    [Fact]
    public void LoadFolder_AFileOfEveryKind_LoadsThemAll()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("personalization-every-");
        try
        {
            Dictionary<string, IModel> samples = Samples().ToDictionary(model => model.Kind.Name);
            foreach (ModelKind kind in PersonalizationModels.Registry.Kinds)
            {
                Assert.True(samples.ContainsKey(kind.Name), $"There is no sample of kind '{kind.Name}'; add one to {nameof(Samples)}.");
                samples[kind.Name].Save(Path.Combine(folder.FullName, kind.Name + ModelFile.Extension));
            }

            ModelSet loaded = PersonalizationModels.Registry.LoadFolder(folder.FullName);

            Assert.Empty(loaded.Unknown);
            Assert.Equal(samples.Keys.Order(StringComparer.Ordinal), loaded.Models.Keys);
            Assert.All(samples, sample =>
            {
                IModel model = loaded.Models[sample.Key];
                Assert.Equal(sample.Value.GetType(), model.GetType());
                Assert.Equal(Bytes(sample.Value), Bytes(model));
            });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static byte[] Bytes(IModel model)
    {
        using MemoryStream stream = new();
        model.Save(stream);
        return stream.ToArray();
    }
}

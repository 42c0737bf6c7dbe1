using Microsoft.ML;
using Microsoft.ML.Data;
using Personalization.Clustering;
using Personalization.Core;
using Personalization.Prediction.Tests;
using Personalization.Simulation;
using ReplacementMode = Microsoft.ML.Transforms.MissingValueReplacingEstimator.ReplacementMode;

namespace Personalization.MicrosoftML.Tests;

public sealed class TransformerProbabilityTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Numbers with missing ones filled in, towns as texts that ML.NET encodes, its own trainer.</summary>
    internal static IEstimator<ITransformer> Pipeline(MLContext context) => context.Transforms.Categorical.OneHotEncoding("town", "city")
        .Append(context.Transforms.ReplaceMissingValues("income", replacementMode: ReplacementMode.Mean))
        .Append(context.Transforms.Concatenate("Features", "age", "orders", "income", "town"))
        .Append(context.BinaryClassification.Trainers.FastTree(numberOfTrees: 30));

    [Fact]
    public void Fit_OwnPipeline_PredictsAsMLNetItself()
    {
        ProbabilityData data = Simulated.Data(1_200, 2);
        TransformerProbabilityModel model = new TransformerProbabilityTrainer("own", Pipeline).Fit(data, cancellationToken: Token);
        ProbabilitySlice fresh = Simulated.Data(1_500, seed: 2).Slices[0];

        double[] probabilities = model.Predict(fresh.Customers, Token);

        IDataView scored = model.Transformer.Transform(fresh.Customers.ToDataView());
        Assert.Equal(scored.GetColumn<float>("Probability").Select(value => (double)value), probabilities);
        Assert.InRange(BinaryMetrics.Auc(probabilities, [.. fresh.Happened]), .8, .95);
        Assert.Equal(["age", "orders", "city", "income"], model.ColumnNames);
    }

    [Fact]
    public void Explain_Contributions_AddUpToTheScore()
    {
        TransformerProbabilityModel model =
            new TransformerProbabilityTrainer("own", Pipeline).Fit(Simulated.Data(800), cancellationToken: Token);
        CustomerTable table = Simulated.Data(8, seed: 3).Slices[0].Customers;
        double[] probabilities = model.Predict(table, Token);

        for (int row = 0; row < table.Count; row++)
        {
            ProbabilityReasons reasons = model.Explain(table[row]);
            Assert.Equal(reasons.Score, reasons.Baseline + reasons.Contributions.Sum(part => part.Contribution), 1e-4);
            Assert.Equal(probabilities[row], reasons.Probability, 6);
            Assert.Equal("age", Assert.Single(reasons.Contributions, part => part.Column == "age").Column);
        }
    }

    [Fact]
    public void Save_Loaded_PredictsTheSame()
    {
        TransformerProbabilityModel model =
            new TransformerProbabilityTrainer("own", Pipeline).Fit(Simulated.Data(400), cancellationToken: Token);
        using MemoryStream stream = new();
        model.Save(stream);
        stream.Position = 0;

        TransformerProbabilityModel loaded = TransformerProbabilityModel.Kind.Load(stream);

        CustomerTable table = Simulated.Data(100, seed: 3).Slices[0].Customers;
        Assert.Contains(TransformerProbabilityModel.Kind, MicrosoftMLModels.Kinds);
        Assert.Equal(model.Predict(table, Token), loaded.Predict(table, Token));
        Assert.Equal(model.Explain(table[0]).Score, loaded.Explain(table[0]).Score);
        Assert.Equal(model.Explain(table[0]).Contributions, loaded.Explain(table[0]).Contributions);
    }

    /// <summary>Our table, our clusters and ML.NET's trainer in one pipeline of ML.NET, whose model serves as ours.</summary>
    [Fact]
    public void Fit_OurClustersWithin_ServesAndSaysThatItCannotBeSaved()
    {
        ProbabilityData data = Simulated.Data(900);
        TransformerProbabilityTrainer trainer = new("clusters within", context => context.Transforms
            .ReplaceMissingValues("income")
            .Append(context.Transforms.Concatenate("numbers", "age", "orders", "income"))
            .Append(context.Transforms.FitClusters("cluster", features => KMeans(features), "numbers"))
            .Append(context.Transforms.Conversion.MapKeyToVector("clusters", "cluster"))
            .Append(context.Transforms.Concatenate("Features", "numbers", "clusters"))
            .Append(context.BinaryClassification.Trainers.FastTree(numberOfTrees: 20)));

        TransformerProbabilityModel model = trainer.Fit(data, cancellationToken: Token);

        IDataView scored = model.Transformer.Transform(data.Slices[0].Customers.ToDataView());
        Assert.Equal([1u, 2u, 3u, 4u], scored.GetColumn<uint>("cluster").Distinct().Order());
        Assert.InRange(BinaryMetrics.Auc(model.Predict(data.Slices[0].Customers, Token), data.Outcomes()), .8, 1);
        NotSupportedException error = Assert.Throws<NotSupportedException>(() => model.Save(new MemoryStream()));
        Assert.Contains("ML.NET can't write a step", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AssignClusters_FittedBefore_AsTheModelSays()
    {
        CustomerTable table = Simulated.Data(300).Slices[0].Customers;
        KMeansModel clusters = KMeans(FeatureTable.From(table, "age", "orders"));
        MLContext context = new(1);
        IDataView view = table.ToDataView();

        IDataView assigned = context.Transforms.Concatenate("features", "age", "orders")
            .Append(context.Transforms.AssignClusters("cluster", clusters, "features")).Fit(view).Transform(view);

        int[] expected = clusters.Predict(FeatureTable.From(table, "age", "orders"));
        Assert.Equal(expected.Select(cluster => (uint)cluster + 1), assigned.GetColumn<uint>("cluster"));
    }

    [Fact]
    public void LookUpCustomers_NumbersTextsVectors_ByTheIdOfARow()
    {
        CustomerTable known = Simulated.Data(20).Slices[0].Customers;
        Numerics.Matrix vectors = new(20, 2);
        for (int row = 0; row < 20; row++) vectors[row, 1] = row;
        known = known.With(new VectorColumn("embedding", vectors));
        MLContext context = new(1);
        IDataView view = context.Data.LoadFromEnumerable([new Row { Who = "c000003" }, new Row { Who = "nobody" }]);

        IDataView found = context.Transforms.LookUpCustomers("age", known, "age", "Who")
            .Append(context.Transforms.LookUpCustomers("town", known, "city", "Who"))
            .Append(context.Transforms.LookUpCustomers("vector", known, "embedding", "Who")).Fit(view).Transform(view);

        Assert.Equal([(float)known.Column<NumberColumn>("age").Values[3], float.NaN], found.GetColumn<float>("age"));
        Assert.Equal([known[3].Text("city")!, ""], found.GetColumn<string>("town"));
        Assert.Equal([[0, 3], [0, 0]], found.GetColumn<float[]>("vector"));
    }

    /// <summary>The step of our pipeline takes an ML.NET pipeline for its trainer; its probabilities stand in the customer table.</summary>
    [Fact]
    public void ChurnStep_MLNetPipeline_WritesTheColumn()
    {
        EventLog log = JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = 500, Seed = 1 }).Log;
        TransformerProbabilityTrainer trainer = new("ml-net", context => context.Transforms
            .Concatenate("Features", "recency_days", "frequency", "monetary")
            .Append(context.Transforms.NormalizeMinMax("Features"))
            .Append(context.BinaryClassification.Trainers.LbfgsLogisticRegression()));
        ChurnStepOptions options = new() { Columns = ["recency_days", "frequency", "monetary"], Trainer = trainer };
        PipelineSteps steps =
            PipelineSteps.Empty.Add(new ReadStep()).Add(new OrdersStep()).Add(new RfmStep()).Add(new ChurnStep(options));

        PersonalizationResult result = new PersonalizationPipeline(steps: steps).Run(log);

        TransformerProbabilityModel model = Assert.IsType<TransformerProbabilityModel>(result.Churn.Model);
        Assert.Equal("ml-net", result.Churn.Validation?.Model);
        double auc = result.Churn.Validation!.Auc;
        Assert.True(auc > .6, $"AUC {auc}");
        double[] probabilities = [.. result.Customers.Column<NumberColumn>(ColumnNames.ChurnProbability).Values];
        Assert.All(probabilities.Where(double.IsFinite), value => Assert.InRange(value, 0, 1));
        Assert.Equal(result.Churn.Customers?.Count, probabilities.Count(double.IsFinite));
        Assert.Equal(["recency_days", "frequency", "monetary"], model.ColumnNames);
    }

    [Fact]
    public void Constructor_NoProbabilities_SaysSo()
    {
        CustomerTable table = Simulated.Data(50).Slices[0].Customers;
        MLContext context = new(1);
        ITransformer without = context.Transforms.Concatenate("Features", "age", "orders").Fit(table.ToDataView());

        ArgumentException error =
            Assert.Throws<ArgumentException>(() => new TransformerProbabilityModel("leaves", without, table, ["age", "orders"]));
        Assert.Contains("'Probability'", error.Message, StringComparison.Ordinal);
    }

    private static KMeansModel KMeans(FeatureTable features) =>
        new KMeansTrainer(new() { ClusterCount = 4, Seed = 1 }).Fit(features.Standardize());

    private sealed class Row
    {
        public string Who { get; set; } = "";
    }
}

/// <summary>The file of an ML.NET model.</summary>
public sealed class TransformerProbabilityConformance : ModelConformance<TransformerProbabilityModel>
{
    private static readonly TransformerProbabilityModel Model = new TransformerProbabilityTrainer(
        "small",
        context => context.Transforms.Concatenate("Features", "age", "orders")
            .Append(context.BinaryClassification.Trainers.LbfgsLogisticRegression()),
        new() { Examples = 4 })
        .Fit(Simulated.Data(100).WithColumns("age", "orders", "city"));

    protected override TransformerProbabilityModel Sample() => Model;
}

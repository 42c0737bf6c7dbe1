using System.Text.Json;
using AngleSharp.Html.Dom;
using Personalization.Core;
using Personalization.Insights.Tests;
using Personalization.NeuralCf;
using Personalization.Recommendations;
using Personalization.Simulation;
using Personalization.TestKit;

namespace Personalization.Tests;

public sealed class NeuralCfStepTests : IDisposable
{
    private static readonly EventLog Shop = JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = 300, Seed = 5 }).Log;

    private static readonly PersonalizationResult Result = Run(new NeuralCfStep(Quick()));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("personalization-neural-cf-");

    public void Dispose() => _folder.Delete(recursive: true);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Run_AShop_MeasuresThreeRecommendersOnTheSameCustomers()
    {
        NeuralCfComparison comparison = Result.NeuralCf!;

        Assert.Equal(["neural-cf", "item-neighbors", "popularity"], comparison.Recommenders.Select(each => each.Key));
        Assert.Single(comparison.Recommenders.Select(each => each.Value.CustomerCount).Distinct());
        Assert.InRange(comparison.CustomerCount, 20, 300);
        Assert.InRange(comparison.Error!.RootMeanSquaredError, .2, .6);
        Assert.Equal(4 * comparison.Error.Positives, comparison.Error.Negatives);
    }

    /// <summary>The figures are those of the evaluator on the split that the docs name.</summary>
    [Fact]
    public void Run_AShop_FiguresAreThoseOfTheEvaluator()
    {
        NeuralCfComparison comparison = Result.NeuralCf!;
        EventSplit split = EventSplit.LastShare(Shop, .1);
        InteractionMatrix past = InteractionMatrix.From(split.Train), held = InteractionMatrix.From(split.Test);
        RankingScores neighbors = RankingEvaluator.Evaluate(
            new ItemNeighborsTrainer().Fit(split.Train, cancellationToken: Token), held, past, [10], cancellationToken: Token);

        Assert.Equal(split.Test.FirstTime, comparison.HeldOutSince);
        Assert.Equal(neighbors.Figures, comparison.Recommenders[1].Value.Figures);
        Assert.Equal(split.Train.EventCount + split.Test.EventCount, Shop.EventCount);
        Assert.Equal(
            InteractionError.Of(comparison.Model, held, past, 3, cancellationToken: Token), comparison.Error);
    }

    [Fact]
    public void Report_AShop_SectionHasTableVerdictAndLearningCurve()
    {
        IHtmlDocument page = PageReading.Parse(Result.Report);
        string[][] rows = PageReading.RowsOf(page, "neural-cf");
        string section = page.QuerySelector("section[aria-labelledby=neural-cf]")!.TextContent;

        Assert.Equal(
            ["recommendations", "neural-cf", "offers"],
            PageReading.SectionsOf(page).Where(id => id is "recommendations" or "neural-cf" or "offers"));
        Assert.Equal(["NeuMF", "Item neighbours", "Popularity"], rows.Select(row => row[0]));
        Assert.NotEqual("–", rows[0][1]);
        Assert.Equal("–", rows[1][1]);
        Assert.Contains("Which is ahead?", section, StringComparison.Ordinal);
        Assert.Contains($"by F1@10 over {Result.NeuralCf!.CustomerCount} customers", section, StringComparison.Ordinal);
        Assert.Contains("kept: ", section, StringComparison.Ordinal);
        Assert.Equal(2, page.QuerySelectorAll("[aria-labelledby=neural-cf] svg").Length);
        PageReading.AssertLinked(page);
        PageReading.AssertSafe(page);
    }

    [Fact]
    public void Save_AShop_WritesFiguresCurveSummaryAndModel()
    {
        Result.Save(_folder.FullName, includeTimings: false, Token);
        JsonElement file = Json("neural-cf.json"), summary = Json("summary.json").GetProperty("neural_cf");
        NeuralCfComparison comparison = Result.NeuralCf!;
        ModelSet models = PersonalizationModels.Registry.LoadFolder(Path.Combine(_folder.FullName, "models"));

        Assert.Equal(comparison.Recommenders[0].Value["F1@10"], summary.GetProperty("neural-cf").GetProperty("F1@10").GetDouble());
        Assert.Equal(comparison.Error!.RootMeanSquaredError, summary.GetProperty("neural-cf").GetProperty("RMSE").GetDouble());
        Assert.Equal(comparison.CustomerCount, file.GetProperty("comparison").GetProperty("customers").GetInt32());
        Assert.Equal(
            comparison.Model.Report.Objectives,
            file.GetProperty("epochs").GetProperty("objective").EnumerateArray().Select(value => value.GetDouble()));
        Assert.Equal(
            comparison.Model.Report.Iterations, file.GetProperty("epochs").GetProperty("ndcg@10").GetArrayLength());
        Assert.Equal(NeuralCfArchitecture.NeuMf, models.Get<NeuralCfModel>(PersonalizationFiles.NeuralCf).Options.Architecture);
        Assert.IsType<HybridModel>(models.Get<IRecommender>(PersonalizationFiles.Recommender));
    }

    [Fact]
    public void Save_AnyThreads_SameBytes()
    {
        Dictionary<string, byte[]>? first = null;
        foreach (int threads in (int[])[1, 2, 7])
        {
            string folder = Path.Combine(_folder.FullName, $"{threads}");
            Run(new NeuralCfStep(Quick()), threads).Save(folder, includeTimings: false, Token);
            Dictionary<string, byte[]> files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .ToDictionary(path => Path.GetRelativePath(folder, path), File.ReadAllBytes);
            first ??= files;

            Assert.All(
                files,
                file => Assert.True(file.Value.AsSpan().SequenceEqual(first[file.Key]), $"{file.Key} differs with {threads} threads."));
        }
    }

    /// <summary>The step measures, and changes nothing of what the others find.</summary>
    [Fact]
    public void Run_BesideTheWholeJob_ListsStayThoseOfItemNeighbours()
    {
        PersonalizationResult without = new PersonalizationPipeline(new() { Seed = 3 }).Run(Shop, cancellationToken: Token);

        Assert.IsType<HybridModel>(Result.Recommender);
        Assert.Equal(
            without.Recommendations.SelectMany(list => list.Recommendations.Select(item => (list.Customer, item.Item, item.Score))),
            Result.Recommendations.SelectMany(list => list.Recommendations.Select(item => (list.Customer, item.Item, item.Score))));
        Assert.Equal(without.Customers.Columns.Select(column => column.Name), Result.Customers.Columns.Select(column => column.Name));
    }

    [Fact]
    public void Run_SaveFitOnWholeLog_SavesAnotherModelThanTheMeasured()
    {
        PersonalizationResult whole = Run(new NeuralCfStep(Quick() with { SaveFitOnWholeLog = true }));

        Assert.Same(Result.NeuralCf!.Model, Result.Models[PersonalizationFiles.NeuralCf]);
        Assert.NotSame(whole.NeuralCf!.Model, whole.Models[PersonalizationFiles.NeuralCf]);
        Assert.Equal(Result.NeuralCf!.Recommenders[0].Value.Figures, whole.NeuralCf!.Recommenders[0].Value.Figures);
    }

    /// <summary>Everybody buys one item again and again: nothing new comes later, and files of an earlier run go.</summary>
    [Fact]
    public void Run_NothingNewLater_FindsNothingAndLeavesNoFiles()
    {
        Result.Save(_folder.FullName, cancellationToken: Token);
        PersonalizationResult result = Run(new NeuralCfStep(Quick()), log: Shops.Purchases("a: x x x x x x", "b: x x x x x x x x x x"));
        result.Save(_folder.FullName, includeTimings: false, Token);

        Assert.Null(result.NeuralCf);
        Assert.DoesNotContain("neural-cf", result.Report.ToString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, Json("summary.json").GetProperty("neural_cf").ValueKind);
        Assert.Empty(Directory.EnumerateFiles(_folder.FullName, "neural-cf*", SearchOption.AllDirectories));
    }

    /// <summary>A model that was trained to rank has no RMSE; one without held-out customers no validation figure.</summary>
    [Fact]
    public void Run_TrainedToRankWithoutValidation_HasNeitherRmseNorValidation()
    {
        PersonalizationResult result = Run(new NeuralCfStep(Quick() with
        {
            Model = new NeuralCfOptions
            {
                Factors = 4,
                MaxEpochs = 2,
                ValidationCustomers = 0,
                Loss = NeuralCfLoss.BayesianPersonalizedRanking,
            },
            Cutoff = 3,
        }));
        IHtmlDocument page = PageReading.Parse(result.Report);

        Assert.Null(result.NeuralCf!.Error);
        Assert.Equal("Dot product", PageReading.RowsOf(page, "neural-cf")[0][0]);
        Assert.All(PageReading.RowsOf(page, "neural-cf"), row => Assert.Equal("–", row[1]));
        Assert.Single(page.QuerySelectorAll("[aria-labelledby=neural-cf] svg"));
        Assert.True(result.NeuralCf!.Recommenders[0].Value["F1@3"] >= 0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void HeldOutShare_OutOfRange_Throws(double share) =>
        Assert.Contains(
            "HeldOutShare", Assert.Throws<ArgumentOutOfRangeException>(() => new NeuralCfStepOptions { HeldOutShare = share }).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(0, 32, 40)]
    [InlineData(3_000, 32, 40)]
    [InlineData(40_000, 200, 40)]
    [InlineData(100_000, 500, 26)]
    [InlineData(430_000, 2_048, 6)]
    [InlineData(int.MaxValue, 2_048, 6)]
    public void ModelFor_SizesOfShops_StepsAndEpochsFollow(int interactions, int batch, int epochs)
    {
        NeuralCfOptions model = NeuralCfStepOptions.ModelFor(interactions);

        Assert.Equal((batch, epochs), (model.BatchSize, model.MaxEpochs));
    }

    [Fact]
    public void Create_OptionsThatDoNotGoTogether_Throws() =>
        Assert.Throws<ArgumentException>(
            () => new NeuralCfStep(new() { Model = new() { Architecture = NeuralCfArchitecture.NeuMf, HiddenLayers = [] } }));

    private static NeuralCfStepOptions Quick() =>
        new() { Model = NeuralCfStepOptions.ModelFor(10_000) with { MaxEpochs = 3 } };

    private static PersonalizationResult Run(NeuralCfStep step, int? threads = null, EventLog? log = null) =>
        new PersonalizationPipeline(
            new() { Seed = 3, Threads = threads }, PipelineSteps.Default.AddAfter<RecommendationsStep>(step))
            .Run(log ?? Shop, cancellationToken: Token);

    private JsonElement Json(string name) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder.FullName, name))).RootElement;
}

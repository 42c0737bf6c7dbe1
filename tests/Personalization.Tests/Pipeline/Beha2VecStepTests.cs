using System.Text.Json;
using AngleSharp.Html.Dom;
using Personalization.Beha2Vec;
using Personalization.Core;
using Personalization.Insights.Tests;
using Personalization.Simulation;

namespace Personalization.Tests;

public sealed class Beha2VecStepTests : IDisposable
{
    private static readonly SimulatedShop Shop = JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = 800, Seed = 21 });

    private static readonly PersonalizationResult Result = Run(new Beha2VecStep());

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("personalization-beha2vec-");

    public void Dispose() => _folder.Delete(recursive: true);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Run_AShop_ClustersTellPersonasApartBetterThanRfmDoes()
    {
        int[] personas = [.. Result.Customers.Customers.Select(customer => (int)Shop.Truth.Find(customer)!.Persona)];
        double rfm = ClusterAgreement.Between(Result.Clusters!.Model.TrainingLabels.Span, personas).AdjustedRand;
        double behavior = ClusterAgreement.Between([.. Result.BehaviorClusters!.Labels], personas).AdjustedRand;

        Assert.True(behavior > rfm, $"{behavior:0.000} by behaviour, {rfm:0.000} by RFM");
    }

    [Fact]
    public void Run_AShop_WritesEmbeddingClusterAndName()
    {
        BehaviorClusters found = Result.BehaviorClusters!;
        VectorColumn embedding = Result.Customers.Column<VectorColumn>(Beha2VecStep.EmbeddingColumn);
        WholeNumberColumn cluster = Result.Customers.Column<WholeNumberColumn>(Beha2VecStep.ClusterColumn);
        CategoryColumn name = Result.Customers.Column<CategoryColumn>(Beha2VecStep.ClusterNameColumn);
        found.Model.Customers.TryGetRow(Result.Customers.Customers[7], out int row);

        Assert.Equal(found.Model.Embeddings.Row(row).ToArray(), embedding.VectorAt(7).ToArray());
        Assert.Equal(found.Labels[7], cluster.ValueAt(7));
        Assert.Equal(found.Names[found.Labels[7]], name.TextAt(7));
        Assert.Equal(Result.Customers.Count, found.Profiles.Sum(profile => profile.Size));
        Assert.Equal(found.Names.Count, found.Names.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Report_AShop_HasClustersMapTransitionsAndLearningCurve()
    {
        IHtmlDocument page = PageReading.Parse(Result.Report);
        string[][] rows = PageReading.RowsOf(page, "behavior-clusters");
        int clusters = Result.BehaviorClusters!.Profiles.Count;

        Assert.Equal(clusters, rows.Length);
        Assert.Equal(
            Result.BehaviorClusters!.Names.Order(StringComparer.Ordinal), rows.Select(row => row[0]).Order(StringComparer.Ordinal));

        // The map, transitions of all and of each cluster, loss and validation.
        Assert.Equal(2 + clusters + 2, page.QuerySelectorAll("[aria-labelledby=behavior-clusters] svg").Length);
        PageReading.AssertLinked(page);
        PageReading.AssertSafe(page);
    }

    [Fact]
    public void Save_AShop_WritesProfilesSummaryAndModel()
    {
        Result.Save(_folder.FullName, includeTimings: false, Token);
        JsonElement file = Json("behavior-clusters.json"), summary = Json("summary.json").GetProperty("beha2vec");
        ModelSet models = PersonalizationModels.Registry.LoadFolder(Path.Combine(_folder.FullName, "models"));

        Assert.Equal(
            Result.BehaviorClusters!.Names,
            file.GetProperty("clusters").EnumerateArray().Select(each => each.GetProperty("name").GetString()));
        Assert.Equal(Result.BehaviorClusters!.Profiles.Count, summary.GetProperty("clusters").GetInt32());
        Assert.Equal(32, models.Get<Beha2VecModel>(PersonalizationFiles.Beha2Vec).Options.Dimensions);
    }

    [Theory]
    [InlineData(BehaviorClusterMethod.GaussianMixture)]
    [InlineData(BehaviorClusterMethod.Hdbscan)]
    public void Run_OtherMethods_LabelsAreThoseOfTheirModel(BehaviorClusterMethod method)
    {
        PersonalizationResult result = Run(new Beha2VecStep(new()
        {
            Method = method,
            Mixtures = new() { MinClusters = 2, MaxClusters = 3, Covariances = [Numerics.CovarianceKind.Diagonal] },
        }));
        BehaviorClusters found = result.BehaviorClusters!;

        Assert.Equal(found.Clusters.Predict(found.Signatures), found.Labels);
        Assert.All(found.Labels, label => Assert.InRange(label, -1, found.Profiles.Count - 1));
        Assert.NotEmpty(PageReading.RowsOf(PageReading.Parse(result.Report), "behavior-clusters"));
    }

    [Fact]
    public void Run_TooFewCustomers_FindsNothingAndLeavesNothingBehind()
    {
        Result.Save(_folder.FullName, includeTimings: false, Token);
        PersonalizationResult result = Run(new Beha2VecStep(new() { FewestCustomers = 100_000 }));
        result.Save(_folder.FullName, includeTimings: false, Token);

        Assert.Null(result.BehaviorClusters);
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "behavior-clusters.json")));
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "models", "beha2vec.safetensors")));
    }

    private static PersonalizationResult Run(Beha2VecStep step) =>
        new PersonalizationPipeline(new() { Seed = 3 }, PipelineSteps.Default.AddAfter<ClustersStep>(step))
            .Run(Shop.Log, cancellationToken: TestContext.Current.CancellationToken);

    private JsonElement Json(string name) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder.FullName, name))).RootElement;
}

using Microsoft.Extensions.DependencyInjection;
using Personalization.Core;
using Personalization.Simulation;

namespace Personalization.Tests;

public sealed class ModelFolderTests : IDisposable
{
    private static readonly PersonalizationResult Result =
        new PersonalizationPipeline().Run(JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = 300, Seed = 2 }).Log);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("personalization-models-");

    public ModelFolderTests() => Result.Save(_folder.FullName);

    private string Models => Path.Combine(_folder.FullName, PersonalizationFiles.Models);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void AddPersonalization_LoadModels_ServesWhatWasSaved()
    {
        using ServiceProvider provider = new ServiceCollection().AddPersonalization(p => p.LoadModels(Models)).BuildServiceProvider();
        CustomerId customer = Result.Rfm.Customers[0];

        IRecommender recommender = provider.GetRequiredService<IRecommender>();
        Assert.Equal(Result.Recommender.Recommend(customer, 5).Select(r => r.Item), recommender.Recommend(customer, 5).Select(r => r.Item));
        IClusterModel clusters = provider.GetRequiredKeyedService<IClusterModel>("clusters");
        Assert.Equal(Result.Clusters!.Model.TrainingLabels.ToArray(), clusters.Predict(Result.Rfm.ToFeatures()));
    }

    [Fact]
    public void AddPersonalization_UnknownName_ErrorListsTheNames()
    {
        using ServiceProvider provider = new ServiceCollection().AddPersonalization(p => p.LoadModels(Models)).BuildServiceProvider();

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(
            () => provider.GetRequiredKeyedService<IRecommender>("nobody").Items);
        Assert.Contains("no recommender 'nobody'; it holds recommender", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddPersonalization_OwnRecommender_Stays()
    {
        ServiceCollection services = new();
        services.AddSingleton<IRecommender>(Result.Recommender);
        using ServiceProvider provider = services.AddPersonalization(p => p.LoadModels(Models)).BuildServiceProvider();

        Assert.Same(Result.Recommender, provider.GetRequiredService<IRecommender>());
    }

    [Fact]
    public void Reload_NewFiles_ServeFromTheNextCall()
    {
        using ServiceProvider provider = new ServiceCollection().AddPersonalization(p => p.LoadModels(Models)).BuildServiceProvider();
        IRecommender recommender = provider.GetRequiredService<IRecommender>();
        int before = recommender.Items.Count;
        new PersonalizationPipeline().Run(JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = 300, ItemCount = 50, Seed = 2 }).Log).Save(_folder.FullName);

        Assert.Equal(before, recommender.Items.Count);
        provider.GetRequiredService<ModelFolder>().Reload();
        Assert.Equal(50, recommender.Items.Count);
    }

    [Fact]
    public void Reload_DamagedFile_OldModelsStay()
    {
        ModelFolder folder = new(Models);
        ModelSet before = folder.Current;
        File.WriteAllBytes(Path.Combine(Models, "recommender.safetensors"), [1, 2, 3]);

        ModelFileException error = Assert.Throws<ModelFileException>(() => folder.Reload());
        Assert.Contains("recommender.safetensors", error.Message, StringComparison.Ordinal);
        Assert.Same(before, folder.Current);
    }

    [Fact]
    public void Load_NoSuchFolder_ErrorNamesIt() =>
        Assert.Contains("nowhere", Assert.Throws<DirectoryNotFoundException>(() => new ModelFolder("nowhere")).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_KindOfAnotherVersion_ErrorNamesTheKind()
    {
        ModelFileWriter file = new("crystal-ball", 1);
        file.Add("x", [1f]);
        file.Save(Path.Combine(Models, "other.safetensors"));

        Assert.Contains("'crystal-ball'", Assert.Throws<ModelFileException>(() => ModelSet.Load(Models)).Message, StringComparison.Ordinal);
    }
}

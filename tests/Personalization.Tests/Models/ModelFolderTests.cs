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
        using IServiceScope scope = provider.CreateScope();
        CustomerId customer = Result.Rfm.Customers[0];

        IRecommender recommender = scope.ServiceProvider.GetRequiredService<IRecommender>();
        Assert.Equal(Result.Recommender.Recommend(customer, 5).Select(r => r.Item), recommender.Recommend(customer, 5).Select(r => r.Item));
        IClusterModel clusters = scope.ServiceProvider.GetRequiredKeyedService<IClusterModel>("clusters");
        Assert.Equal(Result.Clusters!.Model.TrainingLabels.ToArray(), clusters.Predict(Result.Rfm.ToFeatures()));
    }

    [Fact]
    public void AddPersonalization_UnknownName_ErrorListsTheNames()
    {
        using ServiceProvider provider = new ServiceCollection().AddPersonalization(p => p.LoadModels(Models)).BuildServiceProvider();

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(
            () => provider.GetRequiredKeyedService<IRecommender>("nobody"));
        Assert.Contains("no IRecommender called 'nobody'; of that type there is recommender.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddPersonalization_UsePipeline_RunsTheStepsThatItWasGiven()
    {
        PipelineSteps steps = PipelineSteps.Default.Without<OffersStep>();
        using ServiceProvider provider = new ServiceCollection()
            .AddPersonalization(p => p.UsePipeline(new() { Seed = 3 }, steps))
            .BuildServiceProvider();

        PersonalizationPipeline pipeline = provider.GetRequiredService<PersonalizationPipeline>();
        Assert.Same(steps, pipeline.Steps);
        Assert.Equal(3UL, (ulong)pipeline.Options.Seed);
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
    public void Reload_NewFiles_ServeFromTheNextScope()
    {
        using ServiceProvider provider = new ServiceCollection()
            .AddPersonalization(p => p.LoadModels(Models))
            .BuildServiceProvider(validateScopes: true);
        using IServiceScope before = provider.CreateScope();
        IRecommender recommender = before.ServiceProvider.GetRequiredService<IRecommender>();
        int items = recommender.Items.Count;
        SimulatedShop shop = JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = 300, ItemCount = 50, Seed = 2 });
        new PersonalizationPipeline().Run(shop.Log).Save(_folder.FullName);

        provider.GetRequiredService<ModelFolder>().Reload();

        using IServiceScope after = provider.CreateScope();
        Assert.Equal(50, after.ServiceProvider.GetRequiredService<IRecommender>().Items.Count);
        Assert.Same(recommender, before.ServiceProvider.GetRequiredKeyedService<IRecommender>("recommender"));
        Assert.Equal(items, recommender.Items.Count);
        Assert.NotEqual(50, items);
    }

    /// <summary>Two files that belong together: a scope that reads both while they are replaced gets both of one generation.</summary>
    [Fact]
    public async Task Reload_WhileManyThreadsRead_EachScopeHoldsOneSnapshot()
    {
        void Save(int generation)
        {
            foreach (string name in (string[])["first", "second"])
                new WeekdayModel([generation, 0, 0, 0, 0, 0, 0]).Save(Path.Combine(Models, name + ModelFile.Extension));
        }

        Save(0);
        using ServiceProvider provider = new ServiceCollection()
            .AddPersonalization(p => p.AddModelKind(WeekdayModel.Kind).LoadModels(Models).Serve<WeekdayModel>("first"))
            .BuildServiceProvider();
        ModelFolder folder = provider.GetRequiredService<ModelFolder>();
        using CancellationTokenSource done = new();
        Task[] readers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(
            () =>
            {
                double newest = 0;
                while (!done.IsCancellationRequested)
                {
                    using IServiceScope scope = provider.CreateScope();
                    double first = scope.ServiceProvider.GetRequiredService<WeekdayModel>().ShareOf(DayOfWeek.Monday);
                    double second = scope.ServiceProvider.GetRequiredKeyedService<WeekdayModel>("second").ShareOf(DayOfWeek.Monday);
                    Assert.Equal(first, second);
                    Assert.True(first >= newest, $"After generation {newest} came {first}.");
                    newest = first;
                }
            },
            TestContext.Current.CancellationToken))];
        for (int generation = 1; generation <= 40; generation++)
        {
            Save(generation);
            folder.Reload();
        }

        await done.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Equal(40, folder.Current.Get<WeekdayModel>("second").ShareOf(DayOfWeek.Monday));
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
        Assert.Contains(
            "nowhere", Assert.Throws<DirectoryNotFoundException>(() => new ModelFolder("nowhere")).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_KindThatNobodyAdded_NamedAndTheRestServes()
    {
        new WeekdayModel(new double[7]).Save(Path.Combine(Models, "weekdays.safetensors"));

        ModelSet models = new ModelFolder(Models).Current;

        Assert.Equal(("weekday", 5), (Assert.Single(models.Unknown).Kind, models.Count));
        Assert.Equal(6, new ModelFolder(Models, PersonalizationModels.Registry.With(WeekdayModel.Kind)).Current.Count);
    }
}

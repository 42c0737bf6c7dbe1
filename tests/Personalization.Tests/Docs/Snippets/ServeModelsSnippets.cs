using Microsoft.Extensions.DependencyInjection;
using Personalization.Core;

namespace Personalization.Tests;

/// <summary>The code of docs/how-to/serve-models.md, run in a folder with a simulated orders.csv.</summary>
[Collection("current directory")]
public sealed class ServeModelsSnippets : IDisposable
{
    private readonly SnippetFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ServeModels_FromAFolder_ByTypeAndByName()
    {
        new PersonalizationPipeline().Run("orders.csv").Save("out");
        ServiceCollection services = new();

        services.AddPersonalization(p => p.LoadModels("out/models"));

        using ServiceProvider application = services.BuildServiceProvider();
        using IServiceScope scope = application.CreateScope();
        IServiceProvider provider = scope.ServiceProvider;
        IRecommender recommender = provider.GetRequiredService<IRecommender>();
        IClusterModel byName = provider.GetRequiredKeyedService<IClusterModel>("clusters");
        ModelSet all = provider.GetRequiredService<ModelSet>();

        ModelFolder folder = application.GetRequiredService<ModelFolder>();
        ModelSet now = folder.Current;
        IRecommender current = now.Get<IRecommender>("recommender");

        folder.Reload();

        Assert.Equal(5, recommender.Recommend(recommender.Customers[0], 5).Count);
        Assert.InRange(byName.ClusterCount, 2, 10);
        Assert.Same(recommender, current);
        Assert.Same(all, now);
        Assert.NotSame(now, folder.Current);
    }

    [Fact]
    public void ServeModels_OfYourOwn_LoadBesideOurs()
    {
        new PersonalizationPipeline().Run("orders.csv").Save("out");
        ServiceCollection services = new();

        new WeekdayModel([.1, .1, .1, .1, .2, .3, .1]).Save("out/models/weekdays.safetensors");
        services.AddPersonalization(p => p.AddModelKind(WeekdayModel.Kind).LoadModels("out/models").Serve<WeekdayModel>("weekdays"));

        using ServiceProvider application = services.BuildServiceProvider();
        using IServiceScope scope = application.CreateScope();
        Assert.Equal(.3, scope.ServiceProvider.GetRequiredService<WeekdayModel>().ShareOf(DayOfWeek.Saturday));
        Assert.NotNull(scope.ServiceProvider.GetRequiredService<IRecommender>());
        Assert.Empty(scope.ServiceProvider.GetRequiredService<ModelSet>().Unknown);
    }
}

public sealed class WeekdayModel(double[] shares) : IModel<WeekdayModel>
{
    public static ModelKind<WeekdayModel> Kind { get; } =
        new("weekday", 1, file => new WeekdayModel(file.Doubles("shares", 7)));

    public FitReport Report { get; } = FitReport.ClosedForm();

    public double ShareOf(DayOfWeek day) => shares[((int)day + 6) % 7]; // weeks begin on Monday

    public void Save(Stream destination)
    {
        ModelFileWriter file = Kind.NewFile();
        file.Add("shares", shares);
        file.WriteTo(destination);
    }
}

using Personalization.Core;
using Personalization.Data;
using Personalization.NeuralCf;

namespace Personalization.Tests;

/// <summary>The code of docs/models/neural-cf.md.</summary>
[Collection("current directory")]
public sealed class ModelsNeuralCfSnippets : IDisposable
{
    private readonly SnippetFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void NeuralCf_DotProductAndNetwork_Recommend()
    {
        EventLog log = EventFile.Read("orders.csv").Log;
        NeuralCfModel model = new NeuralCfTrainer(new() { Factors = 32, MaxEpochs = 10 }).Fit(log);

        foreach (Recommendation item in model.Recommend(model.Customers[0], 5))
            Console.WriteLine($"{item.Item}, {item.Source}, because of {string.Join(", ", item.BecauseOf)}");
        model.Save("neural-cf.safetensors");

        NeuralCfModel loaded = PersonalizationModels.Registry.LoadFolder(".").Get<NeuralCfModel>("neural-cf");
        Assert.Equal(5, loaded.Recommend(model.Customers[0], 5).Count);

        NeuralCfOptions options = new()
        {
            Architecture = NeuralCfArchitecture.NeuMf,
            Factors = 8,
            HiddenLayers = [32, 16, 8],
            Loss = NeuralCfLoss.BayesianPersonalizedRanking,
            MaxEpochs = 10,
        };
        NeuralCfModel network = new NeuralCfTrainer(options).Fit(log);

        Assert.Equal(RecommendationSource.Personal, network.Recommend(network.Customers[0], 1)[0].Source);
    }

    [Fact]
    public void NeuralCf_Features_MakeListsForWhoIsNew()
    {
        EventLog log = EventFile.Read("orders.csv").Log;
        CustomerTable table = Known(log.Customers), tableOfNewCustomers = Known(
            IdIndex<CustomerId>.From([new CustomerId("signed-up-a-minute-ago")]));
        Dictionary<ItemId, float[]> titleVectors = new() { [log.Items.IdAt(0)] = [1, 0] };
        ItemId news = new("new-item");
        ItemCatalog catalogueWithNewItems = EventLog.From(
            [new ShopEvent(new CustomerId("shop"), DateTime.UnixEpoch, EventType.View) { Item = news }]).Items;
        Dictionary<ItemId, float[]> vectorsOfNewItems = new() { [news] = [0, 1] };

        SideFeatures features = new()
        {
            Customers = FeatureTable.From(table, "reason", "channel"),
            Items = ItemFeatures.From(log.Items, "category", "price_band").WithVectors(titleVectors),
        };
        NeuralCfModel model = new NeuralCfTrainer().Fit(log, features);

        NeuralCfModel today = model.WithCustomers(tableOfNewCustomers).WithItems(catalogueWithNewItems, vectorsOfNewItems);
        today.Recommend(new CustomerId("signed-up-a-minute-ago"), 10);

        Assert.Equal(10, today.Recommend(new CustomerId("signed-up-a-minute-ago"), 10).Count);
        Assert.True(today.Items.Contains(news));
    }

    private static CustomerTable Known(IdIndex<CustomerId> customers) => new CustomerTable(customers, DateTime.UnixEpoch).With(
        new CategoryColumn("reason", [.. customers.Select((_, row) => row % 2 == 0 ? "gift" : "own")]),
        new CategoryColumn("channel", [.. customers.Select((_, row) => row % 3 == 0 ? "web" : "store")]));
}

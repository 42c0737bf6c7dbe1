using Personalization.Core;
using Personalization.Data;
using Personalization.Recommendations;

namespace Personalization.Tests;

/// <summary>The code of docs/models about items: popularity.md and item-neighbors.md.</summary>
[Collection("current directory")]
public sealed class ModelsItemSnippets : IDisposable
{
    private readonly SnippetFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Popularity_ForAStranger_GivesWhatSellsNow()
    {
        EventLog log = EventFile.Read("orders.csv").Log;
        PopularityModel model = new PopularityTrainer(new() { HalfLifeDays = 30 }).Fit(log);

        foreach (Recommendation item in model.Recommend(new CustomerId("somebody new"), 5))
            Console.WriteLine($"{item.Item}: {item.Score:N1}");
        model.Save("popularity.safetensors");

        IReadOnlyList<Recommendation> list = PopularityModel.Load("popularity.safetensors").Recommend(new CustomerId("somebody new"), 5);
        Assert.Equal(
            model.Recommend(new CustomerId("somebody new"), 5).Select(r => (r.Item, r.Score)), list.Select(r => (r.Item, r.Score)));
        Assert.All(list, r => Assert.Equal(RecommendationSource.Popular, r.Source));
    }

    [Fact]
    public void ItemNeighbors_ForACustomerABasketAndAnItem_Recommends()
    {
        EventLog log = EventFile.Read("orders.csv").Log;
        ItemNeighborsModel model = new ItemNeighborsTrainer().Fit(log);

        CustomerId customer = model.Customers[0];
        foreach (Recommendation item in model.Recommend(customer, 5))
            Console.WriteLine($"{item.Item}, {item.Source}, because of {string.Join(", ", item.BecauseOf)}");

        IReadOnlyList<Recommendation> beside =
            model.Recommend(new RecommendationRequest { Basket = [model.Items[0]], Count = 5 }); // a visitor's basket
        IReadOnlyList<Recommendation> alike = model.SimilarItems(model.Items[0], 5); // "goes with this"

        Assert.Equal(5, beside.Count);
        Assert.All(alike, r => Assert.NotEqual(model.Items[0], r.Item));

        HashSet<ItemId> soldOut = [model.Items[1], model.Items[2]];
        RecommendationFilter filter = new()
        {
            Categories = new HashSet<string>(StringComparer.Ordinal) { "Necklaces", "Earrings" },
            IsAvailable = item => !soldOut.Contains(item),
        };
        IReadOnlyList<Recommendation> filtered = model.Recommend(customer, 5, filter);
        IReadOnlyList<CustomerRecommendations> all = model.RecommendAll(5, filter);

        Assert.Equal(5, filtered.Count);
        Assert.Equal(filtered.Select(r => r.Item), all[0].Recommendations.Select(r => r.Item));
        Assert.All(filtered, r => Assert.Contains(log.Items.Find(r.Item)!.Category!, filter.Categories));
    }
}

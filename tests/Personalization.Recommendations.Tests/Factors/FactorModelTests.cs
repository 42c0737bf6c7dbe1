using Personalization.Core;

namespace Personalization.Recommendations.Tests;

/// <summary>What models of factors do alike.</summary>
public sealed class FactorModelTests
{
    private static readonly InteractionOptions Counted = InteractionOptions.Behavior with { HalfLifeDays = 30 };

    /// <summary>More customers than are asked for at once, and items that fill no panel of 64.</summary>
    private static readonly EventLog Log = Shops.Random(170, 150, 4_000);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<int> Factors => [1, 7, 16, 33];

    [Theory]
    [MemberData(nameof(Factors))]
    public void RecommendAll_AnyCustomers_TheSameBitsAsOneByOne(int factors)
    {
        CustomerId[] asked = [.. Log.Customers.Reverse().Take(155), new("nobody"), Log.Customers[3], Log.Customers[3], new("else")];
        RecommendationFilter filter = new() { Categories = new HashSet<string> { "k1", "k2", "k3" } };
        foreach (FactorModel model in Models(factors))
        {
            foreach (int threads in (int[])[1, 3])
            {
                IReadOnlyList<CustomerRecommendations> lists =
                    model.RecommendAll(asked, 9, filter, threads, cancellationToken: Token);

                Assert.Equal(asked, lists.Select(list => list.Customer));
                foreach (CustomerRecommendations list in lists)
                {
                    IReadOnlyList<Recommendation> single = model.Recommend(list.Customer, 9, filter);
                    Assert.Equal(single.Select(Told), list.Recommendations.Select(Told));
                }
            }
        }

        static (ItemId, long, RecommendationSource, string) Told(Recommendation item) =>
            (item.Item, BitConverter.DoubleToInt64Bits(item.Score), item.Source, string.Join(' ', item.BecauseOf));
    }

    [Fact]
    public void RecommendAll_NoCustomers_NoLists() =>
        Assert.All(Models(4), model => Assert.Empty(model.RecommendAll([], 5, cancellationToken: Token)));

    [Fact]
    public void Load_OtherInteractions_KeepsWhatWasCounted()
    {
        using MemoryStream als = new(), bpr = new();
        new AlsTrainer(new() { Factors = 3, Iterations = 2, Interactions = Counted }).Fit(Log, cancellationToken: Token).Save(als);
        new BprTrainer(new() { Factors = 3, Epochs = 2, Interactions = Counted }).Fit(Log, cancellationToken: Token).Save(bpr);
        (als.Position, bpr.Position) = (0, 0);

        InteractionOptions[] all = [AlsModel.Load(als).Options.Interactions, BprModel.Load(bpr).Options.Interactions];
        foreach (InteractionOptions read in all)
        {
            Assert.Equal(Counted.HalfLifeDays, read.HalfLifeDays);
            Assert.Equal(Counted.Value, read.Value);
            Assert.Equal(Counted.Weights.OrderBy(pair => pair.Key.Name), read.Weights.OrderBy(pair => pair.Key.Name));
        }
    }

    private static FactorModel[] Models(int factors) =>
    [
        new AlsTrainer(new() { Factors = factors, Iterations = 3 }).Fit(Log, cancellationToken: Token),
        new BprTrainer(new() { Factors = factors, Epochs = 3 }).Fit(Log, cancellationToken: Token),
    ];
}

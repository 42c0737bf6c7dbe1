using Personalization.Core;

namespace Personalization.NeuralCf.Tests;

public sealed class TrainingExamplesTests
{
    private static readonly EventLog Log = Shops.Random(60, 40, 1_500);

    [Theory]
    [InlineData(NegativeSampling.Uniform)]
    [InlineData(NegativeSampling.Popularity)]
    public void Draw_AnyExample_NothingThatTheCustomerHas(NegativeSampling sampling)
    {
        TrainingExamples examples = TrainingExamples.Of(InteractionMatrix.From(Log));
        NegativeSampler sampler = new(examples, sampling, 3);
        int[] drawn = new int[20], again = new int[20];
        HashSet<int> seen = [];
        foreach (int example in examples.Usable)
        {
            sampler.Draw(sampler.Stream(), 2, example, drawn);
            new NegativeSampler(examples, sampling, 3).Draw(sampler.Stream(), 2, example, again);

            Assert.Equal(drawn, again);
            Assert.Empty(drawn.Intersect(examples.ItemsOf(examples.CustomerOf(example)).ToArray()));
            Assert.All(drawn, item => Assert.InRange(item, 0, examples.ItemCount - 1));
            seen.UnionWith(drawn);
        }

        Assert.Equal(examples.ItemCount, seen.Count);
    }

    [Fact]
    public void DrawAmong_OthersOfTheBatch_TheirItemsAndNothingThatTheCustomerHas()
    {
        TrainingExamples examples = TrainingExamples.Of(InteractionMatrix.From(Log));
        NegativeSampler sampler = new(examples, NegativeSampling.InBatch, 3);
        int[] others = examples.Usable[..30], drawn = new int[20];
        HashSet<int> items = [.. others.Select(examples.ItemOf)];
        foreach (int example in others)
        {
            sampler.DrawAmong(sampler.Stream(), 1, example, others, drawn);

            int[] own = examples.ItemsOf(examples.CustomerOf(example)).ToArray();
            Assert.Empty(drawn.Intersect(own));
            if (items.Except(own).Any()) Assert.Subset(items, drawn.ToHashSet());
        }
    }

    /// <summary>Alone, or among one's own: something that the customer lacks must be drawn all the same.</summary>
    [Fact]
    public void DrawAmong_OnlyItself_StillDrawsWhatTheCustomerLacks()
    {
        TrainingExamples examples = TrainingExamples.Of(InteractionMatrix.From(Log));
        NegativeSampler sampler = new(examples, NegativeSampling.InBatch, 3);
        int[] drawn = new int[5];
        sampler.DrawAmong(sampler.Stream(), 1, examples.Usable[7], [examples.Usable[7]], drawn);

        Assert.Empty(drawn.Intersect(examples.ItemsOf(examples.CustomerOf(examples.Usable[7])).ToArray()));
    }

    /// <summary>The correction of a softmax: in the batch an item is as likely as it is had, up to a constant and one of each.</summary>
    [Fact]
    public void LogProbability_InBatch_FollowsHowManyHaveIt()
    {
        TrainingExamples examples = TrainingExamples.Of(InteractionMatrix.From(Shops.Purchases("a: x y z", "b: x y", "c: x")));
        NegativeSampler sampler = new(examples, NegativeSampling.InBatch, 3);

        Assert.Equal(Math.Log(4 / 3.0), sampler.LogProbability(0) - sampler.LogProbability(1), 1e-6);
        Assert.Equal(Math.Log(4 / 2.0), sampler.LogProbability(0) - sampler.LogProbability(2), 1e-6);
    }

    /// <summary>Where one item is missing, no draw but that one can be right, whichever it is.</summary>
    [Theory]
    [InlineData(NegativeSampling.Uniform)]
    [InlineData(NegativeSampling.Popularity)]
    public void Draw_OneItemMissing_IsThatOne(NegativeSampling sampling)
    {
        const int items = 200;
        int[] all = [.. Enumerable.Range(0, items)];
        string[] shop =
        [
            .. all.Select(customer =>
                $"{customer:000}: " + string.Join(' ', all.Where(item => item != customer).Select(item => $"i{item:000}"))),
        ];
        TrainingExamples examples = TrainingExamples.Of(InteractionMatrix.From(Shops.Purchases(shop)));
        NegativeSampler sampler = new(examples, sampling, 1);
        int[] drawn = new int[2];
        foreach (int example in examples.Usable)
        {
            sampler.Draw(sampler.Stream(), 0, example, drawn);
            Assert.All(drawn, item => Assert.Equal(examples.CustomerOf(example), item));
        }
    }

    [Fact]
    public void WithValidation_Log_HoldsOutTheLastNewItemOfAFifth()
    {
        InteractionMatrix matrix = InteractionMatrix.From(Log);

        TrainingExamples examples = TrainingExamples.WithValidation(matrix, Log, 500, 1);

        Assert.Equal(matrix.Customers.Count / 5, examples.HeldOut.Length);
        Assert.Equal(matrix.Count - examples.HeldOut.Length, examples.Usable.Length);
        foreach ((int customer, int item) in examples.HeldOut)
        {
            ItemId expected = Log.Events().Where(e => e.Customer == matrix.Customers[customer] && e.Type == EventType.Purchase)
                .GroupBy(e => e.Item).MaxBy(bought => bought.Min(e => e.Time))!.Key;
            Assert.Equal(expected, matrix.Items[item]);
            Assert.DoesNotContain(item, examples.ItemsOf(customer).ToArray());
        }
    }

    [Fact]
    public void Usable_CustomerWhoHasEverything_IsLeftOut()
    {
        TrainingExamples examples = TrainingExamples.Of(InteractionMatrix.From(Shops.Purchases("a: x y", "b: x")));

        Assert.Equal([1], examples.Usable.Select(examples.CustomerOf));
    }
}

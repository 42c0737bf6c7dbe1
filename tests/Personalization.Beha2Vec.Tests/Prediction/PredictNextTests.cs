using Personalization.Core;

namespace Personalization.Beha2Vec.Tests;

public sealed class PredictNextTests
{
    [Fact]
    public void PredictNext_State_NamesWhatTheSpansSay()
    {
        EventLog log = Samples.Shop();
        Beha2VecModel model = Samples.Fit(log: log);
        BehaviorState state = model.Start(log.Customers[1]);
        float[] types = new float[model.Vocabulary.Types.Count], items = new float[model.Items.Count], times = new float[NextTime.Bins];
        model.PredictTypes(state.Embedding, types);
        model.PredictItems(state.Embedding, items);
        model.PredictTimes(state.Embedding, times);

        NextStep next = model.PredictNext(state, 4);

        Assert.Equal(model.Vocabulary.Types, next.Types.Select(type => type.Value.Name).Order(StringComparer.Ordinal));
        Assert.All(next.Types, type => Assert.Equal(types[Row(model.Vocabulary.Types, type.Value.Name)], type.Probability));
        Assert.Equal(items.OrderDescending().Take(4).Select(p => (double)p), next.Items.Select(item => item.Probability));
        Assert.All(next.Items, item => Assert.Equal(items[Row(model.Items.Values, item.Value.Value)], item.Probability));
        Assert.Equal(times, next.Time.Probabilities);
        foreach (float[] sums in (float[][])[types, items, times]) Assert.Equal(1, sums.Sum(), 1e-5);
        Assert.Equal(next.Types.OrderByDescending(type => type.Probability), next.Types);

        // Categories are sums over the catalogue.
        Assert.All(next.Categories, category => Assert.Equal(
            model.Items.Select((item, row) => log.Items.Find(item)!.Category == category.Value ? (double)items[row] : 0).Sum(),
            category.Probability,
            1e-6));
        Assert.Equal(4, next.Categories.Count);
        Assert.Contains(next.Types[0].Value.Name, next.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_IntoSpans_AllocatesNothing()
    {
        Beha2VecModel model = Samples.Fit();
        BehaviorState state = model.Start(model.Customers[1]);
        float[] types = new float[model.Vocabulary.Types.Count], items = new float[model.Items.Count], times = new float[NextTime.Bins];
        Predict();

        long before = GC.GetAllocatedBytesForCurrentThread();
        Predict();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Predict()
        {
            model.PredictTypes(state.Embedding, types);
            model.PredictItems(state.Embedding, items);
            model.PredictTimes(state.Embedding, times);
            NextTime.ProbabilityWithin(times, TimeSpan.FromMinutes(5));
            NextTime.Quantile(times, .5);
        }
    }

    [Fact]
    public void PredictNext_NothingKnown_ArgumentException()
    {
        Beha2VecModel model = Samples.Fit();

        Assert.Throws<ArgumentException>(() => model.PredictNext(model.Start()));
        Assert.Throws<ArgumentException>(() => model.PredictNext(new float[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.PredictNext(model.Start(model.Customers[0]), 0));
    }

    /// <summary>After each view always a cart event four minutes later, then a purchase an hour later: the model tells both.</summary>
    [Fact]
    public void PredictNext_RegularCustomers_TellsTypeAndTime()
    {
        List<ShopEvent> events = [];
        for (int customer = 0; customer < 60; customer++)
        {
            DateTime time = Shops.Start.AddHours(customer);
            for (int visit = 0; visit < 6; visit++, time = time.AddDays(2))
            {
                ItemId item = new($"i{(customer + visit) % 5}");
                CustomerId id = new($"c{customer:00}");
                events.Add(new ShopEvent(id, time, EventType.View) { Item = item });
                events.Add(new ShopEvent(id, time.AddMinutes(5), EventType.AddToCart) { Item = item });
                events.Add(new ShopEvent(id, time.AddMinutes(70), EventType.Purchase) { Item = item });
            }
        }

        Beha2VecOptions options = new()
        {
            Dimensions = 16,
            Blocks = 1,
            InnerWidth = 16,
            LearningRate = .01,
            MaxEpochs = 30,
            BatchSize = 16,
            Dropout = 0,
            ValidationCustomers = 0, // everybody had every item, so none of them is told first or last
        };
        Beha2VecModel model = Samples.Fit(options, EventLog.From(events));
        BehaviorState state = model.Start();
        model.Append(state, new ShopEvent(new CustomerId("new"), Shops.Start, EventType.View) { Item = new ItemId("i3") });

        NextStep next = model.PredictNext(state);

        Assert.Equal(EventType.AddToCart, next.Types[0].Value);
        Assert.True(next.Types[0].Probability > .9, next.ToString());
        Assert.InRange(next.Time.Median.TotalMinutes, 4, 8);
        Assert.Equal(new ItemId("i3"), next.Items[0].Value);
        ShopEvent cart = new(new CustomerId("new"), Shops.Start.AddMinutes(5), EventType.AddToCart) { Item = new ItemId("i3") };
        model.Append(state, cart);
        next = model.PredictNext(state);
        Assert.Equal(EventType.Purchase, next.Types[0].Value);
        Assert.InRange(next.Time.Median.TotalMinutes, 64, 128);
    }

    private static int Row(Vocabulary names, string name) =>
        names.TryGetRow(name, out int row) ? row : throw new InvalidOperationException(name);
}

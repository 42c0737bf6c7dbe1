using Personalization.Core;

namespace Personalization.Beha2Vec.Tests;

/// <summary>Small shops and models that tests share.</summary>
internal static class Samples
{
    public static Beha2VecOptions Small { get; } = new()
    {
        Dimensions = 8,
        Blocks = 2,
        InnerWidth = 8,
        Window = 5,
        MaxLength = 20,
        BatchSize = 8,
        MaxEpochs = 2,
        Seed = 3,
    };

    /// <summary>Enough to learn the order of <see cref="Circle"/>.</summary>
    public static Beha2VecOptions OfPaths { get; } = Small with
    {
        Dimensions = 16,
        InnerWidth = 32,
        Dropout = 0,
        LearningRate = .01,
        BatchSize = 16,
        MaxEpochs = 60,
        Patience = 100,
        Negatives = 8,
    };

    /// <summary>Customers walk in a circle of 40 items, each from another start.</summary>
    public static EventLog Circle() => EventLog.From(Enumerable.Range(0, 80).SelectMany(customer =>
        Enumerable.Range(0, 6 + (customer % 5)).Select(place => Event($"c{customer:00}", place, (customer + place) % 40))));

    /// <summary>A purchase, an hour after the place before.</summary>
    public static ShopEvent Event(string customer, int place, int item) =>
        new(new CustomerId(customer), Shops.Start.AddHours(place), EventType.Purchase) { Item = new ItemId($"i{item:00}") };

    /// <summary>The model's file.</summary>
    public static byte[] Bytes(Beha2VecModel model)
    {
        using MemoryStream bytes = new();
        model.Save(bytes);
        return bytes.ToArray();
    }

    /// <summary>A small model of every kind of code, the same at every call.</summary>
    public static Beha2VecModel Fit(Beha2VecOptions? options = null, EventLog? log = null) =>
        new Beha2VecTrainer(options ?? Small)
            .Fit(EventSequences.From(log ?? Shop()), cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>Events with items, categories, prices, quantities and channels, some of them untold.</summary>
    public static EventLog Shop(int customers = 12, int events = 150, int seed = 1)
    {
        Random random = new(seed);
        return EventLog.From(Enumerable.Range(0, events).Select(i => Event(random, $"c{random.Next(customers):00}", i)));
    }

    /// <summary>Sequences with so many items, one of them more often than others.</summary>
    public static EventSequences Items(int count) => EventSequences.From(EventLog.From(Enumerable.Range(0, count + 20).Select(place =>
        new ShopEvent(new CustomerId($"c{place / 100}"), Shops.Start.AddMinutes(place), EventType.View)
        {
            Item = new ItemId($"i{(place < count ? place : 0):0000}"),
        })));

    /// <summary>A random event, each later than those before.</summary>
    public static ShopEvent Event(Random random, string customer, int place)
    {
        EventType[] types = [EventType.View, EventType.AddToCart, EventType.Purchase, EventType.Exposure, new("store_visit")];
        int item = random.Next(15);
        DateTime time = Shops.Start.AddMinutes((place * 90) + random.Next(90));
        return new ShopEvent(new CustomerId(customer), time, types[random.Next(types.Length)])
        {
            Item = item < 12 ? new ItemId($"i{item:00}") : default,
            Category = item < 10 ? $"k{item % 4}" : null,
            UnitPrice = item * 7.5m,
            Quantity = random.Next(4),
            Channel = random.Next(3) switch { 0 => "web", 1 => "store", _ => null },
        };
    }
}

using Personalization.Beha2Vec;
using Personalization.Core;

namespace Personalization.Torch.Tests;

/// <summary>A small shop whose customers have from 2 to 40 events of all kinds, some of items that are unknown.</summary>
internal static class BehaviorShop
{
    public static EventSequences Sequences { get; } = EventSequences.From(
        Log(), new EventSequencesOptions { MinItemEvents = 12, PriceBands = 4 });

    /// <summary>Nothing is dropped: the engines would drop different values.</summary>
    public static Beha2VecOptions Options(
        BehaviorPositions positions, BehaviorItemLoss loss = BehaviorItemLoss.SampledSoftmax) => new()
        {
            Positions = positions,
            ItemLoss = loss,
            Negatives = 17,
            NegativePower = .5,
            Dimensions = 12,
            Heads = 3,
            Blocks = 2,
            InnerWidth = 20,
            MaxLength = 25,
            Window = 6,
            Dropout = 0,
            LearningRate = .005,
            BatchSize = 150,
            MaxEpochs = 6,
            Patience = 6,
            Seed = 3,
            Threads = 1,
        };

    public static BehaviorTask Task(Beha2VecOptions options) =>
        new(options, new BehaviorExamples(Sequences, options.MaxLength, options.ValidationCustomers, options.Seed));

    private static EventLog Log()
    {
        Random random = new(5);
        List<ShopEvent> events = [];
        for (int customer = 0; customer < 400; customer++)
        {
            DateTime time = Shops.Start.AddHours(customer);
            int count = customer % 5 == 0 ? 2 : 2 + random.Next(39);
            for (int i = 0; i < count; i++)
            {
                // What comes next depends on what came before, so that there is something to learn.
                int item = (int)(60 * Math.Pow(random.NextDouble(), 2)) / 4 * 4 + (i % 4);
                time = time.AddMinutes(Math.Exp(8 * random.NextDouble()));
                events.Add(new ShopEvent(new CustomerId($"c{customer:000}"), time, i % 4 == 3 ? EventType.Purchase : EventType.View)
                {
                    Item = random.Next(15) == 0 ? default : new ItemId($"i{item:00}"),
                    Category = $"k{item % 5}",
                    Quantity = 1 + random.Next(3),
                    UnitPrice = 1 + item,
                    Channel = random.Next(3) == 0 ? "app" : "web",
                });
            }
        }

        return EventLog.From(events);
    }
}

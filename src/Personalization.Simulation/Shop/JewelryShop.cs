using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Simulation;

/// <summary>
/// A seeded jewelry shop with known truth, at any size, for tests, demonstrations and measuring. The same options give the same bytes for
/// any number of threads. What a model can find in the log:
/// <list type="bullet">
/// <item><description>Six personas (<see cref="Persona"/>) that differ in rate, conversion, prices, coupons, channels and
/// seasons.</description></item>
/// <item><description>Tastes: of eight items shown by popularity, a customer views one by a multinomial logit of
/// <see cref="ShopTruth.TrueAffinity"/>.</description></item>
/// <item><description>Sequences: who bought an engagement ring looks for wedding rings from 20 days on, then for an anniversary necklace
/// from 90 days on; half of all orders are followed by sessions for the matching piece of the collection; what was wished for or left in
/// the cart is looked at again.</description></item>
/// <item><description>Seasons: sales in January, in July and around Black Friday; presents before Valentine's Day, Mother's Day and
/// Christmas, each with its own categories.</description></item>
/// <item><description>Churn: active customers leave at a rate of their persona, as in the Pareto/NBD model (Schmittlein, Morrison and
/// Colombo 1987).</description></item>
/// </list>
/// Discounts come by coupon: views and carts carry the list price, purchases what was paid, and the coupon event names its order. A refund
/// names its order and the price paid, has no session, and comes about 3 to 21 days later; those that would fall after the log's end aren't
/// in it.
/// </summary>
public static class JewelryShop
{
    private const int CustomersPerChunk = 64, ChunksPerWave = 64;

    /// <summary>Simulates the shop. O(events).</summary>
    /// <param name="options">Size, period, seed; null for the defaults: 2,000 customers, 240 items, the year 2025.</param>
    /// <param name="progress">Told of the customers done, every 4,096.</param>
    /// <param name="cancellationToken">Looked at before each 64 customers.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SimulatedShop Simulate(
        JewelryShopOptions? options = null, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        options ??= new JewelryShopOptions();
        cancellationToken.ThrowIfCancellationRequested();
        ShopWorld world = new(options);
        CustomerMaker maker = new(options, world.Personas);
        CustomerTruth[] customers = new CustomerTruth[options.CustomerCount];
        LogAssembler assembler = new(options, world.Catalogue.Items, customers);

        // Waves bound the memory of a large shop: events wait as chunks for no longer than a wave takes.
        for (int first = 0; first < customers.Length; first += CustomersPerChunk * ChunksPerWave)
        {
            int offset = first, count = Math.Min(CustomersPerChunk * ChunksPerWave, customers.Length - offset);
            EventChunk[] chunks = new EventChunk[ParallelChunks.ChunkCount(count, CustomersPerChunk)];
            ParallelChunks.Run(
                count,
                CustomersPerChunk,
                (chunk, start, end) =>
                {
                    chunks[chunk] = new EventChunk();
                    SessionSimulator simulator = new(world, chunks[chunk]);
                    for (int i = offset + start; i < offset + end; i++) simulator.Simulate(customers[i] = maker.Make(i), i);
                },
                options.Threads,
                cancellationToken);
            foreach (EventChunk chunk in chunks) assembler.Add(chunk);
            int done = offset + count;
            progress?.Report(new FitProgress("simulating", done / (double)customers.Length) { Count = done, Unit = "customers" });
        }

        cancellationToken.ThrowIfCancellationRequested();
        return new SimulatedShop(options, assembler.Build(), new ShopTruth(customers, world.Catalogue));
    }
}

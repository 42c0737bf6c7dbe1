using Personalization.Core;

namespace Personalization.Simulation;

/// <summary>A simulated shop: the log that models may see, and the truth behind it. Immutable and thread-safe.</summary>
public sealed class SimulatedShop
{
    internal SimulatedShop(JewelryShopOptions options, EventLog log, ShopTruth truth)
    {
        Options = options;
        Log = log;
        Truth = truth;
    }

    /// <summary>What was asked for.</summary>
    public JewelryShopOptions Options { get; }

    /// <summary>The events. Customer rows are those of <see cref="ShopTruth.Customers"/>.</summary>
    public EventLog Log { get; }

    /// <summary>What produced them.</summary>
    public ShopTruth Truth { get; }

    /// <summary>
    /// Writes the log as CSV in the generic layout: UTF-8 without a byte order mark, RFC 4180 quotes, line feeds, times as
    /// <c>2025-12-24T18:05:59</c>, the columns
    /// <c>customer_id,time,event_type,item_id,item_title,category,quantity,unit_price,currency,order_id,session_id,channel</c>.
    /// </summary>
    /// <param name="destination">A writable stream; stays open.</param>
    /// <param name="cancellationToken">Looked at before each customer.</param>
    public void WriteCsv(Stream destination, CancellationToken cancellationToken = default) =>
        ShopCsv.Write(Log, destination, cancellationToken);
}

using System.Text.Json;
using Personalization.Core;

namespace Personalization;

/// <summary>Groups purchases into orders, and starts the table of the customers who bought. Finds <see cref="OrderTable"/>.</summary>
public sealed class OrdersStep : IPipelineStep
{
    /// <inheritdoc />
    public string Name => "orders";

    /// <inheritdoc />
    public void Run(PipelineContext context)
    {
        EventLog log = context.Log;
        OrderTable orders = OrderTable.From(log, context.Options.Threads, context.CancellationToken);
        if (orders.Count == 0)
        {
            throw new ArgumentException(
                $"None of the {log.EventCount} events is a purchase, so there are no customers to analyse; "
                + $"map the shop's event names to '{EventType.Purchase}'.");
        }

        context.Add(orders);
    }

    /// <inheritdoc />
    public void Summarize(PersonalizationResult result, Utf8JsonWriter summary)
    {
        summary.WriteNumber("customers", result.Customers.Count);
        summary.WriteNumber("items", result.Log.Items.Count);
        summary.WriteNumber("orders", result.Orders.Count);
        summary.WriteNumber("revenue", result.Orders.Total);
    }
}

/// <summary>What <see cref="OrdersStep"/> found.</summary>
public static class OrdersFindings
{
    extension(PersonalizationResult result)
    {
        /// <summary>The orders.</summary>
        public OrderTable Orders => result.Get<OrderTable>();
    }
}

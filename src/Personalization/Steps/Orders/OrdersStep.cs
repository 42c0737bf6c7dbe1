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
                + $"map the shop's event names to '{EventType.Purchase}'.",
                nameof(context));
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
        summary.WriteNumber("refunds", result.Refunds);
    }
}

/// <summary>What <see cref="OrdersStep"/> found.</summary>
public static class OrdersFindings
{
    extension(PersonalizationResult result)
    {
        /// <summary>The orders.</summary>
        public OrderTable Orders => result.Get<OrderTable>();

        /// <summary>What was paid back in all, in the currency of the events; not taken off <see cref="OrderTable.Total"/>.</summary>
        public decimal Refunds => SumRefunds(result.Log);
    }

    private static decimal SumRefunds(EventLog log)
    {
        int refund = log.TypeCode(EventType.Refund);
        long sum = 0;
        for (int row = 0; refund >= 0 && row < log.Customers.Count; row++)
        {
            CustomerEvents events = log.EventsOf(row);
            for (int i = 0; i < events.Count; i++)
            {
                if (events.Types[i] == refund) sum = checked(sum + MoneyUnits.Total(events.Quantities[i], events.UnitPrices[i]));
            }
        }

        return MoneyUnits.ToDecimal(sum);
    }
}

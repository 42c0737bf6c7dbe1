using Personalization.Core;
using Personalization.Insights;

namespace Personalization;

/// <summary>
/// A look around the shop, for the report alone: peak hours, weekdays and months, categories and baskets, how order values and the days
/// between orders are spread by segment, what marks the customers who spend most, what is missing, and which orders stand out. What there
/// is too little of to tell is left out. Writes no column.
/// </summary>
public sealed class ExploreStep : IPipelineStep
{
    /// <inheritdoc />
    public string Name => "explore";

    /// <inheritdoc />
    public double Weight => .2;

    /// <inheritdoc />
    public void Run(PipelineContext context)
    {
    }

    /// <inheritdoc />
    public void Report(PersonalizationResult result, ReportBuilder report)
    {
        if (result.Find<OrderTable>() is { Count: >= ExploreReport.FewestOrders } orders)
            ExploreReport.Add(report, result, ExploredOrders.From(result, orders));
    }
}

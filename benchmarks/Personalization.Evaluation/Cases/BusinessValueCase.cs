using Personalization.Incentives;

namespace Personalization.Evaluation.Cases;

/// <summary>The value model of the book shop, as published and corrected.</summary>
internal sealed class BusinessValueCase : IEvaluationCase
{
    public string Name => "business-value";

    public string Description => "The book shop's value model, as published and corrected";

    public void Run(EvaluationContext context)
    {
        foreach (BusinessValueLine line in BookShopExample.Report.Lines)
            context.Figure(
                "BusinessValueCalculator",
                line.Key,
                (double)line.Corrected,
                null,
                ("published", line.Published ?? 0m),
                ("name", line.Name));
        Tell(context, "costs", own => own.Costs);
        Tell(context, "returns", own => own.Returns);
        Tell(context, "net_present_value", own => own.NetPresentValue);
        Tell(context, "return_on_cost", own => own.ReturnOnCost!.Value);
        Tell(context, "cost_share", own => own.CostShare!.Value);
    }

    private static void Tell(EvaluationContext context, string metric, Func<BusinessCase, decimal> figure) => context.Figure(
        "BusinessCase", metric, (double)figure(BookShopExample.CorrectedCase), null,
        ("published", figure(BookShopExample.PublishedCase)));
}

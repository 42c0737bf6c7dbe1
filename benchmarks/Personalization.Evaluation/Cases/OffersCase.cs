using System.Diagnostics;
using Personalization.Incentives;
using Personalization.Simulation;

namespace Personalization.Evaluation.Cases;

/// <summary>Offers for many customers: how near the plan is to the bound, and how long it takes.</summary>
internal sealed class OffersCase : IEvaluationCase
{
    public string Name => "offers";

    public string Description => "Offers for simulated customers at several budgets [--customers N]";

    public void Run(EvaluationContext context)
    {
        SimulatedShop shop = JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = context.Option("customers", 20_000), Seed = 1 });
        PersonalizationResult result = new PersonalizationPipeline(
            new() { Seed = 1 }, PipelineSteps.Default.Replace(new RecommendationsStep(new() { Count = 3 }))).Run(shop.Log);
        foreach (decimal budget in (decimal[])[100, 1_000, 10_000, 100_000])
        {
            Stopwatch watch = Stopwatch.StartNew();
            OfferPlan plan = new OfferAllocator(new() { Budget = budget }).Allocate(
                result.Customers, OfferCatalogue.Example, result.Offers.IssuedAt);
            context.Figure(
                "OfferAllocator",
                "share_of_bound",
                plan.ShareOfBound,
                watch.Elapsed.TotalSeconds,
                ("customers", result.Customers.Count),
                ("budget", budget),
                ("cost", plan.BudgetUsed), ("expected_value", plan.Total.ExpectedNet), ("shadow_price", plan.ShadowPrice));
        }
    }
}

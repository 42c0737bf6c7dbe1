using Personalization.Simulation;

namespace Personalization.Evaluation.Cases;

/// <summary>What foretells best who buys within 30 days: counted rates, or the model of who stays away.</summary>
internal sealed class PurchaseProbabilityCase : IEvaluationCase
{
    public string Name => "purchase-probability";

    public string Description =>
        "Online Retail II and a simulated shop: log loss of the last 30 days by counted rates and by the model of churn";

    public void Run(EvaluationContext context)
    {
        Compare(context, "retail", Retail.Read(context).Log);
        Compare(context, "simulated", JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = 2_000, Seed = 1 }).Log);
    }

    private static void Compare(EvaluationContext context, string shop, Core.EventLog log)
    {
        PipelineSteps steps = PipelineSteps.Empty.Add(new ReadStep()).Add(new OrdersStep()).Add(new RfmStep()).Add(new BehaviorStep())
            .Add(new LifetimeStep()).Add(new ChurnStep()).Add(new RepeatPurchasesStep());
        PurchaseProbabilities by = new PersonalizationPipeline(new() { Seed = 1 }, steps).Run(log).Get<PurchaseProbabilities>();
        context.Figure("RepeatPurchaseRates", "log_loss", by.RatesLogLoss, null, ("shop", shop), ("customers", by.Customers));
        context.Figure("ChurnStep", "log_loss", by.ModelLogLoss, null, ("shop", shop), ("clearly_better", by.ByModel));
    }
}

using System.Diagnostics;
using Personalization.Simulation;

namespace Personalization.Evaluation.Cases;

/// <summary>The simulated shop at a size.</summary>
internal sealed class SimulateCase : IEvaluationCase
{
    public string Name => "simulate";

    public string Description => "The simulated jewelry shop [--events N]";

    public void Run(EvaluationContext context)
    {
        Stopwatch watch = Stopwatch.StartNew();
        SimulatedShop shop = JewelryShop.Simulate(JewelryShopOptions.ForEvents(context.Option("events", 1_000_000), seed: 1));
        double seconds = watch.Elapsed.TotalSeconds;
        context.Figure("JewelryShop", "events", shop.Log.EventCount, seconds);
        context.Figure("JewelryShop", "seconds", seconds, seconds);
    }
}

using Personalization.Core;
using Personalization.Prediction;
using Personalization.Simulation;

namespace Personalization.Tests;

/// <summary>The code of the page on uplift.</summary>
public sealed class UpliftSnippets
{
    [Fact]
    public void Fit_Trial_EffectsErrorsAndCurve()
    {
        CustomerTable customers = new PersonalizationPipeline(steps: PipelineSteps.Empty.Add(new ReadStep()).Add(new OrdersStep())
            .Add(new RfmStep())).Run(JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = 300, Seed = 5 }).Log).Customers;

        bool[] gotGift = [.. Enumerable.Range(0, customers.Count).Select(row => row % 2 == 0)];
        double[] bought = [.. Enumerable.Range(0, customers.Count).Select(row => row % 3 == 0 ? 1.0 : 0)];
        UpliftData trial = new(
            "buys within 30 days", ["recency_days", "frequency"], ["gift"],
            new UpliftSlice(customers, [.. gotGift.Select(gift => gift ? 0 : -1)], bought));

        UpliftModel model = new UpliftTrainer().Fit(trial);
        double[] effects = model.Effects(customers, treatment: 0);
        double[] errors = model.StandardErrors(customers, treatment: 0)!;
        UpliftReasons why = model.Explain(customers[0], treatment: 0);
        Console.WriteLine($"{customers[0].Id}: {effects[0]:+0.000;-0.000} ± {errors[0]:0.000}");
        Console.WriteLine($"{why.Contributions[0].Column} adds {why.Contributions[0].Contribution:+0.000;-0.000}");

        UpliftCurve curve = UpliftCurve.Of(effects, gotGift, bought);   // on customers who weren't learned from
        (double low, double high) = curve.Interval(UpliftFigure.QiniScikitUplift);

        Assert.InRange(curve.QiniScikitUplift, low, high);
        Assert.All(errors, error => Assert.True(error > 0));
    }
}

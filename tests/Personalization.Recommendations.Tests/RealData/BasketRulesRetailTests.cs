using System.Diagnostics;
using Personalization.Core;

namespace Personalization.Recommendations.Tests;

public sealed class BasketRulesRetailTests(ITestOutputHelper output)
{
    /// <summary>The rules that everybody who tried this data finds: cups and saucers of one set in three colours.</summary>
    [Fact]
    public void Fit_OnlineRetail_FindsTheTeacupsAndBundles()
    {
        EventLog? log = OnlineRetail.Log;
        Assert.SkipWhen(log is null, TestData.SkipReason);
        long start = Stopwatch.GetTimestamp();
        BasketRulesModel model = new BasketRulesTrainer(new() { MinimumSupport = .005 }).Fit(
            log, cancellationToken: TestContext.Current.CancellationToken);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        output.WriteLine($"{model.BasketCount} baskets, {model.ItemSets.Count()} sets, {model.RuleCount} rules, {seconds:0.00} s");
        foreach (AssociationRule rule in model.Rules.Take(3))
            output.WriteLine($"{string.Join(' ', rule.Items)} > {rule.Then}: {rule.Confidence:0.00}, {rule.Lift:0.0}, {rule.Count}");
        IReadOnlyList<ItemBundle> bundles = model.Bundles(5, .1m);
        foreach (ItemBundle bundle in bundles)
            output.WriteLine($"{string.Join(' ', bundle.Items)}: {bundle.Price} > {bundle.BundlePrice}, {bundle.Count}, {bundle.Lift:0.0}");

        Assert.Equal(36_969, model.BasketCount);
        AssociationRule teacups = model.Rules.First(rule => rule.Items.Count == 2 && rule.Items.Concat([rule.Then]).All(IsTeacup));
        Assert.True(teacups is { Confidence: > .8, Lift: > 10 }, $"{teacups}");
        Assert.Equal(5, bundles.Count);
        Assert.All(bundles, bundle => Assert.True(bundle.Lift > 1 && bundle.BundlePrice < bundle.Price));

        static bool IsTeacup(ItemId item) => item.Value is "22697" or "22698" or "22699";
    }
}

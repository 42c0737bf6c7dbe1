using Personalization.Core;
using Personalization.Prediction;

namespace Personalization.Tests;

/// <summary>The code of the page on churn.</summary>
[Collection("current directory")]
public sealed class ChurnSnippets : IDisposable
{
    private readonly SnippetFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_Churn_ProbabilitiesReasonsAndThreshold()
    {
        PipelineSteps steps = PipelineSteps.Default.Replace(new ChurnStep(new() { HorizonDays = 60 }));
        PersonalizationResult result = new PersonalizationPipeline(steps: steps).Run("orders.csv");

        ChurnEstimate churn = result.Churn;
        Console.WriteLine(churn.Reason ?? $"AUC {churn.Validation?.Auc:F3}, off by {churn.Validation?.CalibrationError:P1} on average");
        ProbabilityReasons? why = churn.Explain(result.Customers.Customers[0]);
        foreach (string reason in why?.InWords() ?? []) Console.WriteLine(reason);

        bool[] stayedAway = [.. churn.Validation!.Happened];
        double[] said = [.. churn.Validation.Probabilities];
        ActionValues values = new(Hit: 12, FalseAlarm: 2);
        CostThreshold best = CostThreshold.Best(said, stayedAway, values);
        Console.WriteLine($"act from {best.Threshold:P0} on, worth {best.Value:N0}; well calibrated it were {values.BreakEven:P0}");

        CustomerTable then = result.Customers;
        bool[] happened = [.. Enumerable.Range(0, then.Count).Select(row => then[row].Frequency > 2)];
        ProbabilityData data = new("buys often", ["recency_days", "average_order"], new ProbabilitySlice(then, happened));
        LogisticRegressionModel model = new LogisticRegressionTrainer().Fit(data);
        double[] probabilities = model.Predict(result.Customers);

        Assert.NotNull(why);
        Assert.True(best.Value > 0);
        Assert.All(probabilities, probability => Assert.InRange(probability, 0, 1));
    }
}

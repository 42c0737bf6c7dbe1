using Personalization.Core;
using Personalization.Neural;

namespace Personalization.Recommendations.Tests;

public sealed class FactorizationTaskTests
{
    /// <summary>One step of plain gradient descent on all examples against slopes of the loss, worked out pair by pair in double.</summary>
    [Theory]
    [InlineData(FactorizationMachineLoss.Logistic)]
    [InlineData(FactorizationMachineLoss.BayesianPersonalizedRanking)]
    public void Accumulate_AnyLoss_GradientsAreSlopesOfTheLoss(FactorizationMachineLoss loss)
    {
        EventLog log = Shops.Random(6, 8, 40);
        FactorizationMachineOptions options =
            new() { Factors = 3, NegativesPerPositive = 2, Loss = loss, Context = ContextParts.HourBand | ContextParts.Weekday };
        ContextLayout layout = new(options.Context, options.HourBandHours, log.Channels, []);
        ItemSpace space = ItemSpace.Of(InteractionMatrix.From(log), log.Items, new double[log.Items.Count]);
        FactorizationTask task = new(options, FactorizationExamples.Of(log, layout, 0, 0), layout, CustomerCodes.None, space);
        foreach (Parameter parameter in task.Parameters) parameter.FillNormal(7, .4);
        Dictionary<string, double[]> weights =
            task.Parameters.ToDictionary(p => p.Name, p => p.Values.Values.ToArray().Select(value => (double)value).ToArray());
        task.BeginEpoch(0);
        FactorizationWorkspace examples = task.CreateWorkspace(task.ExampleCount);
        task.Prepare(examples, 0, task.ExampleCount, 1);

        const double Rate = .5, Step = 1e-5;
        FitReport report = TrainingLoop.Run(
            task,
            new() { AdamW = null, BatchSize = int.MaxValue, MaxEpochs = 1, LearningRate = new() { Rate = Rate } },
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(Loss(), report.Objective, 1e-5);
        foreach (Parameter parameter in task.Parameters)
        {
            double[] of = weights[parameter.Name];
            for (int i = 0; i < of.Length; i++)
            {
                double before = of[i];
                of[i] = before + Step;
                double above = Loss();
                of[i] = before - Step;
                double below = Loss();
                of[i] = before;
                Assert.Equal((above - below) / (2 * Step), (before - parameter.Values.Values[i]) / Rate, 2e-5);
            }
        }

        double Loss()
        {
            double sum = 0;
            for (int group = 0; group < task.ExampleCount; group++)
            {
                double[] scores = [.. Enumerable.Range(group * 3, 3).Select(place => Score(group, examples.Items[place]))];
                sum += loss == FactorizationMachineLoss.Logistic
                    ? (Softplus(-scores[0]) + Softplus(scores[1]) + Softplus(scores[2])) / 3
                    : (Softplus(scores[1] - scores[0]) + Softplus(scores[2] - scores[0])) / 2;
            }

            return sum / task.ExampleCount;
        }

        double Score(int group, int item)
        {
            List<double[]> features =
            [
                Row("customers.weight", examples.Customers[group]), Row("items.weight", item),
                Row("categories.weight", space.CategoryOfItem[item]),
                .. examples.ContextOf(group).ToArray().Where(row => row >= 0).Select(row => Row("context.weight", row)),
            ];
            double score = weights["bias"][0] + features.Sum(row => row[3]);
            for (int i = 0; i < features.Count; i++)
            {
                for (int j = 0; j < i; j++) score += Enumerable.Range(0, 3).Sum(f => features[i][f] * features[j][f]);
            }

            return score;
        }

        double[] Row(string table, int row) => weights[table][(row * 4)..((row + 1) * 4)];

        static double Softplus(double x) => Math.Log(1 + Math.Exp(x));
    }

    [Fact]
    public void CellOf_AnyMoment_GivesTheRowsBack()
    {
        ContextLayout layout = new(ContextParts.All, 4, Vocabulary.From(["app", "web"]), [Vocabulary.From(["a", "b", "c"])]);
        int[] rows = new int[5];

        layout.RowsOf(layout.CellOf(new DateTime(2024, 12, 31, 23, 59, 0), 1), rows); // a Tuesday

        Assert.Equal([5, 6 + 2, 13 + 11, 25 + 1, 0], rows);
        Assert.Equal(27 + 2, layout.RowOf(0, 2));
        Assert.Equal(30, layout.Rows);
        layout.RowsOf(layout.CellOf(new(null, "telex")), rows);
        Assert.Equal([-1, -1, -1, -1], rows[..4]);
        Assert.Equal(0, layout.CellOf(RecommendationContext.Unknown));
    }
}

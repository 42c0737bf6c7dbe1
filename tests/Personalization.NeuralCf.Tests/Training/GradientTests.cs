using Personalization.Core;
using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.NeuralCf.Tests;

public sealed class GradientTests
{
    public static TheoryData<NeuralCfArchitecture, NeuralCfLoss> All
    {
        get
        {
            TheoryData<NeuralCfArchitecture, NeuralCfLoss> all = [];
            foreach (NeuralCfArchitecture architecture in Enum.GetValues<NeuralCfArchitecture>())
            {
                foreach (NeuralCfLoss loss in Enum.GetValues<NeuralCfLoss>()) all.Add(architecture, loss);
            }

            return all;
        }
    }

    /// <summary>
    /// The loss along the direction of each parameter's gradient must rise by as much as the gradient is long. Short steps, so that few
    /// ReLUs have their kink inside one; the tolerance is for these, and for scores in single precision.
    /// </summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Accumulate_EachParameter_AgreesWithFiniteDifferences(NeuralCfArchitecture architecture, NeuralCfLoss loss) =>
        Check(architecture, loss, NegativeSampling.Popularity, null, null);

    [Theory]
    [MemberData(nameof(All))]
    public void Accumulate_WithFeaturesAndIdsLeftOut_AgreesWithFiniteDifferences(NeuralCfArchitecture architecture, NeuralCfLoss loss) =>
        Check(architecture, loss, NegativeSampling.InBatch, Numbers(12, 3), Numbers(15, 20));

    private static Matrix Numbers(int rows, int columns)
    {
        Matrix matrix = new(rows, columns);
        RandomStream random = new(3, "features", (ulong)columns);
        foreach (ref float value in matrix.Values) value = (float)random.NextGaussian(0, .5);
        return matrix;
    }

    private static void Check(
        NeuralCfArchitecture architecture, NeuralCfLoss loss, NegativeSampling sampling, Matrix? customers, Matrix? items)
    {
        const double step = 5e-4;
        NeuralCfOptions options = new()
        {
            Architecture = architecture,
            Loss = loss,
            NegativeSampling = sampling,
            IdDropout = .4,
            Factors = 5,
            HiddenLayers = [6, 4],
            NegativesPerPositive = 3,
        };
        NeuralCfTask task = new(
            options, TrainingExamples.Of(InteractionMatrix.From(Shops.Random(12, 15, 80))), customers, items);
        foreach (Parameter parameter in task.Parameters) parameter.FillNormal(7, .5);
        task.BeginEpoch(0);
        Assert.True(Loss(task) > 0);
        float[][] weights = [.. task.Parameters.Select(parameter => parameter.Values.Values.ToArray())];
        float[][] slopes = Slopes(task, weights);
        for (int p = 0; p < weights.Length; p++)
        {
            double length = Math.Sqrt(slopes[p].Sum(slope => (double)slope * slope));
            double rise = (Moved(step) - Moved(-step)) / (2 * step);

            Assert.True(
                Math.Abs(rise - length) <= 1e-3 + (.02 * length),
                $"{task.Parameters[p].Name}: gradient {length}, finite differences {rise}");

            double Moved(double by)
            {
                Span<float> values = task.Parameters[p].Values.Values;
                for (int i = 0; i < values.Length && length > 0; i++) values[i] = (float)(weights[p][i] + (by * slopes[p][i] / length));
                double moved = Loss(task);
                weights[p].CopyTo(values);
                return moved;
            }
        }
    }

    private static double Loss(NeuralCfTask task)
    {
        int count = task.ExampleCount;
        task.BeginStep();
        TaskWorkspace workspace = task.CreateWorkspace(count);
        task.Prepare(workspace, 0, count, 1);
        return task.Accumulate(workspace, 0, count, 1, 1, new Gradients(task.Parameters)) / count;
    }

    /// <summary>A step of plain descent at rate 1 takes the gradient of the mean loss off.</summary>
    private static float[][] Slopes(NeuralCfTask task, float[][] weights)
    {
        TrainingOptions options = new() { AdamW = null, LearningRate = new() { Rate = 1 }, BatchSize = task.ExampleCount, MaxEpochs = 1 };
        TrainingLoop.Run(task, options, cancellationToken: TestContext.Current.CancellationToken);
        float[][] slopes = new float[weights.Length][];
        for (int p = 0; p < slopes.Length; p++)
        {
            Span<float> values = task.Parameters[p].Values.Values;
            slopes[p] = new float[values.Length];
            for (int i = 0; i < values.Length; i++) slopes[p][i] = weights[p][i] - values[i];
            weights[p].CopyTo(values);
        }

        return slopes;
    }
}

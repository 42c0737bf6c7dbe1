using Personalization.Core;
using Personalization.Neural;
using Personalization.NeuralCf;
using TorchSharp;

namespace Personalization.Torch.Tests;

public sealed class TorchGradientTests
{
    /// <summary>Relative to the parameter's longest gradient: float noise of sums in another order.</summary>
    private const double Tolerance = 1e-4;

    /// <summary>
    /// For what is noise alone, as no bias of all items or of a customer changes a loss of differences: gradients of scores, whose sizes
    /// add up to 1 or so, that cancel out in single precision.
    /// </summary>
    private const double Noise = 2e-7;

    public static TheoryData<NeuralCfArchitecture, NeuralCfLoss, NegativeSampling> All
    {
        get
        {
            TheoryData<NeuralCfArchitecture, NeuralCfLoss, NegativeSampling> all = [];
            foreach (NeuralCfArchitecture architecture in Enum.GetValues<NeuralCfArchitecture>())
            {
                foreach (NeuralCfLoss loss in Enum.GetValues<NeuralCfLoss>())
                {
                    foreach (NegativeSampling sampling in Enum.GetValues<NegativeSampling>()) all.Add(architecture, loss, sampling);
                }
            }

            return all;
        }
    }

    /// <summary>The same weights and the same batch, by hand-written gradients and by automatic differentiation.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Accumulate_SameWeightsAndBatch_SameLossAndGradients(
        NeuralCfArchitecture architecture, NeuralCfLoss loss, NegativeSampling sampling)
    {
        Libtorch.Require();
        NeuralCfOptions options = new()
        {
            Architecture = architecture,
            Loss = loss,
            NegativeSampling = sampling,
            Factors = 9,
            HiddenLayers = [12, 7, 5],
            NegativesPerPositive = 3,
            Threads = 1,
        };
        NeuralCfTask task = new(options, TrainingExamples.Of(InteractionMatrix.From(Shops.Random(60, 40, 900))));
        foreach (Parameter parameter in task.Parameters) parameter.FillNormal(7, .4);
        task.BeginEpoch(3);
        const int first = 17;
        int count = task.ChunkSize;
        Gradients gradients = new(task.Parameters);
        task.BeginStep();
        TaskWorkspace workspace = task.CreateWorkspace(count);
        task.Prepare(workspace, first, count, 1);
        double managedLoss = task.Accumulate(workspace, first, count, 1, 1f / count, gradients);

        torch.Device device = TorchLibrary.Open(TorchDevice.Cpu);
        TorchLibrary.UseThreads(options.Threads);
        using TorchParameters parameters = new(new AdamW(task.Parameters), new AdamWOptions(), device);
        parameters.Load();
        using TorchBatch batch = new(task, parameters, device, count);
        using torch.Tensor torchLoss = batch.Accumulate(first, count, step: 1);

        Assert.Equal(managedLoss, torchLoss.item<double>(), managedLoss * 1e-6);
        float[][] managed = [.. task.Parameters.Select(parameter => TrainingRuns.Sum([gradients], parameter))];
        double worst = 0;
        for (int p = 0; p < managed.Length; p++)
        {
            float[] ofTorch = new float[managed[p].Length];
            parameters.ReadGradient(p, ofTorch);
            double longest = managed[p].Max(Math.Abs), apart = managed[p].Zip(ofTorch, (a, b) => Math.Abs(a - b)).Max();
            Assert.True(
                apart <= (Tolerance * longest) + Noise, $"'{task.Parameters[p].Name}': {apart} apart, the longest is {longest}");
            if (longest > Noise) worst = Math.Max(worst, apart / longest);
        }

        Assert.True(managed.Count(values => values.Max(Math.Abs) > Noise) >= managed.Length - 2);
        TestContext.Current.TestOutputHelper?.WriteLine($"{worst:E1} apart at most, relative to a parameter's longest gradient");
    }
}

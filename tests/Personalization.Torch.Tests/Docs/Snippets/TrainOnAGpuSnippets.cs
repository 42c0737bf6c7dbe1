using Personalization.Core;
using Personalization.NeuralCf;

namespace Personalization.Torch.Tests;

/// <summary>The code of docs/how-to/train-on-a-gpu.md.</summary>
public sealed class TrainOnAGpuSnippets
{
    [Fact]
    public void Model_TrainedAndSaved_ServesWithoutTorch()
    {
        Libtorch.Require();
        EventLog log = Shops.Random(60, 40, 900);
        string before = Environment.CurrentDirectory;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("personalization-torch-");
        try
        {
            Environment.CurrentDirectory = folder.FullName;

            TorchDevice device = TorchDevice.Cpu; // TorchDevice.Cuda where there is a GPU
            NeuralCfOptions options = new() { Architecture = NeuralCfArchitecture.NeuMf, BatchSize = 4_096, LearningRate = .004 };
            NeuralCfModel model = new TorchNeuralCfTrainer(options, device).Fit(log);
            model.Save("neural-cf.model");

            NeuralCfModel loaded = NeuralCfModel.Kind.Load("neural-cf.model");
            CustomerId customer = model.Customers[0];
            Assert.Equal(model.Recommend(customer, 5).Ids(), loaded.Recommend(customer, 5).Ids());
        }
        finally
        {
            Environment.CurrentDirectory = before;
            folder.Delete(recursive: true);
        }
    }
}

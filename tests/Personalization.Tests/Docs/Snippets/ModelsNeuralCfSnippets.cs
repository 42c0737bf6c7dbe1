using Personalization.Core;
using Personalization.Data;
using Personalization.NeuralCf;

namespace Personalization.Tests;

/// <summary>The code of docs/models/neural-cf.md.</summary>
[Collection("current directory")]
public sealed class ModelsNeuralCfSnippets : IDisposable
{
    private readonly SnippetFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void NeuralCf_DotProductAndNetwork_Recommend()
    {
        EventLog log = EventFile.Read("orders.csv").Log;
        NeuralCfModel model = new NeuralCfTrainer(new() { Factors = 32, MaxEpochs = 10 }).Fit(log);

        foreach (Recommendation item in model.Recommend(model.Customers[0], 5))
            Console.WriteLine($"{item.Item}, {item.Source}, because of {string.Join(", ", item.BecauseOf)}");
        model.Save("neural-cf.safetensors");

        NeuralCfModel loaded = PersonalizationModels.Registry.LoadFolder(".").Get<NeuralCfModel>("neural-cf");
        Assert.Equal(5, loaded.Recommend(model.Customers[0], 5).Count);

        NeuralCfOptions options = new()
        {
            Architecture = NeuralCfArchitecture.NeuMf,
            Factors = 8,
            HiddenLayers = [32, 16, 8],
            Loss = NeuralCfLoss.BayesianPersonalizedRanking,
            MaxEpochs = 10,
        };
        NeuralCfModel network = new NeuralCfTrainer(options).Fit(log);

        Assert.Equal(RecommendationSource.Personal, network.Recommend(network.Customers[0], 1)[0].Source);
    }
}

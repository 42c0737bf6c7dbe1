using System.Diagnostics;
using Personalization.Core;
using Personalization.NeuralCf;
using Personalization.Torch;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Weights there and back: a model that was trained on libtorch is scored by Python's PyTorch, trained on there, and read again. The script
/// loads them by name into a module, so a name or a shape that isn't PyTorch's would fail.
/// </summary>
internal sealed class PythonWeightsCase : IEvaluationCase
{
    public string Name => "weights-python";

    public string Description =>
        "weights to Python's PyTorch and back, by benchmarks/peers/neural_cf_weights.py: how far scores differ [--python /usr/bin/python3]";

    public void Run(EvaluationContext context)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("personalization-weights-");
        try
        {
            foreach (NeuralCfArchitecture architecture in Enum.GetValues<NeuralCfArchitecture>())
                Run(context, architecture, folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Run(EvaluationContext context, NeuralCfArchitecture architecture, string folder)
    {
        NeuralCfOptions options = new()
        {
            Architecture = architecture,
            Factors = 8,
            HiddenLayers = [16, 8],
            MaxEpochs = 3,
            LearningRate = .01,
        };
        NeuralCfModel model = new TorchNeuralCfTrainer(options).Fit(Log());
        string own = Path.Combine(folder, "own.model"), theirs = Path.Combine(folder, "theirs.model");
        string scores = Path.Combine(folder, "scores");
        model.Save(own);
        ProcessStartInfo start = new(context.Option("python", "/usr/bin/python3"))
        {
            ArgumentList = { EvaluationContext.Source("benchmarks/peers/neural_cf_weights.py"), own, theirs, scores },
        };
        using (Process python = Process.Start(start)!)
        {
            python.WaitForExit();
            if (python.ExitCode != 0) throw new EvaluationException($"{start.FileName} ended with {python.ExitCode}.");
        }

        using ModelFile file = ModelFile.Read(File.OpenRead(scores));
        NeuralCfModel trained = NeuralCfModel.Load(File.OpenRead(theirs));
        context.Figure(architecture.ToString(), "farthest_score_there", Farthest(model, file.Floats("before", -1, -1)));
        context.Figure(architecture.ToString(), "farthest_score_back", Farthest(trained, file.Floats("after", -1, -1)));
        context.Figure(architecture.ToString(), "moved_in_python", Farthest(model, file.Floats("after", -1, -1)));
    }

    private static double Farthest(NeuralCfModel model, float[] expected)
    {
        float[] scores = new float[model.Items.Count];
        double farthest = 0;
        for (int customer = 0; customer < model.Customers.Count; customer++)
        {
            model.TryScore(model.Customers[customer], scores);
            for (int item = 0; item < scores.Length; item++)
                farthest = Math.Max(farthest, Math.Abs(scores[item] - expected[(customer * scores.Length) + item]));
        }

        return farthest;
    }

    private static EventLog Log()
    {
        Personalization.Numerics.RandomStream random = new(1, "weights");
        DateTime day = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
        return EventLog.From(Enumerable.Range(0, 4_000).Select(i =>
            new ShopEvent(new CustomerId($"c{random.NextInt32(150):000}"), day.AddMinutes(i), EventType.Purchase)
            {
                Item = new ItemId($"i{random.NextInt32(90):00}"),
            }));
    }
}

using System.Security.Cryptography;
using Personalization.Beha2Vec;
using Personalization.Core;
using Personalization.NeuralCf;
using Personalization.Numerics;
using Personalization.Recommendations;
using Personalization.Simulation;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// The SHA-256 of every clustering's and every network's model file on small made-up data, with 1, 2 and 7 threads. Run it with narrower
/// vectors (<c>DOTNET_EnableAVX512=0</c>, <c>DOTNET_EnableAVX2=0</c>, <c>DOTNET_EnableHWIntrinsic=0</c>) and compare: CI does.
/// </summary>
internal sealed class TrainerBytesCase : IEvaluationCase
{
    private static readonly int[] OtherThreads = [2, 7];

    public string Name => "trainer-bytes";

    public string Description => "SHA-256 of every trainer's model with 1, 2 and 7 threads; the same at every vector width";

    public void Run(EvaluationContext context)
    {
        ThreadPool.SetMinThreads(8, 8);
        CompareRecommenders();
        foreach (int columns in new[] { 3, 20 })
        {
            Matrix samples = ClusterTrainer.Clouds(context.Option("rows", 3_000), columns, 5);
            foreach (ClusterTrainer trainer in ClusterTrainer.All)
                Compare($"{trainer.Family}, {trainer.Name}, {columns} features", threads => trainer.Fit(samples, threads));
        }

        EventLog log = JewelryShop.Simulate(new() { CustomerCount = context.Option("customers", 150), Seed = 1 }).Log;
        foreach (NeuralCfArchitecture architecture in Enum.GetValues<NeuralCfArchitecture>())
        {
            foreach (NeuralCfLoss loss in Enum.GetValues<NeuralCfLoss>())
            {
                NeuralCfOptions options = new()
                {
                    Architecture = architecture,
                    Loss = loss,
                    NegativeSampling = NegativeSampling.Popularity,
                    Factors = 9,
                    HiddenLayers = [20, 7],
                    MaxEpochs = 2,
                    BatchSize = 200,
                };
                Compare($"{architecture}, {loss}", threads => new NeuralCfTrainer(options with { Threads = threads }).Fit(log).Save);
            }
        }

        CompareSequences(log);
        CompareFeatures(ClusterTrainer.Clouds(context.Option("rows", 3_000), 20, 5));
    }

    /// <summary>More items than are decomposed whole, so that singular vectors are sought.</summary>
    private static void CompareRecommenders()
    {
        RandomStream random = new(1, "interactions");
        InteractionMatrix matrix = InteractionMatrix.From(Enumerable.Range(0, 6_000).Select(_ => (
            new CustomerId($"c{random.NextUInt32() % 300}"),
            new ItemId($"i{random.NextUInt32() % 450}"),
            1 + (random.NextUInt32() % 3 / 2f))));
        Compare("EASE, dense", threads => new EaseTrainer(new() { Threads = threads }).Fit(matrix).Save);
        Compare("EASE, sparse", threads => new EaseTrainer(new() { Form = EaseForm.Sparse, Threads = threads }).Fit(matrix).Save);
        Compare("Graph filter", threads => new GraphFilterTrainer(new() { Factors = 40, Threads = threads }).Fit(matrix).Save);
    }

    private static void CompareSequences(EventLog log)
    {
        EventSequences sequences = EventSequences.From(log);
        foreach (BehaviorPositions positions in Enum.GetValues<BehaviorPositions>())
        {
            foreach (BehaviorItemLoss loss in Enum.GetValues<BehaviorItemLoss>())
            {
                Beha2VecOptions options = new()
                {
                    Positions = positions,
                    ItemLoss = loss,
                    Dimensions = 12,
                    InnerWidth = 20,
                    Window = 7,
                    MaxLength = 40,
                    Negatives = 50,
                    NegativePower = .5,
                    ContrastiveWeight = .2,
                    MaxEpochs = 2,
                    BatchSize = 60,
                };
                Compare($"Beha2Vec, {positions}, {loss}", threads =>
                    new Beha2VecTrainer(options with { Threads = threads }).Fit(sequences).Save);
                Compare($"Beha2Vec, {positions}, {loss}, masked", threads =>
                    new Beha2VecTrainer(options with { MaskedWeight = .5, Threads = threads }).Fit(sequences).Save);
            }
        }
    }

    private static void CompareFeatures(Matrix samples)
    {
        FeatureTable features = FeatureTable.Create(
            IdIndex<CustomerId>.From(Enumerable.Range(10_000, samples.Rows).Select(row => new CustomerId($"{row}"))),
            [
                .. Enumerable.Range(0, samples.Columns).Select(column =>
                    ($"x{column}", Enumerable.Range(0, samples.Rows).Select(row => samples[row, column]).ToArray())),
            ]);
        FeatureAutoencoderOptions options = new() { Dimensions = 5, HiddenLayers = [33, 9], Dropout = .1, MaxEpochs = 2 };
        Compare("FeatureAutoencoder", threads => new FeatureAutoencoderTrainer(options with { Threads = threads }).Fit(features).Save);
    }

    private static void Compare(string name, Func<int, Action<Stream>> fit)
    {
        string one = Hash(fit(1));
        foreach (int threads in OtherThreads)
        {
            string more = Hash(fit(threads));
            if (more != one) throw new EvaluationException($"{name}: {one} on 1 thread, {more} on {threads}.");
        }

        // No times here: the lines of two runs must be equal.
        Console.Out.WriteLine($"{name}: {one}");
    }

    private static string Hash(Action<Stream> save)
    {
        using MemoryStream bytes = new();
        save(bytes);
        return Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()));
    }
}

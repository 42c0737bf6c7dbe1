using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using Personalization.Core;
using Personalization.NeuralCf;
using Personalization.Recommendations;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// MovieLens 1M by the protocol of He et al. 2017: each customer's last item is the test item, ranked among 99 others that were drawn once.
/// The model is chosen, which here means the number of epochs, by what is held out of the training set: the last item there of some
/// customers, which the model doesn't train on. The test items are looked at once, at the end.
/// </summary>
internal sealed class NeuralCfCase(NeuralCfEngine? torch = null) : IEvaluationCase
{
    private const int Cutoff = 10;

    public string Name => "ncf-ml1m";

    public string Description =>
        "MovieLens 1M, leave-one-out with 99 negatives: neural collaborative filtering " + NeuralCfArguments.Usage
        + (torch is null ? "" : " [--engine Torch|TorchCuda|Managed]");

    public void Run(EvaluationContext context)
    {
        EventLog train = ReadTrain(context.Data("movielens-1m/ncf.train.rating.gz"));
        LeftOut[] tests = ReadTests(context.Data("movielens-1m/ncf.test.negative.gz"));
        context.Say($"{train.EventCount} interactions, {train.Customers.Count} customers, {train.Items.Count} items");
        PopularityModel popularity = new PopularityTrainer().Fit(train);
        float[] popularities = [.. popularity.Items.Select(item => (float)popularity.PopularityOf(item))];
        Measure(context, "popularity", 0, tests, popularity.Items, (_, scores) => popularities.CopyTo(scores, 0));

        NeuralCfOptions options = NeuralCfArguments.Read(context, new() { HiddenLayers = [64, 32, 16], Seed = 1 });
        Stopwatch watch = Stopwatch.StartNew();
        string engine = context.Option("engine", torch is null ? "Managed" : "Torch");
        NeuralCfModel model = engine == "Managed"
            ? new NeuralCfTrainer(options).Fit(train, new TrainingTold(context))
            : torch?.Invoke(engine, options, train, new TrainingTold(context))
                ?? throw new EvaluationException("--engine Torch is known to benchmarks/Personalization.Evaluation.Torch.");
        double seconds = watch.Elapsed.TotalSeconds;
        string name = options.Architecture.ToString();
        long samples = (long)train.EventCount * (1 + options.NegativesPerPositive);
        context.Figure(
            name, "epochs", model.Report.Iterations, seconds, ("samples_per_epoch", samples), ("options", options), ("engine", engine));
        Measure(context, name, seconds, tests, model.Items, (customer, scores) => model.TryScore(customer, scores));
    }

    internal static void Measure(
        EvaluationContext context, string model, double seconds, LeftOut[] tests, IdIndex<ItemId> items, Action<CustomerId, float[]> score)
    {
        float[] scores = new float[items.Count];
        int hits = 0;
        double gain = 0;
        foreach ((CustomerId customer, ItemId test, HashSet<ItemId> others) in tests)
        {
            score(customer, scores);
            float own = ScoreOf(test);

            // Where the test item stands among the negatives too, as 156 times in the original, it counts once; of equals it comes last.
            int rank = others.Count(other => other != test && ScoreOf(other) >= own);
            if (rank >= Cutoff) continue;
            hits++;
            gain += 1 / Math.Log2(rank + 2);
        }

        context.Figure(model, "hr@10", hits / (double)tests.Length, seconds);
        context.Figure(model, "ndcg@10", gain / tests.Length, seconds);

        float ScoreOf(ItemId item) => items.TryGetRow(item, out int row) ? scores[row] : float.MinValue;
    }

    /// <summary>User, item, rating, and the rank in the user's time (−1 where it is unknown), which stands for the time.</summary>
    internal static EventLog ReadTrain(string path)
    {
        DateTime start = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
        return EventLog.From(Lines(path).Select(line =>
        {
            string[] cells = line.Split('\t');
            DateTime time = start.AddSeconds(int.Parse(cells[3], CultureInfo.InvariantCulture));
            return new ShopEvent(new CustomerId(cells[0]), time, EventType.Purchase) { Item = new ItemId(cells[1]) };
        }));
    }

    /// <summary>A line a user: <c>(user,test item)</c>, then the others.</summary>
    internal static LeftOut[] ReadTests(string path) =>
    [
        .. Lines(path).Select(line =>
        {
            string[] cells = line.Split('\t');
            string[] pair = cells[0].Trim('(', ')').Split(',');
            return new LeftOut(new CustomerId(pair[0]), new ItemId(pair[1]), cells.Skip(1).Select(item => new ItemId(item)).ToHashSet());
        }),
    ];

    private static IEnumerable<string> Lines(string path)
    {
        using GZipStream unpacked = new(File.OpenRead(path), CompressionMode.Decompress);
        using StreamReader reader = new(unpacked);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0) yield return line;
        }
    }

    /// <summary>A user's test item, and the others that it stands among.</summary>
    internal sealed record LeftOut(CustomerId Customer, ItemId Test, HashSet<ItemId> Others);
}

/// <summary>Another way to fit: the engine's name, the options, the events and whom to tell.</summary>
internal delegate NeuralCfModel? NeuralCfEngine(string engine, NeuralCfOptions options, EventLog log, IProgress<FitProgress> progress);

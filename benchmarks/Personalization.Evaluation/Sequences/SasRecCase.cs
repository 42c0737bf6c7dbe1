using System.Diagnostics;
using Personalization.Beha2Vec;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Speed of SASRec's network (Kang and McAuley 2018) as peers/sasrec.py has it: d 64, two blocks, learned positions, length 200, batches of
/// 128 customers, next items alone. Dropout is .2 and AdamW doesn't decay. What peers pad isn't computed here.
/// </summary>
/// <param name="engine">Trains by the name of an engine; null where there is the managed one alone.</param>
internal sealed class SasRecCase(SequenceEngine? engine = null) : IEvaluationCase
{
    private const int Top = 10;

    public string Name => "sasrec";

    public string Description =>
        "SASRec of MovieLens 1M's size: seconds of an epoch, or of one sequence with its top 10 [--loss Softmax] [--heads 2] [--epochs 2] "
        + "[--batch 128] [--score false] [--file FILE of sequences] [--customers 6040] [--write FILE: only writes them]"
        + (engine is null ? "" : " [--engine Torch|TorchCuda|Managed]");

    public void Run(EvaluationContext context)
    {
        SequenceData data = SequenceData.Of(context);
        string write = context.Option("write", "");
        if (write.Length > 0)
        {
            data.Write(write);
            return;
        }

        bool isScored = context.Option("score", "false") == "true";
        Beha2VecOptions options = Options(context, data);
        EventSequences sequences = EventSequences.From(data.ToLog());
        EpochTimes times = new(options.MaxEpochs);
        string name = context.Option("engine", "Managed");
        Beha2VecModel model = name == "Managed"
            ? new Beha2VecTrainer(options).Fit(sequences, times)
            : engine?.Invoke(name, options, sequences, times)
                ?? throw new EvaluationException("Other engines are known to benchmarks/Personalization.Evaluation.Torch.");
        if (isScored) Score(context, model, data);
        else Tell(context, options, data, model.Report, times);
    }

    private static Beha2VecOptions Options(EvaluationContext context, SequenceData data) => new()
    {
        Dimensions = 64,
        Blocks = 2,
        Heads = context.Option("heads", 2),
        InnerWidth = 64,
        MaxLength = data.Length,
        Positions = BehaviorPositions.Learned,
        Dropout = .2,
        ItemLoss = Enum.Parse<BehaviorItemLoss>(context.Option("loss", nameof(BehaviorItemLoss.Softmax))),
        TypeWeight = 0,
        GapWeight = 0,
        WeightDecay = 0,
        BatchSize = context.Option("batch", 128),
        MaxEpochs = context.Option("epochs", 2),
        ValidationCustomers = 0,
        Seed = 1,
    };

    /// <summary>Median seconds of an epoch, tokens a second, and the loss of each epoch.</summary>
    private static void Tell(
        EvaluationContext context, Beha2VecOptions options, SequenceData data, FitReport report, EpochTimes times)
    {
        string model = $"SASRec, {options.ItemLoss}, {options.Heads} heads";
        context.Figure(model, "seconds", times.MedianSeconds, report.Duration.TotalSeconds, ("batch", options.BatchSize));
        context.Figure(model, "tokens_per_second", data.Steps / times.MedianSeconds, report.Duration.TotalSeconds);
        for (int epoch = 0; epoch < report.Iterations; epoch++)
            context.Figure(model, $"loss_{epoch + 1}", report.Objectives[epoch]);
    }

    /// <summary>One customer whose sequence is as long as can be: read, embedded, all items scored, the best ten chosen.</summary>
    private static void Score(EvaluationContext context, Beha2VecModel model, SequenceData data)
    {
        const int calls = 200;
        int longest = Enumerable.Range(0, data.CustomerCount).MaxBy(customer => data.Sequence(customer).Length);
        SequenceData one = data with { Starts = [0, data.Length], Items = data.Sequence(longest)[^data.Length..].ToArray() };
        EventSequences sequences = EventSequences.From(one.ToLog(), model.Vocabulary);
        Matrix embedding = new(1, model.Options.Dimensions);
        float[] scores = new float[model.Items.Count];
        int[] best = [];
        double[] seconds = new double[calls];
        for (int i = 0; i < calls; i++)
        {
            long began = Stopwatch.GetTimestamp();
            model.Embed(sequences, embedding);
            model.ScoreItems(embedding.Row(0), scores);
            best = Best(scores);
            seconds[i] = Stopwatch.GetElapsedTime(began).TotalSeconds;
        }

        context.Figure("SASRec", "seconds", seconds[(calls / 2)..].Order().ElementAt(calls / 4));
        context.Figure("SASRec", "items", scores.Length, null, ("best", model.Items[best[0]].Value));
    }

    private static int[] Best(ReadOnlySpan<float> scores)
    {
        PriorityQueue<int, float> best = new(Top + 1);
        for (int item = 0; item < scores.Length; item++)
        {
            if (best.Count < Top) best.Enqueue(item, scores[item]);
            else if (best.TryPeek(out _, out float least) && scores[item] > least) best.EnqueueDequeue(item, scores[item]);
        }

        int[] items = new int[Top];
        for (int i = Top - 1; i >= 0; i--) items[i] = best.Dequeue();
        return items;
    }
}

/// <summary>Fits with an engine.</summary>
internal delegate Beha2VecModel SequenceEngine(
    string engine, Beha2VecOptions options, EventSequences sequences, IProgress<FitProgress> progress);

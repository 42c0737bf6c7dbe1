using System.Diagnostics;
using Personalization.Beha2Vec;
using Personalization.Core;
using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Next item after a sequence: each customer's last item is the test item, ranked among all items that the customer hasn't had. Epochs are
/// chosen by the last item before it of some customers, which the model doesn't train on; the options were chosen by the same figure. The
/// test items are looked at once, at the end.
/// </summary>
internal sealed class SequencesCase(string name, string file, Beha2VecOptions defaults) : IEvaluationCase
{
    private const int Cutoff = 10, CustomersAtOnce = 64;

    public static IEnumerable<SequencesCase> All { get; } =
    [
        new("sequences-beauty", "amazon-s3rec/Beauty.txt.gz", ForBaskets),
        new("sequences-sports", "amazon-s3rec/Sports_and_Outdoors.txt.gz", ForBaskets),
        new("sequences-ml1m", "movielens-1m/sequences.txt.gz", ForFilms),
        new("sequences-beauty-large", "amazon-beauty-bert4rec/beauty.txt.gz", ForBaskets),
    ];

    public string Name => name;

    public string Description =>
        $"{file}, leave-one-out, full ranking, seeds 1 to 3: Beha2Vec " + Beha2VecArguments.Usage + " [--seeds 3] [--first-seed 1]";

    private static Beha2VecOptions ForBaskets => new()
    {
        Positions = BehaviorPositions.Learned,
        MaxLength = 50,
        Dropout = .4,
        TypeWeight = 0,
        GapWeight = 0,
        LearningRate = .0015,
        LearningRateDecay = LearningRateDecay.Cosine,
        MaxEpochs = 50,
        Patience = 50,
        ValidationCustomers = 2_000,
    };

    private static Beha2VecOptions ForFilms => new()
    {
        Positions = BehaviorPositions.Learned,
        MaxLength = 200,
        Dimensions = 96,
        InnerWidth = 192,
        Heads = 1,
        Dropout = .2,
        ItemLoss = BehaviorItemLoss.Softmax,
        TypeWeight = 0,
        GapWeight = 0,
        LearningRateDecay = LearningRateDecay.Cosine,
        BatchSize = 16,
        MaxEpochs = 30,
        Patience = 30,
        ValidationCustomers = 1_000,
    };

    public void Run(EvaluationContext context)
    {
        List<(string Customer, string[] Items)> sequences = SequenceFile.Read(context.Data(file));
        EventLog log = SequenceFile.LogOf(sequences.Select(sequence => (sequence.Customer, sequence.Items[..^1])));
        Dictionary<string, string> tests = sequences.ToDictionary(sequence => sequence.Customer, sequence => sequence.Items[^1]);
        EventSequences events = EventSequences.From(log);
        context.Say($"{log.EventCount} events, {log.Customers.Count} customers, {log.Items.Count} items");
        int seeds = context.Option("seeds", 3), first = context.Option("first-seed", 1);
        double recalls = 0, gains = 0;
        Stopwatch all = Stopwatch.StartNew();
        for (int seed = first; seed < first + seeds; seed++)
        {
            Beha2VecOptions options = Beha2VecArguments.Read(context, defaults) with { Seed = (ulong)seed };
            Stopwatch watch = Stopwatch.StartNew();
            Beha2VecModel model = new Beha2VecTrainer(options).Fit(events, new TrainingTold(context));
            double seconds = watch.Elapsed.TotalSeconds;
            string run = FormattableString.Invariant($"seed {seed}");
            (double recall, double gain) = Measure(model, log, tests);
            context.Figure(run, "epochs", model.Report.Iterations, seconds, ("options", options));
            context.Figure(run, "validation_ndcg@10", model.Report.Series[^1].Values.Max(), seconds);
            context.Figure(run, "recall@10", recall, seconds);
            context.Figure(run, "ndcg@10", gain, seconds);
            (recalls, gains) = (recalls + recall, gains + gain);
        }

        context.Figure("mean", "recall@10", recalls / seeds, all.Elapsed.TotalSeconds, ("seeds", seeds));
        context.Figure("mean", "ndcg@10", gains / seeds, all.Elapsed.TotalSeconds, ("seeds", seeds));
    }

    private static (double Recall, double Gain) Measure(Beha2VecModel model, EventLog log, Dictionary<string, string> tests)
    {
        int customers = model.Customers.Count;
        double[] gains = new double[customers];
        ParallelChunks.Run(customers, CustomersAtOnce, (_, start, end) =>
        {
            float[] scores = new float[model.Vocabulary.Items.Count];
            for (int customer = start; customer < end; customer++)
            {
                // An item that nobody had before can't be told; that is a miss.
                if (!model.Vocabulary.Items.TryGetRow(new ItemId(tests[model.Customers[customer].Value]), out int test)) continue;
                model.ScoreItems(model.Embeddings.Row(customer), scores);
                foreach (int item in log.EventsOf(customer).Items)
                {
                    if (model.Vocabulary.Items.TryGetRow(log.Items.IdAt(item), out int row) && row != test)
                        scores[row] = float.NegativeInfinity;
                }

                int rank = 0;
                for (int item = 0; item < scores.Length; item++) rank += item != test && scores[item] >= scores[test] ? 1 : 0;
                if (rank < Cutoff) gains[customer] = 1 / Math.Log2(rank + 2);
            }
        });
        return (gains.Count(gain => gain > 0) / (double)customers, gains.Sum() / customers);
    }
}

using System.Diagnostics;
using Personalization.Beha2Vec;
using Personalization.Clustering;
using Personalization.Core;
using Personalization.Numerics;
using Personalization.Rfm;
using Personalization.Simulation;

namespace Personalization.Evaluation.Cases;

internal sealed class BehaviorClustersCase : IEvaluationCase
{
    public string Name => "behavior-clusters";

    public string Description => "x";

    public void Run(EvaluationContext context)
    {
        int[] seeds = [.. context.Option("seeds", "11,12").Split(',').Select(int.Parse)];
        foreach (int seed in seeds) One(context, seed);
    }

    private static void One(EvaluationContext context, int seed)
    {
        SimulatedShop shop = JewelryShop.Simulate(new() { CustomerCount = context.Option("customers", 2000), Seed = (ulong)seed });
        EventLog log = shop.Log;
        RfmTable rfm = RfmTable.From(log);
        ClusterSelector selector = new(new() { KMeans = new() { Seed = 1 } });
        FeatureTable features = rfm.ToFeatures().Log1P().Standardize();
        ClusterSelection selection = selector.Fit(features);
        int[] rows = rfm.Customers.RowsIn(log.Customers);
        int[] truth = [.. rows.Select(row => (int)shop.Truth.Customers[row].Persona)];
        Say("rfm", selection);
        Stopwatch watch = Stopwatch.StartNew();
        Beha2VecOptions options = new()
        {
            Dimensions = context.Option("d", 32), Blocks = context.Option("blocks", 1), MaxLength = context.Option("length", 60), InnerWidth = context.Option("inner", 64),
            Window = context.Option("window", 20),
            MaxEpochs = context.Option("epochs", 5), BatchSize = context.Option("batch", 32), LearningRate = context.Option("rate", 3) * 1e-3,
            TypeWeight = context.Option("type", 3) * .1, GapWeight = context.Option("gap", 1) * .1, ItemWeight = context.Option("item", 10) * .1, ItemLoss = BehaviorItemLoss.SampledSoftmax, Dropout = context.Option("dropout", 10) * .01,
            Seed = 1,
        };
        EventSequences sequences = EventSequences.From(log);
        Beha2VecModel model = new Beha2VecTrainer(options).Fit(sequences);
        Console.WriteLine($"  trained {watch.Elapsed.TotalSeconds:F2} s, {log.EventCount} events; "
            + string.Join(" | ", model.Report.Series.Select(s => s.Name + ": " + string.Join(" ", s.Values.Select(v => v.ToString("F3"))))));
        watch.Restart();
        if (context.Option("dump", "") is { Length: > 0 } dump) { Dump(dump + seed, shop, model, sequences, rows, selection, features); return; }
        foreach ((string name, BehaviorSignatureOptions o) in new (string, BehaviorSignatureOptions)[]
        {
            ("signature", new()), ("traits", new() { Steps = 0, Activity = false, Season = false }), ("no traits", new() { Traits = 0 }), ("no steps", new() { Steps = 0 }),
            ("traits3", new() { Traits = 3 }), ("traits4", new() { Traits = 4 }), ("no season", new() { Season = false }),
        })
        {
            FeatureTable table = BehaviorSignatures.Of(model, sequences, rfm.Customers, log.LastTime, o);
            Say(name, selector.Fit(table));
        }

        void Say(string name, ClusterSelection chosen)
        {
            string all = string.Join(" ", chosen.Candidates.Select(c =>
                $"{ClusterAgreement.Between(c.Model.TrainingLabels.Span, truth).AdjustedRand:F3}/{c.Silhouette.Mean:F2}"));
            Console.WriteLine($"seed {seed} {name,-20} k={chosen.RecommendedClusterCount} ari={ClusterAgreement.Between(chosen.Model.TrainingLabels.Span, truth).AdjustedRand:F3} | {all}");
        }
    }

    private static void Dump(string path, SimulatedShop shop, Beha2VecModel model, EventSequences sequences, int[] rows, ClusterSelection rfm, FeatureTable f)
    {
        using BinaryWriter states = new(File.Create(path + ".states"));
        using StreamWriter events = new(path + ".events"), customers = new(path + ".customers");
        BehaviorWorkspace workspace = model.Network.CreateWorkspace();
        for (int i = 0; i < rows.Length; i++)
        {
            customers.WriteLine($"{(int)shop.Truth.Customers[rows[i]].Persona},{rfm.Model.TrainingLabels.Span[i]},{f.Values[i,0]},{f.Values[i,1]},{f.Values[i,2]}");
            BehaviorToken[] read = new BehaviorToken[sequences.LengthOf(rows[i])];
            int n = sequences.Read(rows[i], 0, read);
            workspace.Clear();
            workspace.Add(read.AsSpan(0, n));
            model.Network.Forward(workspace);
            CustomerEvents own = shop.Log.EventsOf(rows[i]);
            for (int t = 0; t < n; t++)
            {
                foreach (float v in workspace.Output.Row(t)) states.Write(v);
                events.WriteLine($"{i},{(new DateTime(own.Times[t]) - shop.Options.Start).TotalDays:F5},{read[t].Type},{read[t].Category},{read[t].Price},{read[t].Channel},{read[t].Gap},{read[t].Item},{own.Sessions[t]}");
            }
        }
        Console.WriteLine(string.Join(",", sequences.Vocabulary.Types) + " | " + string.Join(",", sequences.Vocabulary.Categories) + " | " + string.Join(",", sequences.Vocabulary.Channels));
    }

}

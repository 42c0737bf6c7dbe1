using System.Diagnostics;
using System.Globalization;
using Personalization.Core;
using Personalization.NeuralCf;
using Personalization.Numerics;
using Personalization.Recommendations;
using Personalization.Simulation;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Lists for customers without an event, from features alone, on the simulated shop. Every fifth customer's events are taken out; what is
/// known of everybody is what a form at sign-up would say: why they come (the persona, told truly by 7 of 10 and otherwise any of the six)
/// and where they signed up (the channel of their first event). The lists are held against all that these customers bought, beside
/// popularity, with a paired bootstrap over customers.
/// </summary>
internal sealed class NewCustomersCase : IEvaluationCase
{
    private const int Cutoff = 10, EveryOneOf = 5;
    private const double ToldTruly = .7;

    public string Name => "ncf-new-customers";

    public string Description =>
        "Simulated shop: lists from features for customers without events, beside popularity [--customers 20000] "
        + "[--resamples 10000] [--id-dropout .3] [--batch 128] [--rate .003] [--decay .01] [--epochs 30] [--seed 1]";

    public void Run(EvaluationContext context)
    {
        SimulatedShop shop = JewelryShop.Simulate(
            new() { CustomerCount = context.Option("customers", 20_000), Seed = (ulong)context.Option("seed", 1) });
        CustomerTable table = SignUps(shop);
        CustomerId[] fresh = [.. shop.Log.Customers.Where((_, row) => row % EveryOneOf == 0)];
        EventLog train = shop.Log.ForCustomers(shop.Log.Customers.Where((_, row) => row % EveryOneOf != 0));
        PopularityModel popularity = new PopularityTrainer().Fit(train);
        (double[] popular, _) = Measure(context, "popularity", popularity, shop.Log, fresh, 0);
        foreach (NeuralCfArchitecture architecture in new[] { NeuralCfArchitecture.DotProduct, NeuralCfArchitecture.NeuMf })
        {
            NeuralCfOptions options = new()
            {
                Architecture = architecture,
                Factors = 16,
                IdDropout = double.Parse(context.Option("id-dropout", ".3"), CultureInfo.InvariantCulture),
                BatchSize = context.Option("batch", 128),
                LearningRate = double.Parse(context.Option("rate", ".003"), CultureInfo.InvariantCulture),
                WeightDecay = double.Parse(context.Option("decay", ".01"), CultureInfo.InvariantCulture),
                MaxEpochs = context.Option("epochs", 30),
                Seed = 1,
            };
            SideFeatures features = new()
            {
                Customers = FeatureTable.From(table, "reason", "channel"),
                Items = ItemFeatures.From(train.Items),
            };
            Stopwatch watch = Stopwatch.StartNew();
            NeuralCfModel model = new NeuralCfTrainer(options).Fit(train, features).WithCustomers(table.ForCustomers(fresh));
            (double[] gains, string name) =
                Measure(context, $"{architecture} with features", model, shop.Log, fresh, watch.Elapsed.TotalSeconds);
            context.Figure(name, "epochs", model.Report.Iterations);
            Bootstrap(context, name, popular, gains);
        }
    }

    private static CustomerTable SignUps(SimulatedShop shop)
    {
        int personas = Enum.GetValues<Persona>().Length;
        string[] reasons = new string[shop.Log.Customers.Count], channels = new string[reasons.Length];
        for (int row = 0; row < reasons.Length; row++)
        {
            RandomStream random = new(1, "sign-up", (ulong)row);
            Persona told = random.NextDouble() < ToldTruly ? shop.Truth.Customers[row].Persona : (Persona)random.NextInt32(personas);
            reasons[row] = told.ToString();
            channels[row] = shop.Log.EventsOf(row)[0].Channel ?? "unknown";
        }

        return new CustomerTable(shop.Log.Customers, shop.Options.Start)
            .With(new CategoryColumn("reason", reasons), new CategoryColumn("channel", channels));
    }

    /// <summary>NDCG@10 of each customer who bought something.</summary>
    private static (double[] Gains, string Name) Measure(
        EvaluationContext context, string name, IRecommender model, EventLog log, CustomerId[] customers, double seconds)
    {
        InteractionMatrix bought = InteractionMatrix.From(log);
        List<double> gains = [], recalls = [];
        foreach (CustomerId customer in customers)
        {
            if (!bought.Customers.TryGetRow(customer, out int row) || bought.ItemsOf(row).IsEmpty) continue;
            HashSet<ItemId> relevant = [.. bought.ItemsOf(row).ToArray().Select(item => bought.Items[item])];
            ItemId[] list = [.. model.Recommend(customer, Cutoff, RecommendationFilter.NotBought).Select(r => r.Item)];
            gains.Add(RankingMetrics.Ndcg<ItemId>(list, relevant, Cutoff));
            recalls.Add(RankingMetrics.Recall<ItemId>(list, relevant, Cutoff));
        }

        context.Figure(name, "customers", gains.Count, seconds);
        context.Figure(name, "ndcg@10", gains.Average(), seconds);
        context.Figure(name, "recall@10", recalls.Average(), seconds);
        return ([.. gains], name);
    }

    /// <summary>How much more than popularity, with a 95 % interval, and the share of resamples in which it isn't more.</summary>
    private static void Bootstrap(EvaluationContext context, string name, double[] popular, double[] gains)
    {
        double[] means = new double[context.Option("resamples", 10_000)];
        for (int resample = 0; resample < means.Length; resample++)
        {
            RandomStream random = new(2, "paired bootstrap", (ulong)resample);
            double sum = 0;
            for (int i = 0; i < gains.Length; i++)
            {
                int customer = random.NextInt32(gains.Length);
                sum += gains[customer] - popular[customer];
            }

            means[resample] = sum / gains.Length;
        }

        Array.Sort(means);
        context.Figure(name, "ndcg@10_above_popularity", gains.Average() - popular.Average());
        context.Figure(name, "ndcg@10_above_popularity_low", means[means.Length * 25 / 1000]);
        context.Figure(name, "ndcg@10_above_popularity_high", means[(means.Length * 975 / 1000) - 1]);
        context.Figure(name, "p", (means.Count(mean => mean <= 0) + 1.0) / (means.Length + 1));
    }
}

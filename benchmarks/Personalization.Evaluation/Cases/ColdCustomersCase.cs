using Personalization.Core;
using Personalization.Recommendations;
using Personalization.Simulation;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Lists for customers who have bought nothing yet, on the simulated shop: of every fifth customer nothing is known, or only what they did
/// before their first purchase, views, carts and searches, with the channel that they came by. What they bought is held out. Beside
/// popularity, with paired bootstraps; nothing is tuned.
/// </summary>
internal sealed class ColdCustomersCase : IEvaluationCase
{
    private const int EveryOneOf = 5;
    private const string Figure = "NDCG@10", Channel = "channel";

    public string Name => "cold-customers";

    public string Description => "Simulated shop: lists for customers without a purchase, with and without visits, beside popularity "
        + "[--customers 5000] [--seed 1] [--resamples 2000]";

    public void Run(EvaluationContext context)
    {
        EventLog log = JewelryShop.Simulate(
            new() { CustomerCount = context.Option("customers", 5_000), Seed = (ulong)context.Option("seed", 1) }).Log;
        HashSet<CustomerId> fresh = [.. log.Customers.Where((_, row) => row % EveryOneOf == 0)];
        EventLog others = log.ForCustomers(log.Customers.Where(customer => !fresh.Contains(customer)));
        EventLog bought = EventLog.From(
            log.Events().Where(e => fresh.Contains(e.Customer) && e.Type == EventType.Purchase && others.Items.Ids.Contains(e.Item)));
        IEnumerable<ShopEvent> before = log.Events().Where(e => fresh.Contains(e.Customer)).GroupBy(e => e.Customer)
            .SelectMany(own => own.TakeWhile(e => e.Type != EventType.Purchase));
        EventLog visits = EventLog.From(others.Events().Concat(before));
        Compare(context, "nothing", new EventSplit(others, bought));
        Compare(context, "visits", new EventSplit(visits, bought));
    }

    private static void Compare(EvaluationContext context, string known, EventSplit split)
    {
        RecommenderEntry[] models =
        [
            new("popularity", log => new PopularityTrainer().Fit(log)),
            new("hybrid, default", log => new HybridTrainer(options: new() { Seed = 1 }).Fit(log)),
            new("hybrid, with neighbours of what was viewed too", log => new HybridTrainer(
                [.. HybridPart.Default(), new("behavior", (past, progress, token) => Neighbors().Fit(past, progress, token))],
                new() { Seed = 1 }).Fit(log)),
            new("item neighbours of what was viewed too", log => Neighbors().Fit(log)),
            new("factorization machine, channel", log => new FactorizationMachineTrainer(new()
            {
                Context = ContextParts.None,
                CustomerColumns = [Channel],
                MaxEpochs = 10,
                Patience = 2,
                Seed = 1,
            }).Fit(log, Channels(log))),
        ];
        RecommenderComparison comparison = RecommenderComparison.Run(models, split, new()
        {
            Columns = [Figure, "Recall@10"],
            Resamples = context.Option("resamples", 2_000),
        });
        context.Say($"{known} known\n\n{comparison.ToMarkdown()}");
        foreach (ComparedRecommender row in comparison.Rows)
        {
            (string, object)[] difference = row.DifferenceIn(Figure) is { } found
                ? [("difference", found.Mean), ("low", found.Low), ("high", found.High), ("p", found.PValue)]
                : [];
            (string, object)[] more = [("known", known), ("customers", row.Scores.CustomerCount), .. difference];
            context.Figure(row.Name, Figure, row.Scores[Figure], row.FitSeconds, more);
        }
    }

    private static ItemNeighborsTrainer Neighbors() => new(new() { Interactions = InteractionOptions.Behavior });

    private static CustomerTable Channels(EventLog log) => new CustomerTable(log.Customers, log.LastTime).With(new CategoryColumn(
        Channel, [.. Enumerable.Range(0, log.Customers.Count).Select(row => ChannelOf(log, row) ?? "unknown")]));

    private static string? ChannelOf(EventLog log, int row) => log.EventsOf(row) is { Count: > 0 } own ? own[0].Channel : null;
}

using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// MovieLens 1M by the protocol of He et al. 2017 (<see cref="LeaveOneOut"/>): recommenders in closed form. Options are chosen by
/// <c>--part validation</c>: each user's last item of the training set is held out, and ranked among 99 others drawn from what the user
/// doesn't have; the test items are looked at once, with what was chosen.
/// </summary>
internal sealed class RecommendersMl1mCase : IEvaluationCase
{
    private const int Negatives = 99;

    public string Name => "recommenders-ml1m";

    public string Description =>
        "MovieLens 1M, leave-one-out with 99 negatives: recommenders in closed form " + RecommenderArguments.Usage;

    public void Run(EvaluationContext context)
    {
        bool isTest = context.Option("part", "test") == "test";
        EventLog log = LeaveOneOut.ReadTrain(context.Data(LeaveOneOut.TrainFile));
        (InteractionMatrix train, LeftOut[] tests) = isTest
            ? (InteractionMatrix.From(log), LeaveOneOut.ReadTests(context.Data(LeaveOneOut.TestFile)))
            : Validation(log);
        context.Say($"{train.Count} interactions, {train.Customers.Count} customers, {train.Items.Count} items; {tests.Length} held out");
        RecommenderArguments.FitAll(context, "popularity,item-neighbors,ease,graph-filter", train, (model, name, options, seconds) =>
        {
            (double hits, double gain) = LeaveOneOut.Measure(
                tests, model.Items, (customer, scores) => model.TryScore(new RecommendationRequest { Customer = customer }, scores));
            foreach ((string metric, double value) in (ReadOnlySpan<(string, double)>)[("HR@10", hits), ("NDCG@10", gain)])
                context.Figure(name, metric, value, seconds, ("part", isTest ? "test" : "validation"), ("options", options));
        });
    }

    private static (InteractionMatrix Train, LeftOut[] Tests) Validation(EventLog log)
    {
        List<(CustomerId, ItemId, float)> kept = [];
        List<LeftOut> tests = [];
        RandomStream random = new(1, "negatives");
        for (int row = 0; row < log.Customers.Count; row++)
        {
            random.Restart((ulong)row);
            ReadOnlySpan<int> items = log.EventsOf(row).Items;
            HashSet<int> own = [.. items];
            HashSet<ItemId> others = [];
            while (others.Count < Negatives)
            {
                int item = (int)(random.NextUInt32() % (uint)log.Items.Count);
                if (!own.Contains(item)) others.Add(log.Items.IdAt(item));
            }

            CustomerId customer = log.Customers[row];
            tests.Add(new LeftOut(customer, log.Items.IdAt(items[^1]), others));
            foreach (int item in own)
            {
                if (item != items[^1]) kept.Add((customer, log.Items.IdAt(item), 1));
            }
        }

        return (InteractionMatrix.From(kept), [.. tests]);
    }
}

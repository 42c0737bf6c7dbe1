using Personalization.Core;
using Personalization.NeuralCf;
using Personalization.Recommendations;
using Personalization.Rfm;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Every recommender that there is, one or more to a kind, popularity first: what the case <c>recommenders</c> compares. Options are the
/// defaults, or those that the cases <c>neighbors</c> and <c>ncf-retail</c> chose on the latest tenth of the past.
/// </summary>
internal static class ComparedModels
{
    private static readonly InteractionOptions Counted = InteractionOptions.Purchases with { Value = InteractionValue.Count };

    /// <param name="names">Parts of names, one of which a model's must have; none: all models.</param>
    public static RecommenderEntry[] Named(IReadOnlyCollection<string> names) =>
    [
        .. All().Where((model, i) => i == 0 || names.Count == 0 || names.Any(name => model.Name.Contains(name, StringComparison.Ordinal))),
    ];

    private static RecommenderEntry[] All() =>
    [
        .. Popularities(), .. ItemNeighbors(), .. CustomerNeighbors(),
        new("basket rules", log => new BasketRulesTrainer().Fit(log)),
        new("complements", log => new ComplementsTrainer().Fit(log)),
        new("content", log => new ContentTrainer().Fit(log)),
        new("EASE", log => new EaseTrainer().Fit(log)),
        new("EASE, sparse", log => new EaseTrainer(new() { Form = EaseForm.Sparse }).Fit(log)),
        new("graph filter", log => new GraphFilterTrainer().Fit(log)),
        new("ALS", log => new AlsTrainer().Fit(log)),
        new("BPR", log => new BprTrainer().Fit(log)),
        new("factorization machine", log => new FactorizationMachineTrainer(
            new() { Context = ContextParts.None, MaxEpochs = 12, Patience = 2, Seed = 1 }).Fit(log)),
        new("neural, dot product", log => new NeuralCfTrainer(new()
        {
            Factors = 64,
            BatchSize = 1_024,
            LearningRate = 2e-3,
            MaxEpochs = 20,
            ValidationCustomers = 1_000,
            Seed = 1,
        }).Fit(log)),
        new("hybrid, default", log => new HybridTrainer(options: new() { Seed = 1 }).Fit(log)),
        new("hybrid, thorough", log => new HybridTrainer(HybridPart.Thorough(), new() { Seed = 1 }).Fit(log)),
    ];

    private static RecommenderEntry[] Popularities() =>
    [
        new("popularity", log => new PopularityTrainer().Fit(log)),
        new("popularity of purchases", log => new PopularityTrainer(new() { Measure = PopularityMeasure.Purchases }).Fit(log)),
        new("popularity, half-life 90 days", log => new PopularityTrainer(new() { HalfLifeDays = 90 }).Fit(log)),
        new("popularity, half-life 30 days", log => new PopularityTrainer(new() { HalfLifeDays = 30 }).Fit(log)),
        new("popularity by segment", log => new PopularityTrainer().Fit(log, Segments(log))),
    ];

    private static RecommenderEntry[] ItemNeighbors() =>
    [
        Items("", new()),
        Items(", Jaccard", new() { Similarity = ItemSimilarity.Jaccard }),
        Items(", TF-IDF", new() { Weighting = InteractionWeighting.TfIdf, NeighborCount = 10 }),
        Items(", BM25", new() { Weighting = InteractionWeighting.Bm25, NeighborCount = 10 }),
        Items(", BM25 product", new()
        {
            Weighting = InteractionWeighting.Bm25,
            Similarity = ItemSimilarity.Product,
            NeighborCount = 50,
        }),
        Items(", half-life 180 days", new() { Interactions = Counted with { HalfLifeDays = 180 }, NeighborCount = 10 }),
        Items(", BM25, half-life 60 days", new()
        {
            Weighting = InteractionWeighting.Bm25,
            Interactions = Counted with { HalfLifeDays = 60 },
            NeighborCount = 10,
        }),
    ];

    private static RecommenderEntry[] CustomerNeighbors() =>
    [
        Customers("", new()),
        Customers(", Jaccard", new() { Similarity = CustomerSimilarity.Jaccard }),
        Customers(", TF-IDF", new() { Weighting = InteractionWeighting.TfIdf }),
        Customers(", BM25", new() { Weighting = InteractionWeighting.Bm25 }),
        Customers(", half-life 60 days", new() { Interactions = Counted with { HalfLifeDays = 60 } }),
    ];

    private static RecommenderEntry Items(string more, ItemNeighborsOptions options) =>
        new("item neighbours" + more, log => new ItemNeighborsTrainer(options).Fit(log));

    private static RecommenderEntry Customers(string more, UserNeighborsOptions options) =>
        new("customer neighbours" + more, log => new UserNeighborsTrainer(options).Fit(log));

    private static CustomerTable Segments(EventLog log)
    {
        CustomerTable customers = new(log.Customers, log.LastTime);
        SegmentTable segments = RfmTable.From(log).Score().Segment(SegmentGrids.OnlineRetailer);
        return customers.With([.. segments.ToColumns(customers)]);
    }
}

using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>Fits one part of a hybrid on a log; the same log gives the same model.</summary>
/// <param name="log">The events.</param>
/// <param name="progress">Told how far it is; may be null.</param>
/// <param name="cancellationToken">Stops the fit.</param>
public delegate IScoringRecommender FitRecommender(EventLog log, IProgress<FitProgress>? progress, CancellationToken cancellationToken);

/// <summary>
/// One part of a hybrid: a name and how it is fitted. It is fitted twice, on what comes before the validation slice and then on all.
/// </summary>
/// <param name="Name">The part's name, for people and in the file; each part has its own.</param>
/// <param name="Fit">Fits it.</param>
/// <param name="KnowsNewItems">
/// True where the part says something of items that nobody has bought, as content does. Default false: what it says of them isn't heard.
/// </param>
public sealed record HybridPart(string Name, FitRecommender Fit, bool KnowsNewItems = false)
{
    /// <summary>
    /// What a shop begins with, each quick to fit on any number of items: item neighbours, what is popular, what is popular now (purchases
    /// count half after 30 days), and content, which knows new items.
    /// </summary>
    /// <param name="threads">Most threads, at least 1; null: one a processor.</param>
    public static IReadOnlyList<HybridPart> Default(int? threads = null) =>
    [
        new("item-neighbors", (log, progress, token) => new ItemNeighborsTrainer(new() { Threads = threads }).Fit(log, progress, token)),
        new("popularity", (log, progress, token) => new PopularityTrainer().Fit(log, progress, token)),
        new("trend", (log, progress, token) => new PopularityTrainer(new() { HalfLifeDays = 30 }).Fit(log, progress, token)),
        new("content", (log, progress, token) => new ContentTrainer().Fit(log, progress, token), KnowsNewItems: true),
    ];

    /// <summary>
    /// The default, and EASE, ALS and user neighbours: better lists for a longer fit. On Online Retail II (4,600 items) it takes about
    /// three times as long; docs/models/hybrid.md has the figures.
    /// </summary>
    /// <param name="threads">Most threads, at least 1; null: one a processor.</param>
    public static IReadOnlyList<HybridPart> Thorough(int? threads = null) =>
    [
        .. Default(threads),
        new("ease", (log, progress, token) => new EaseTrainer(new() { Threads = threads }).Fit(log, progress, token)),
        new("als", (log, progress, token) => new AlsTrainer(new() { Threads = threads }).Fit(log, progress, token)),
        new("user-neighbors", (log, progress, token) => new UserNeighborsTrainer().Fit(log, progress, token)),
    ];

    /// <summary>Kinds of parts that a hybrid's file may hold without being told of them.</summary>
    internal static IReadOnlyList<ModelKind> Kinds { get; } =
    [
        AlsModel.Kind,
        BasketRulesModel.Kind,
        BprModel.Kind,
        ComplementsModel.Kind,
        ContentModel.Kind,
        EaseModel.Kind,
        FactorizationMachineModel.Kind,
        GraphFilterModel.Kind,
        ItemNeighborsModel.Kind,
        PopularityModel.Kind,
        UserNeighborsModel.Kind,
    ];
}

using Personalization.Core;

namespace Personalization.Recommendations.Tests;

public sealed class AlsConformanceTests() : AlsConformance(AlsSolver.ConjugateGradient);

public sealed class AlsCholeskyConformanceTests() : AlsConformance(AlsSolver.Cholesky);

public abstract class AlsConformance(AlsSolver solver) : RecommenderConformance<AlsModel>
{
    private readonly AlsOptions _options = new() { Factors = 4, Iterations = 8, Solver = solver };

    protected override bool ScoresEverything => true;

    protected override AlsModel Fit(EventLog log, int? threads, CancellationToken cancellationToken) =>
        new AlsTrainer(_options with { Threads = threads }).Fit(log, cancellationToken: cancellationToken);

    protected override void Save(AlsModel model, Stream destination) => model.Save(destination);

    protected override AlsModel Load(Stream source) => AlsModel.Load(source);

    protected override IEnumerable<(CustomerId Customer, IReadOnlyList<Recommendation> List)> RecommendAll(
        AlsModel model, int count, int? threads, CancellationToken cancellationToken) =>
        model.RecommendAll(count, null, threads, null, cancellationToken).Select(list => (list.Customer, list.Recommendations));
}

public sealed class AlsFileConformance : ModelConformance<AlsModel>
{
    protected override AlsModel Sample() =>
        new AlsTrainer(new() { Factors = 3, Iterations = 2 })
            .Fit(Shops.Random(10, 12, 60), cancellationToken: Xunit.TestContext.Current.CancellationToken);
}

using Personalization.Core;

namespace Personalization.Recommendations.Tests;

public sealed class DenseEaseConformanceTests() : EaseConformanceTests(new() { Regularization = 5 });

/// <summary>As many neighbours as the checkerboard has items: of fewer, the missing item might not be one.</summary>
public sealed class SparseEaseConformanceTests()
    : EaseConformanceTests(new() { Form = EaseForm.Sparse, Neighbors = 50, Regularization = 5 });

public abstract class EaseConformanceTests(EaseOptions options) : RecommenderConformance<EaseModel>
{
    protected override bool ScoresEverything => true;

    protected override EaseModel Fit(EventLog log, int? threads, CancellationToken cancellationToken) =>
        new EaseTrainer(options with { Threads = threads }).Fit(log, cancellationToken: cancellationToken);

    protected override void Save(EaseModel model, Stream destination) => model.Save(destination);

    protected override EaseModel Load(Stream source) => EaseModel.Load(source);

    protected override IEnumerable<(CustomerId Customer, IReadOnlyList<Recommendation> List)> RecommendAll(
        EaseModel model, int count, int? threads, CancellationToken cancellationToken) =>
        model.RecommendAll(count, null, threads, null, cancellationToken).Select(list => (list.Customer, list.Recommendations));
}

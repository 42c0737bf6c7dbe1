using Personalization.Core;

namespace Personalization.Recommendations.Tests;

public sealed class ItemNeighborsFileConformance : ModelConformance<ItemNeighborsModel>
{
    protected override ItemNeighborsModel Sample() =>
        new ItemNeighborsTrainer(new() { NeighborCount = 5 })
            .Fit(Shops.Random(10, 12, 60), cancellationToken: TestContext.Current.CancellationToken);
}

public sealed class PopularityFileConformance : ModelConformance<PopularityModel>
{
    protected override PopularityModel Sample() =>
        new PopularityTrainer(new() { HalfLifeDays = 90 })
            .Fit(Shops.Random(10, 12, 60), cancellationToken: TestContext.Current.CancellationToken);
}

public sealed class WeightedNeighborsFileConformance : ModelConformance<ItemNeighborsModel>
{
    protected override ItemNeighborsModel Sample() =>
        new ItemNeighborsTrainer(new()
        {
            NeighborCount = 5,
            Weighting = InteractionWeighting.Bm25,
            Interactions = InteractionOptions.Behavior with { HalfLifeDays = 30 },
        }).Fit(Shops.Random(10, 12, 60), cancellationToken: TestContext.Current.CancellationToken);
}

public sealed class UserNeighborsFileConformance : ModelConformance<UserNeighborsModel>
{
    protected override UserNeighborsModel Sample() =>
        new UserNeighborsTrainer(new() { NeighborCount = 5, Weighting = InteractionWeighting.TfIdf })
            .Fit(Shops.Random(10, 12, 60), cancellationToken: TestContext.Current.CancellationToken);
}

public sealed class SegmentPopularityFileConformance : ModelConformance<PopularityModel>
{
    protected override PopularityModel Sample()
    {
        EventLog log = Shops.Random(10, 12, 60);
        string?[] segments = [.. Enumerable.Range(0, log.Customers.Count).Select(row => row % 3 == 0 ? null : $"s{row % 3}")];
        CustomerTable table = new CustomerTable(log.Customers, log.LastTime).With(new CategoryColumn(ColumnNames.Segment, segments));
        return new PopularityTrainer().Fit(log, table, cancellationToken: TestContext.Current.CancellationToken);
    }
}

public sealed class DenseEaseFileConformance : ModelConformance<EaseModel>
{
    protected override EaseModel Sample() =>
        new EaseTrainer(new() { Regularization = 5 })
            .Fit(Shops.Random(10, 12, 60), cancellationToken: TestContext.Current.CancellationToken);
}

public sealed class SparseEaseFileConformance : ModelConformance<EaseModel>
{
    protected override EaseModel Sample() =>
        new EaseTrainer(new() { Form = EaseForm.Sparse, Neighbors = 4 })
            .Fit(Shops.Random(10, 12, 60), cancellationToken: TestContext.Current.CancellationToken);
}

public sealed class GraphFilterFileConformance : ModelConformance<GraphFilterModel>
{
    protected override GraphFilterModel Sample() =>
        new GraphFilterTrainer(new() { Factors = 3, Neighbors = 6 })
            .Fit(Shops.Random(10, 12, 60), cancellationToken: TestContext.Current.CancellationToken);
}

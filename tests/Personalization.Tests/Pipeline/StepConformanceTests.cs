using Personalization.Incentives;
using Personalization.TestKit;

namespace Personalization.Tests;

public sealed class ReadStepConformance : PipelineStepConformance<ReadStep>
{
    protected override ReadStep Create() => new();
}

public sealed class OrdersStepConformance : PipelineStepConformance<OrdersStep>
{
    protected override OrdersStep Create() => new();
}

public sealed class RfmStepConformance : PipelineStepConformance<RfmStep>
{
    protected override RfmStep Create() => new();
}

public sealed class SegmentsStepConformance : PipelineStepConformance<SegmentsStep>
{
    protected override SegmentsStep Create() => new();
}

public sealed class ClustersStepConformance : PipelineStepConformance<ClustersStep>
{
    protected override ClustersStep Create() => new();
}

public sealed class RepeatPurchasesStepConformance : PipelineStepConformance<RepeatPurchasesStep>
{
    protected override RepeatPurchasesStep Create() => new();
}

public sealed class BehaviorStepConformance : PipelineStepConformance<BehaviorStep>
{
    protected override BehaviorStep Create() => new();
}

public sealed class AttributesStepConformance : PipelineStepConformance<AttributesStep>
{
    protected override AttributesStep Create() => new();
}

public sealed class RecommenderStepConformance : PipelineStepConformance<RecommenderStep>
{
    protected override RecommenderStep Create() => new();
}

public sealed class RecommendationsStepConformance : PipelineStepConformance<RecommendationsStep>
{
    protected override RecommendationsStep Create() => new(new() { Count = 3 });
}

public sealed class NeuralCfStepConformance : PipelineStepConformance<NeuralCfStep>
{
    protected override NeuralCfStep Create() =>
        new(new() { Model = NeuralCfStepOptions.ModelFor(1_000) with { MaxEpochs = 2 }, Cutoff = 3, SaveFitOnWholeLog = true });
}

public sealed class OffersStepConformance : PipelineStepConformance<OffersStep>
{
    protected override OffersStep Create() => new();
}

public sealed class BusinessValueStepConformance : PipelineStepConformance<BusinessValueStep>
{
    protected override BusinessValueStep Create() => new(BusinessValueCalculator.Calculate(BookShopExample.Plan));
}

public sealed class VisitsStepConformance : PipelineStepConformance<VisitsStep>
{
    protected override VisitsStep Create() => new();
}

public sealed class Beha2VecStepConformance : PipelineStepConformance<Beha2VecStep>
{
    protected override Beha2VecStep Create() => new(new() { Selector = new() { MinClusters = 3, MaxClusters = 4 } });
}

public sealed class AffinityStepConformance : PipelineStepConformance<AffinityStep>
{
    protected override AffinityStep Create() => new();
}

public sealed class BusinessCaseStepConformance : PipelineStepConformance<BusinessCaseStep>
{
    protected override BusinessCaseStep Create() => new(new() { CampaignsPerYear = 4, Items = [CashItem.Cost("an analyst", 500)] });
}

namespace Personalization;

/// <summary>The steps that <see cref="PersonalizationPipeline"/> takes unless it is given others.</summary>
public static class WholeJob
{
    private static readonly PipelineSteps Steps = PipelineSteps.Empty
        .Add(new ReadStep())
        .Add(new OrdersStep())
        .Add(new RfmStep())
        .Add(new SegmentsStep())
        .Add(new ClustersStep())
        .Add(new BehaviorStep())
        .Add(new LifetimeStep())
        .Add(new ChurnStep())
        .Add(new RepeatPurchasesStep())
        .Add(new AffinityStep())
        .Add(new AttributesStep())
        .Add(new ExploreStep())
        .Add(new RecommenderStep())
        .Add(new RecommendationsStep())
        .Add(new OffersStep())
        .Add(new MessagesStep());

    extension(PipelineSteps)
    {
        /// <summary>The whole job, each step with its defaults.</summary>
        public static PipelineSteps Default => Steps;
    }
}

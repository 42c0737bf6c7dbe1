using Personalization.Evaluation;
using Personalization.Evaluation.Cases;

IEvaluationCase[] cases =
[
    new RetailCountsCase(),
    new ReadCleanCase(),
    new WholeJobCase(),
    new RfmCase(),
    new KMeansRfmCase(),
    new RecommendCase(),
    new NeuralCfCase(),
    new NeuralCfRetailCase(),
    new NeuMfCase(),
    new NewCustomersCase(),
    new BehaviorClustersCase(),
    new EmbeddingValueCase(),
    .. SequencesCase.All,
    new OffersCase(),
    new GoesWithCase(),
    new BasketCompletionCase(),
    new BusinessValueCase(),
    new SimulateCase(),
    new SameBytesCase(),
    new FuzzCase(),
    new LivingSegmentsCase(),
    new GrowthCase(),
    new TrainerBytesCase(),
    new MiniBatchCase(),
    new DbscanCase(),
    new HnswCase(),
    new GemmCase(),
    new FactorCase(),
    new KMeansCase(),
    new TopKCase(),
    new WardCase(),
    new HdbscanCase(),
    new SilhouetteCase(),
    new MixtureCase(),
    new SasRecCase(),
    new LiveEventCase(),
];

return EvaluationProgram.Run(args, cases);

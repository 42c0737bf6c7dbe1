using Personalization.Core;

namespace Personalization;

/// <summary>Names of what <see cref="PersonalizationResult.Save"/> writes.</summary>
public static class PersonalizationFiles
{
    /// <summary>A row for each customer: R, F, M, scores, segment, cluster, behaviour.</summary>
    public const string Customers = "customers.csv";

    /// <summary>A row for each segment, with its profile.</summary>
    public const string Segments = "segments.csv";

    /// <summary>Each customer's recommendations, best first.</summary>
    public const string Recommendations = "recommendations.csv";

    /// <summary>Each customer's decision, with its reasons.</summary>
    public const string Offers = "offers.csv";

    /// <summary>How each offer is sent: channel, hour and words.</summary>
    public const string Messages = "messages.csv";

    /// <summary>What was read, dropped and repaired; only where events came from a file.</summary>
    public const string Cleaning = "cleaning.json";

    /// <summary>
    /// What was made of a file of customers, and who stands on one side alone, where <see cref="CustomerFileStep"/> runs.
    /// </summary>
    public const string CustomerFile = "customer-file.json";

    /// <summary>What sets segments and clusters apart in what the shop knows of its customers, where <see cref="CustomerFileStep"/>
    /// runs.</summary>
    public const string AttributeProfiles = "attribute-profiles.csv";

    /// <summary>The run in figures.</summary>
    public const string Summary = "summary.json";

    /// <summary>The report for people.</summary>
    public const string Report = "report.html";

    /// <summary>The folder of models, for <see cref="PersonalizationBuilder.LoadModels"/>.</summary>
    public const string Models = "models";

    /// <summary>Name of the recommender in <see cref="Models"/>.</summary>
    public const string Recommender = "recommender";

    /// <summary>Name of the cluster model in <see cref="Models"/>.</summary>
    public const string Clusters = "clusters";

    /// <summary>
    /// Name of the model of <see cref="NeuralCfStep"/> in <see cref="Models"/>, where that step runs: for comparison, not for serving,
    /// unless it was asked to fit it on the whole log.
    /// </summary>
    public const string NeuralCf = "neural-cf";

    /// <summary>Figures and learning curve of <see cref="NeuralCfStep"/>, where that step runs.</summary>
    public const string NeuralCfFigures = "neural-cf.json";

    /// <summary>Name of the model of <see cref="Beha2VecStep"/> in <see cref="Models"/>, where that step runs.</summary>
    public const string Beha2Vec = "beha2vec";

    /// <summary>Model of purchases to come, in <see cref="Models"/>.</summary>
    public const string Lifetime = "lifetime";

    /// <summary>Model of the amounts of purchases to come, in <see cref="Models"/>.</summary>
    public const string Spend = "spend";

    /// <summary>Model of who stays away, in <see cref="Models"/>.</summary>
    public const string Churn = "churn";

    /// <summary>Model of what offers change, in <see cref="Models"/>, where earlier offers were learned from.</summary>
    public const string OfferEffects = "offer-effects";

    /// <summary>Clusters of behaviour with their profiles, and how the model learned, where <see cref="Beha2VecStep"/> runs.</summary>
    public const string BehaviorClusters = "behavior-clusters.json";

    /// <summary>Ending of model files.</summary>
    public const string ModelExtension = ModelFile.Extension;

    /// <summary>Takes away the file of a model that an earlier run wrote and this one hasn't.</summary>
    internal static OutputFile NoModel(string name) => new($"{Models}/{name}{ModelExtension}", null);
}

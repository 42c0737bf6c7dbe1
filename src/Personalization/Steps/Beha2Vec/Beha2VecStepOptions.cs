using Personalization.Beha2Vec;
using Personalization.Clustering;
using Personalization.Core;

namespace Personalization;

/// <summary>How <see cref="Beha2VecStep"/> forms clusters.</summary>
public enum BehaviorClusterMethod
{
    /// <summary>k-means, with the number of clusters that <see cref="Beha2VecStepOptions.Selector"/> recommends.</summary>
    KMeans,

    /// <summary>A Gaussian mixture of the number and shape that <see cref="Beha2VecStepOptions.Mixtures"/> choose.</summary>
    GaussianMixture,

    /// <summary>HDBSCAN, which finds the number by itself and leaves customers of no cluster out.</summary>
    Hdbscan,
}

/// <summary>How <see cref="Beha2VecStep"/> trains and clusters. Immutable; every default is valid.</summary>
public sealed record Beha2VecStepOptions
{
    /// <summary>
    /// The model; its seed and threads follow from the run's options. Null (default): a small one whose epochs follow from the number of
    /// events, see <see cref="ModelFor"/>.
    /// </summary>
    public Beha2VecOptions? Model { get; init; }

    /// <summary>Which events are read, and what is known of each.</summary>
    public EventSequencesOptions Sequences { get; init; } = new();

    /// <summary>What customers are compared by; its threads follow from the run's options.</summary>
    public BehaviorSignatureOptions Signature { get; init; } = new();

    /// <summary>How clusters are formed. Default <see cref="BehaviorClusterMethod.KMeans"/>.</summary>
    public BehaviorClusterMethod Method { get; init; }

    /// <summary>How k-means clusters, and how their number is chosen; seed and threads follow from the run's options.</summary>
    public ClusterSelectorOptions Selector { get; init; } = new() { MinClusters = 3 };

    /// <summary>How mixtures are fitted and chosen; seed and threads follow from the run's options.</summary>
    public GaussianMixtureSelectorOptions Mixtures { get; init; } = new() { MinClusters = 2 };

    /// <summary>
    /// How HDBSCAN clusters; threads follow from the run's options. Null (default): clusters of at least a fiftieth of the customers.
    /// </summary>
    public HdbscanOptions? Hdbscan { get; init; }

    /// <summary>The book that names clusters by the features of <see cref="BehaviorClusters.Figures"/>.</summary>
    public ClusterNameBook Names { get; init; } = BehaviorNames.Default;

    /// <summary>Fewest customers that clusters are sought among, at least 2. Default 20.</summary>
    public int FewestCustomers { get; init => field = Guard.AtLeast(value, 2); } = 20;

    /// <summary>Most customers drawn on the map of the report, 1 to 10,000; of more, so many are drawn evenly. Default 1,200.</summary>
    public int MapCustomers { get; init => field = Guard.InRange(value, 1, 10_000); } = 1_200;

    /// <summary>
    /// What <see cref="Model"/> is where it isn't given: one block of 32 dimensions that looks back at 20 events, trained on the latest 60
    /// of each customer; as many epochs as a quarter of a million events make, 2 to 20, so that a small shop is learned and a large one
    /// ends in time.
    /// </summary>
    /// <param name="log">The events to learn from.</param>
    public static Beha2VecOptions ModelFor(EventLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        const int Length = 60;
        long events = 1;
        for (int customer = 0; customer < log.Customers.Count; customer++) events += Math.Min(Length, log.EventsOf(customer).Count);
        return new Beha2VecOptions
        {
            Dimensions = 32,
            Blocks = 1,
            InnerWidth = 64,
            MaxLength = Length,
            Window = 20,
            Dropout = .1,
            Negatives = 256,
            LearningRate = 3e-3,
            BatchSize = Math.Clamp(log.ActiveCustomerCount / 64, 8, 128),
            MaxEpochs = (int)Math.Clamp(250_000 / events, 2, 20),
            ValidationCustomers = 300,
        };
    }
}

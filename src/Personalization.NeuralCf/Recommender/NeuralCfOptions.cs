using System.Globalization;

namespace Personalization.NeuralCf;

/// <summary>What training makes small.</summary>
public enum NeuralCfLoss
{
    /// <summary>Cross-entropy of "has it" against sampled items that the customer doesn't have (He et al. 2017).</summary>
    BinaryCrossEntropy,

    /// <summary>Squared distance of the score from 1 for what the customer has and from 0 for what is sampled.</summary>
    SquaredError,

    /// <summary>What the customer has above each sampled item, pair by pair (Rendle et al. 2009).</summary>
    BayesianPersonalizedRanking,

    /// <summary>
    /// Softmax over what the customer has and the sampled items, corrected for how likely they were drawn (Bengio and Senécal 2008).
    /// </summary>
    SampledSoftmax,
}

/// <summary>How items that a customer doesn't have are drawn to learn from.</summary>
public enum NegativeSampling
{
    /// <summary>Each as likely as any other.</summary>
    Uniform,

    /// <summary>As likely as (1 + its customers) to the power of ¾: what is well known and yet not bought says more.</summary>
    Popularity,

    /// <summary>
    /// What others in the same part of the batch have, so as likely as it is bought; whatever is drawn, its vectors are at hand. At least
    /// 64 examples make a part.
    /// </summary>
    InBatch,
}

/// <summary>How <see cref="NeuralCfTrainer"/> learns. Immutable; every default is valid.</summary>
public sealed record NeuralCfOptions
{
    private const int Widest = 4_096, Deepest = 16;

    private static readonly int[] DefaultLayers = [32, 16, 8];

    /// <summary>How customer and item become a score. Default <see cref="NeuralCfArchitecture.DotProduct"/>.</summary>
    public NeuralCfArchitecture Architecture { get; init; }

    /// <summary>
    /// Length of the vectors whose product is taken, 1 to 4,096; <see cref="NeuralCfArchitecture.Mlp"/> has none. Default 64.
    /// </summary>
    public int Factors { get; init => field = Guard.InRange(value, 1, Widest); } = 64;

    /// <summary>
    /// Widths of the perceptron's layers, 1 to 4,096 each, at most 16 layers; its embeddings are as long as the first is wide. Default 32,
    /// 16, 8, which He et al. write as 64, 32, 16, 8. Used by <see cref="NeuralCfArchitecture.Mlp"/> and <see
    /// cref="NeuralCfArchitecture.NeuMf"/>, which need one at least.
    /// </summary>
    public IReadOnlyList<int> HiddenLayers
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            Guard.InRange(value.Count, 0, Deepest, $"the number of {nameof(HiddenLayers)}");
            for (int layer = 0; layer < value.Count; layer++) Guard.InRange(value[layer], 1, Widest, $"{nameof(HiddenLayers)}[{layer}]");
            field = [.. value];
        }
    } = DefaultLayers;

    /// <summary>What training makes small. Default <see cref="NeuralCfLoss.BinaryCrossEntropy"/>.</summary>
    public NeuralCfLoss Loss { get; init; }

    /// <summary>How items that the customer doesn't have are drawn. Default <see cref="NegativeSampling.Uniform"/>.</summary>
    public NegativeSampling NegativeSampling { get; init; }

    /// <summary>Items drawn for each that a customer has, anew in each epoch, 1 to 4,096. Default 4.</summary>
    public int NegativesPerPositive { get; init => field = Guard.InRange(value, 1, Widest); } = 4;

    /// <summary>
    /// Probability that an example leaves an id out where it has features, so that these learn to speak alone, 0 to .9. Default .2; a fit
    /// without features leaves none out.
    /// </summary>
    public double IdDropout { get; init => field = Guard.InRange(value, 0, .9); } = .2;

    /// <summary>AdamW's learning rate, above 0. Default .001.</summary>
    public double LearningRate { get; init => field = Guard.Positive(value); } = 1e-3;

    /// <summary>
    /// Share of each weight that AdamW takes off at a step, times the learning rate, at least 0 (Loshchilov and Hutter 2019). Default .01;
    /// the more factors and epochs, the more it matters.
    /// </summary>
    public double WeightDecay { get; init => field = Guard.InRange(value, 0, double.MaxValue); } = .01;

    /// <summary>Items of customers in a step, each with its sampled ones, at least 1. Default 256.</summary>
    public int BatchSize { get; init => field = Guard.AtLeast(value, 1); } = 256;

    /// <summary>Passes over the data at most, at least 1. Default 20.</summary>
    public int MaxEpochs { get; init => field = Guard.AtLeast(value, 1); } = 20;

    /// <summary>
    /// Passes that GMF and MLP make on their own before <see cref="NeuralCfArchitecture.NeuMf"/> begins with their weights, half of the
    /// last layer from each, and goes on at a tenth of the learning rate (He et al. 2017, section 3.4.1); at least 0. Default 0: none.
    /// Other architectures have nothing to begin with, and don't look at it.
    /// </summary>
    public int PretrainingEpochs { get; init => field = Guard.AtLeast(value, 0); }

    /// <summary>
    /// Epochs without a better validation figure after which training stops; the best weights are kept. At least 1. Default 3.
    /// </summary>
    public int Patience { get; init => field = Guard.AtLeast(value, 1); } = 3;

    /// <summary>
    /// Customers whose last new item is held out to validate with, at least 0; no more than a fifth of those who have two items. Default
    /// 500. Only a log knows what came last: a fit on a matrix runs all epochs.
    /// </summary>
    public int ValidationCustomers { get; init => field = Guard.AtLeast(value, 0); } = 500;

    /// <summary>Seed of weights, order, samples and held-out customers. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Most threads that a fit uses, at least 1; null (default) for one a processor. The model doesn't depend on it.</summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }

    /// <summary>All options in a line, as errors tell them.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Architecture} of {Factors} factors, layers [{string.Join(", ", HiddenLayers)}], {Loss}, "
        + $"{NegativesPerPositive} negatives ({NegativeSampling}), IdDropout {IdDropout}, LearningRate {LearningRate}, "
        + $"WeightDecay {WeightDecay}, BatchSize {BatchSize}, PretrainingEpochs {PretrainingEpochs}, MaxEpochs {MaxEpochs}, "
        + $"Patience {Patience}, ValidationCustomers {ValidationCustomers}, Seed {Seed}");

    /// <exception cref="ArgumentException">Options don't go together, or one isn't any of its kind.</exception>
    internal static NeuralCfOptions Valid(NeuralCfOptions options)
    {
        RequireDefined(options.Architecture, nameof(options));
        RequireDefined(options.Loss, nameof(options));
        RequireDefined(options.NegativeSampling, nameof(options));
        if (options is { HiddenLayers.Count: 0, Architecture: NeuralCfArchitecture.Mlp or NeuralCfArchitecture.NeuMf })
        {
            throw new ArgumentException(
                $"Architecture {options.Architecture} needs at least one of HiddenLayers, and there is none; "
                + "give a width, or take DotProduct or Gmf.",
                nameof(options));
        }

        return options;
    }

    internal NetworkShape Shape(int customers, int items, int customerFeatures = 0, int itemFeatures = 0) =>
        new(Architecture, Math.Max(1, customers), Math.Max(1, items), Factors, HiddenLayers, customerFeatures, itemFeatures);

    private static void RequireDefined<T>(T value, string name)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value)) throw new ArgumentException($"{typeof(T).Name} has no {value}; take one of its named values.", name);
    }
}

using System.Globalization;
using Personalization.Neural;

namespace Personalization.Beha2Vec;

/// <summary>How <see cref="FeatureAutoencoderTrainer"/> learns. Immutable; every default is valid.</summary>
public sealed record FeatureAutoencoderOptions
{
    private const int Widest = 4_096, Deepest = 16;

    private static readonly int[] s_defaultLayers = [64];

    /// <summary>Length of an embedding, 1 to 4,096. Default 8.</summary>
    public int Dimensions { get; init => field = Guard.InRange(value, 1, Widest); } = 8;

    /// <summary>
    /// Widths of the GELU layers between features and embedding, 1 to 4,096 each, at most 16; they stand between embedding and
    /// reconstruction the other way round. Without any, embedding and reconstruction are linear, and span what the first principal
    /// components do. Default one of 64.
    /// </summary>
    /// <remarks>Two options with equal layers in different lists aren't equal records.</remarks>
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
    } = s_defaultLayers;

    /// <summary>
    /// Probability that a feature is hidden while training, though it is to be reconstructed (denoising, Vincent et al. 2008), 0 to .9.
    /// What is hidden is 0, the mean of a standardized feature. Default .1.
    /// </summary>
    public double FeatureDropout { get; init => field = Guard.InRange(value, 0, .9); } = .1;

    /// <summary>Probability of dropping a value of a hidden layer while training, 0 to .9. Default 0.</summary>
    public double Dropout { get; init => field = Guard.InRange(value, 0, .9); }

    /// <summary>AdamW's learning rate, above 0. Default .003.</summary>
    public double LearningRate { get; init => field = Guard.Positive(value); } = 3e-3;

    /// <summary>
    /// What becomes of the learning rate over <see cref="MaxEpochs"/>. Default <see cref="LearningRateDecay.Constant"/>.
    /// </summary>
    public LearningRateDecay LearningRateDecay { get; init; }

    /// <summary>AdamW's weight decay, at least 0. Default 0.</summary>
    public double WeightDecay { get; init => field = Guard.InRange(value, 0, double.MaxValue); }

    /// <summary>Customers in a step, at least 1. Default 128.</summary>
    public int BatchSize { get; init => field = Guard.AtLeast(value, 1); } = 128;

    /// <summary>Passes over the customers at most, at least 1. Default 200.</summary>
    public int MaxEpochs { get; init => field = Guard.AtLeast(value, 1); } = 200;

    /// <summary>Epochs without a better validation figure after which training stops, at least 1. Default 10.</summary>
    public int Patience { get; init => field = Guard.AtLeast(value, 1); } = 10;

    /// <summary>
    /// Share of the customers who are held out to validate with, 0 to .5, rounded down; 0: nobody is, and all epochs are made. Default .1.
    /// </summary>
    public double ValidationShare { get; init => field = Guard.InRange(value, 0, .5); } = .1;

    /// <summary>Seed of weights, order, dropout and held-out customers. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Most threads that a fit uses, at least 1; null (default) for one a processor. The model doesn't depend on it.</summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }

    /// <summary>All options in a line, as errors tell them.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Dimensions} dimensions, HiddenLayers [{string.Join(", ", HiddenLayers)}], FeatureDropout {FeatureDropout}, Dropout {Dropout}, "
        + $"LearningRate {LearningRate} {LearningRateDecay}, WeightDecay {WeightDecay}, BatchSize {BatchSize}, MaxEpochs {MaxEpochs}, "
        + $"Patience {Patience}, ValidationShare {ValidationShare}, Seed {Seed}");

    /// <exception cref="ArgumentException">One isn't any of its kind.</exception>
    internal static FeatureAutoencoderOptions Valid(FeatureAutoencoderOptions options) => Enum.IsDefined(options.LearningRateDecay)
        ? options
        : throw new ArgumentException(
            $"There is no decay {options.LearningRateDecay} of the learning rate; take one of the named values.", nameof(options));
}

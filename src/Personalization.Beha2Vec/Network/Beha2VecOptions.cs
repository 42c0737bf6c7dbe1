using System.Globalization;
using Personalization.Neural;

namespace Personalization.Beha2Vec;

/// <summary>How the order of events enters.</summary>
public enum BehaviorPositions
{
    /// <summary>Queries and keys are turned by their place (rotary, Su et al. 2021): only distances matter, so a state may go on.</summary>
    Rotary,

    /// <summary>A slope of scores over distances (ALiBi, Press et al. 2022): only distances matter.</summary>
    Alibi,

    /// <summary>A vector for each place of the window (SASRec, Kang and McAuley 2018).</summary>
    Learned,
}

/// <summary>How telling the next item is judged.</summary>
public enum BehaviorItemLoss
{
    /// <summary>Cross-entropy of a softmax over the next item and some that are drawn, corrected for the draw (log-Q).</summary>
    SampledSoftmax,

    /// <summary>Cross-entropy of a softmax over all items.</summary>
    Softmax,

    /// <summary>Binary cross-entropy against one other item for each event (SASRec, Kang and McAuley 2018).</summary>
    BinaryCrossEntropy,
}

/// <summary>How <see cref="Beha2VecTrainer"/> learns. Immutable; every default is valid.</summary>
public sealed record Beha2VecOptions
{
    internal const double DefaultMaskedShare = .2;

    private const int Widest = 4_096;

    /// <summary>Length of an embedding, 1 to 4,096, a multiple of twice the heads. Default 64.</summary>
    public int Dimensions { get; init => field = Guard.InRange(value, 1, Widest); } = 64;

    /// <summary>Blocks of attention and feed-forward, 1 to 32. Default 2.</summary>
    public int Blocks { get; init => field = Guard.InRange(value, 1, 32); } = 2;

    /// <summary>Heads of attention, 1 to 64. Default 2.</summary>
    public int Heads { get; init => field = Guard.InRange(value, 1, 64); } = 2;

    /// <summary>Inner width of the feed-forward, 1 to 4,096. Default 128.</summary>
    public int InnerWidth { get; init => field = Guard.InRange(value, 1, Widest); } = 128;

    /// <summary>Latest events of a customer that are learned from, 2 to 4,096. Default 100.</summary>
    public int MaxLength { get; init => field = Guard.InRange(value, 2, Widest); } = 100;

    /// <summary>
    /// Events that a block looks back at, the one at hand among them, 2 to 4,096; with each block it gets as many further. A live state
    /// keeps 8 · Dimensions · Blocks bytes for each, 30 KiB at the defaults. <see cref="BehaviorPositions.Learned"/> looks back at all of
    /// <see cref="MaxLength"/> instead. Default 30.
    /// </summary>
    public int Window { get; init => field = Guard.InRange(value, 2, Widest); } = 30;

    /// <summary>How the order of events enters. Default <see cref="BehaviorPositions.Rotary"/>.</summary>
    public BehaviorPositions Positions { get; init; }

    /// <summary>Probability of dropping a value while training, 0 to .9. Default .2.</summary>
    public double Dropout { get; init => field = Guard.InRange(value, 0, .9); } = .2;

    /// <summary>How telling the next item is judged. Default <see cref="BehaviorItemLoss.SampledSoftmax"/>.</summary>
    public BehaviorItemLoss ItemLoss { get; init; }

    /// <summary>
    /// Items that <see cref="BehaviorItemLoss.SampledSoftmax"/> draws for about a thousand events, at least 1; where there are no more
    /// items, the softmax is over all of them. Default 1,024.
    /// </summary>
    public int Negatives { get; init => field = Guard.AtLeast(value, 1); } = 1_024;

    /// <summary>
    /// Power of an item's events that it is drawn in proportion to, 0 (default; each as often) to 1. The loss corrects for it.
    /// </summary>
    public double NegativePower { get; init => field = Guard.InRange(value, 0, 1); }

    /// <summary>Weight of the next item's loss, at least 0. Default 1.</summary>
    public double ItemWeight { get; init => field = Guard.AtLeast(value, 0); } = 1;

    /// <summary>Weight of the next event type's cross-entropy, at least 0. Default .3.</summary>
    public double TypeWeight { get; init => field = Guard.AtLeast(value, 0); } = .3;

    /// <summary>Weight of the cross-entropy of the time to the next event, at least 0. Default .1.</summary>
    public double GapWeight { get; init => field = Guard.AtLeast(value, 0); } = .1;

    /// <summary>
    /// Weight of the contrastive loss of two slices of one customer's history (CoLES, Babaev et al. 2022), at least 0; customers with fewer
    /// than four events have none. It makes embeddings of like customers alike, and takes about twice the time. Default 0.
    /// </summary>
    public double ContrastiveWeight { get; init => field = Guard.AtLeast(value, 0); }

    /// <summary>
    /// Weight of telling the items of masked events from those on both sides (BERT4Rec, Sun et al. 2019), at least 0: a second pass over
    /// the same weights, which takes about twice the time. Embeddings look back only, as ever; alone, without <see cref="ItemWeight"/>,
    /// nothing teaches them what comes next. Default 0.
    /// </summary>
    public double MaskedWeight { get; init => field = Guard.AtLeast(value, 0); }

    /// <summary>
    /// Probability that an event whose item is known is masked, .01 to .9; at least one of a customer is. Without a
    /// <see cref="MaskedWeight"/> it means nothing. Default .2.
    /// </summary>
    public double MaskedShare { get; init => field = Guard.InRange(value, .01, .9); } = DefaultMaskedShare;

    /// <summary>AdamW's learning rate, above 0. Default .001.</summary>
    public double LearningRate { get; init => field = Guard.Positive(value); } = 1e-3;

    /// <summary>
    /// What becomes of the learning rate over <see cref="MaxEpochs"/>. Falling to 0 pays where it is known how many epochs are needed: the
    /// last ones are the best then, and <see cref="Patience"/> should not end them. Default <see cref="LearningRateDecay.Constant"/>.
    /// </summary>
    public LearningRateDecay LearningRateDecay { get; init; }

    /// <summary>AdamW's weight decay, at least 0. Default .01.</summary>
    public double WeightDecay { get; init => field = Guard.InRange(value, 0, double.MaxValue); } = .01;

    /// <summary>Customers in a step, at least 1. Default 128.</summary>
    public int BatchSize { get; init => field = Guard.AtLeast(value, 1); } = 128;

    /// <summary>Passes over the customers at most, at least 1. Default 30.</summary>
    public int MaxEpochs { get; init => field = Guard.AtLeast(value, 1); } = 30;

    /// <summary>Epochs without a better validation figure after which training stops, at least 1. Default 3.</summary>
    public int Patience { get; init => field = Guard.AtLeast(value, 1); } = 3;

    /// <summary>
    /// Customers whose last event is held out to validate with, at least 0; no more than a fifth of those with three events. Default 500.
    /// Beside them so many at most, no more than 250 nor a twentieth, are held out with all their events to calibrate on; 0: nobody is, and
    /// probabilities aren't calibrated.
    /// </summary>
    public int ValidationCustomers { get; init => field = Guard.AtLeast(value, 0); } = 500;

    /// <summary>Seed of weights, order, dropout and held-out customers. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// File that a fit goes on from where it exists, and saves to every 30 seconds: killed and begun again, it comes to the same bytes. It
    /// is deleted at the end. Null (default): none. A loaded model doesn't know it.
    /// </summary>
    public string? Checkpoint { get; init; }

    /// <summary>Most threads that a fit uses, at least 1; null (default) for one a processor. The model doesn't depend on it.</summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }

    /// <summary>Events that a block looks back at, however places are told.</summary>
    internal int AttentionWindow => Positions == BehaviorPositions.Learned ? MaxLength : Window;

    /// <summary>Whether masked events are all that is learned from.</summary>
    internal bool IsMaskedAlone => MaskedWeight > 0 && ItemWeight == 0 && TypeWeight == 0 && GapWeight == 0 && ContrastiveWeight == 0;

    /// <summary>Events that an embedding depends on.</summary>
    internal int Reach => Positions == BehaviorPositions.Learned ? MaxLength : (Blocks * (Window - 1)) + 1;

    /// <summary>All options in a line, as errors tell them.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Blocks} blocks of {Dimensions} dimensions, {Heads} heads, inner width {InnerWidth}, MaxLength {MaxLength}, Window {Window}, "
        + $"{Positions}, Dropout {Dropout}, {ItemLoss}, Negatives {Negatives}, NegativePower {NegativePower}, "
        + $"weights {ItemWeight}, {TypeWeight}, {GapWeight}, {ContrastiveWeight}, {Masked}LearningRate {LearningRate} {LearningRateDecay}, "
        + $"WeightDecay {WeightDecay}, "
        + $"BatchSize {BatchSize}, MaxEpochs {MaxEpochs}, Patience {Patience}, ValidationCustomers {ValidationCustomers}, Seed {Seed}");

    private string Masked =>
        MaskedWeight == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"MaskedWeight {MaskedWeight} of {MaskedShare}, ");

    /// <exception cref="ArgumentException">Options don't go together, or one isn't any of its kind.</exception>
    internal static Beha2VecOptions Valid(Beha2VecOptions options)
    {
        if (!Enum.IsDefined(options.Positions))
            throw new ArgumentException($"There are no positions {options.Positions}; take one of the named values.", nameof(options));
        if (!Enum.IsDefined(options.ItemLoss))
            throw new ArgumentException($"There is no loss {options.ItemLoss}; take one of the named values.", nameof(options));
        if (!Enum.IsDefined(options.LearningRateDecay))
        {
            throw new ArgumentException(
                $"There is no decay {options.LearningRateDecay} of the learning rate; take one of the named values.", nameof(options));
        }

        if (options.Dimensions % (2 * options.Heads) != 0)
        {
            throw new ArgumentException(
                $"{options.Dimensions} Dimensions can't be shared by {options.Heads} Heads; take a multiple of {2 * options.Heads}.",
                nameof(options));
        }

        return options;
    }
}

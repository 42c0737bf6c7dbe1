using Personalization.Core;
using Personalization.Prediction;

namespace Personalization;

/// <summary>How <see cref="ChurnStep"/> learns who will buy no more. Immutable; every default is valid.</summary>
public sealed record ChurnStepOptions
{
    /// <summary>Days ahead within which a customer who buys nothing counts as lost, 1 to 3,650. Default 90.</summary>
    public int HorizonDays { get; init => field = Guard.InRange(value, 1, 3_650); } = 90;

    /// <summary>
    /// Moments of the past to learn from at most, 1 to 100; they lie a horizon apart, so that what came of one is known at the next.
    /// Default 8: with 90 days about two years, so that each season is among them twice.
    /// </summary>
    public int MaximumMoments { get; init => field = Guard.InRange(value, 1, 100); } = 8;

    /// <summary>
    /// Steps that say what was known of the customers at a moment; each runs on the events before it. Default null: RFM and how they buy,
    /// counted as in this run, and lifetime by BG/NBD alone.
    /// </summary>
    public PipelineSteps? Features { get; init; }

    /// <summary>
    /// Columns to learn from. Default empty: every column of numbers, flags and categories of the steps, those missing for some with their
    /// median and a flag.
    /// </summary>
    public IReadOnlyList<FeatureColumn> Columns { get; init => field = [.. value]; } = [];

    /// <summary>What learns. Default: logistic regression with splines.</summary>
    public IProbabilityTrainer Trainer
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = new LogisticRegressionTrainer();
}

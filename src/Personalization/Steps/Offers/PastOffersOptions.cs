using Personalization.Core;
using Personalization.Incentives;
using Personalization.Prediction;

namespace Personalization;

/// <summary>What <see cref="OffersStep"/> learns of earlier offers. Immutable; every default is valid.</summary>
public sealed record PastOffersOptions
{
    /// <summary>Paths of earlier <c>offers.csv</c>, plain or in gzip. Default: none.</summary>
    public IReadOnlyList<string> Files { get; init => field = [.. value]; } = [];

    /// <summary>Decisions that are known otherwise, beside those of the files. Default: none.</summary>
    public IReadOnlyList<PastDecision> Decisions { get; init => field = [.. value]; } = [];

    /// <summary>
    /// Days after a decision within which an order counts, 1 to 3,650; give <see cref="RepeatPurchasesStep"/> the same. Default 30.
    /// </summary>
    public int HorizonDays { get; init => field = Guard.InRange(value, 1, 3_650); } = 30;

    /// <summary>Rounds to learn from at most, the latest, 1 to 100. Default 12.</summary>
    public int MaximumRounds { get; init => field = Guard.InRange(value, 1, 100); } = 12;

    /// <summary>
    /// Steps that say what was known of the customers at a moment; each runs on the events before it. Default null: RFM, how they buy, and
    /// how often such customers come back, counted as in this run.
    /// </summary>
    public PipelineSteps? Features { get; init; }

    /// <summary>Columns of these steps that effects may depend on, at least one. Default: five of RFM and how they buy.</summary>
    public IReadOnlyList<FeatureColumn> Columns { get; init => field = [.. Guard.NotEmpty(value)]; } =
    [
        new(ColumnNames.RecencyDays), new(ColumnNames.Frequency), new(ColumnNames.AverageOrder) { Missing = MissingNumber.Median },
        new("discount_share") { Missing = MissingNumber.Median }, new(ColumnNames.PurchaseProbability) { Missing = MissingNumber.Median },
    ];

    /// <summary>
    /// What is believed before anything was seen. An offer that has no entry in <see cref="BayesianUpliftOptions.Means"/> is believed to
    /// change the log-odds as much as the catalogue assumes. Default: the defaults of the trainer.
    /// </summary>
    public BayesianUpliftOptions Beliefs { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();
}

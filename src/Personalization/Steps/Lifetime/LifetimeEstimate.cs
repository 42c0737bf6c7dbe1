using Personalization.Core;
using Personalization.Rfm;

namespace Personalization;

/// <summary>What customers are worth from here on: the models, how they were chosen, and what they were asked. Immutable.</summary>
public sealed class LifetimeEstimate
{
    internal LifetimeEstimate(LifetimeStepOptions options, string reason) => (Options, Reason) = (options, reason);

    internal LifetimeEstimate(LifetimeStepOptions options, LifetimeChoice choice, GammaGammaModel? spend, CustomerTable customers) =>
        (Options, Choice, Spend, Customers) = (options, choice, spend, customers);

    /// <summary>What was asked.</summary>
    public LifetimeStepOptions Options { get; }

    /// <summary>
    /// The model of purchases, why it was chosen and what it was compared with; null where there was too little to learn from.
    /// </summary>
    public LifetimeChoice? Choice { get; }

    /// <summary>The model of amounts; null without one, as where no amounts are known.</summary>
    public GammaGammaModel? Spend { get; }

    /// <summary>What the models say of each customer; null without models.</summary>
    public CustomerTable? Customers { get; }

    /// <summary>Why there are no models, in a sentence; null where there are.</summary>
    public string? Reason { get; }

    /// <summary>
    /// Correlation of how often and for how much customers buy who came back, −1 to 1, after logarithms; NaN where there are fewer than
    /// three. The model of amounts takes it for 0.
    /// </summary>
    public double SpendCorrelation => Choice is { } choice ? LifetimeSpend.Correlation(choice.Summary) : double.NaN;
}

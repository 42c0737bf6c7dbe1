using Personalization.Core;

namespace Personalization.Prediction;

/// <summary>How the effect of a treatment is learned (Künzel, Sekhon, Bickel and Yu 2019; Kennedy 2023).</summary>
public enum UpliftLearner
{
    /// <summary>
    /// Pseudo-outcomes that are right where either the outcomes or the propensities are modelled right, regressed on the columns; each is
    /// made by models that haven't seen the customer. The default.
    /// </summary>
    DoublyRobust,

    /// <summary>One model of the outcome, with the treatment as a column. With a linear model the effect is the same for all.</summary>
    SLearner,

    /// <summary>A model of the outcome for each arm; the effect is their difference.</summary>
    TLearner,

    /// <summary>Effects imputed in either arm by the other's model, regressed on the columns. For a small control group.</summary>
    XLearner,
}

/// <summary>How <see cref="UpliftTrainer"/> learns. Immutable; every default is valid.</summary>
public sealed record UpliftOptions
{
    /// <summary>How. Default <see cref="UpliftLearner.DoublyRobust"/>.</summary>
    public UpliftLearner Learner { get; init; }

    /// <summary>
    /// What models outcomes of 0 and 1. Default: logistic regression with splines. Boosted trees of <c>Personalization.MicrosoftML</c> find
    /// what columns do together.
    /// </summary>
    public IProbabilityTrainer Probability
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = new LogisticRegressionTrainer();

    /// <summary>How amounts, and the effects of <see cref="UpliftLearner.DoublyRobust"/> and <see cref="UpliftLearner.XLearner"/>, are
    /// regressed. Default: its defaults.</summary>
    public LinearRegressionOptions Regression { get; init; } = new();

    /// <summary>Parts of the customers, by the hash of their ids, for models that haven't seen a customer, 2 to 20. Default 5.</summary>
    public int Folds { get; init => field = Guard.InRange(value, 2, 20); } = 5;

    /// <summary>
    /// Propensities below it count as it, above 0, at most .5: a customer who was nearly sure of another arm doesn't decide alone. Default
    /// .01.
    /// </summary>
    public double LeastPropensity { get; init => field = Guard.InRange(value, 1e-9, .5); } = .01;
}

using System.Globalization;
using Personalization.Core;

namespace Personalization.Rfm;

/// <summary>How a search for the most likely parameters ended.</summary>
public enum LifetimeFitOutcome
{
    /// <summary>All derivatives are below the tolerance.</summary>
    Converged,

    /// <summary>The iteration limit came first.</summary>
    IterationLimit,

    /// <summary>
    /// No step makes the likelihood larger, though a derivative is above the tolerance: rounding has the last word, or the likelihood is
    /// flat and fifteen iterations brought nothing more.
    /// </summary>
    NoBetterStep,

    /// <summary>
    /// A parameter ran to a bound of the search, 1e-7 or 1e9: the likelihood grows towards a limit of the model, such as customers who are
    /// all alike or nobody who leaves. The parameters say less than the forecasts made with them.
    /// </summary>
    AtBound,
}

/// <summary>What a maximum-likelihood fit found, and how sure that is the maximum.</summary>
/// <param name="Outcome">How the start that was kept ended.</param>
/// <param name="LogLikelihood">Sum over the customers, natural logarithm, with all constants that the model's paper has.</param>
/// <param name="Customers">Customers it was fitted to.</param>
/// <param name="Gradient">
/// The largest derivative, of either sign, of the mean log-likelihood of a customer by the logarithm of a parameter.
/// </param>
/// <param name="Starts">Starts that were tried.</param>
/// <param name="StartsAgreeing">
/// Starts that ended within 1e-6 of the log-likelihood a customer of the best, itself among them: 1 of many is a reason to try more.
/// </param>
public sealed record LifetimeFit(
    LifetimeFitOutcome Outcome, double LogLikelihood, int Customers, double Gradient, int Starts, int StartsAgreeing)
{
    /// <summary>True where the search ended at a maximum.</summary>
    public bool HasConverged => Outcome == LifetimeFitOutcome.Converged;

    /// <summary>The outcome in a sentence.</summary>
    public string Explanation => string.Create(CultureInfo.InvariantCulture, $"{Sentence} {StartsAgreeing} of {Starts} starts agree.");

    private string Sentence => Outcome switch
    {
        LifetimeFitOutcome.Converged => "Converged.",
        LifetimeFitOutcome.IterationLimit => $"Not converged: the iteration limit came first (gradient {Gradient:G2}).",
        LifetimeFitOutcome.NoBetterStep => $"Not converged to the tolerance: no step is better (gradient {Gradient:G2}).",
        _ => "Not converged: a parameter ran to its bound; the data fit a limit of the model.",
    };

    internal StopReason StopReason => Outcome switch
    {
        LifetimeFitOutcome.Converged => StopReason.Converged,
        LifetimeFitOutcome.IterationLimit => StopReason.IterationLimit,
        _ => StopReason.NoImprovement,
    };
}

using Personalization.Core;

namespace Personalization.Rfm;

/// <summary>
/// A model of who still buys and how often. Implementations are immutable: any member may be called from any number of threads at once.
/// Times are in the unit of the summary that the model was fitted to.
/// </summary>
public interface IPurchaseModel : IModel
{
    /// <summary>What the search for the parameters found, and whether it converged.</summary>
    LifetimeFit Fit { get; }

    /// <summary>Probability that the customer hasn't left for good at the end of calibration, 0 to 1.</summary>
    /// <param name="customer">What is known of the customer.</param>
    /// <exception cref="ArgumentException">The row can't be: see <see cref="LifetimeRow"/>.</exception>
    double ProbabilityAlive(LifetimeRow customer);

    /// <summary>
    /// Expected number of purchases from the end of calibration to <paramref name="horizon"/> later, at least 0, whether or not the
    /// customer is alive.
    /// </summary>
    /// <param name="customer">What is known of the customer.</param>
    /// <param name="horizon">Time ahead, finite and at least 0.</param>
    /// <exception cref="ArgumentException">The row can't be.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The horizon is below 0 or not finite.</exception>
    double ExpectedPurchases(LifetimeRow customer, double horizon);

    /// <summary>Expected number of repeat purchases of a customer of whom nothing is known but the first purchase, just now.</summary>
    /// <param name="horizon">Time since the first purchase, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The horizon is below 0 or not finite.</exception>
    double ExpectedPurchasesOfNew(double horizon);

    /// <summary>Log-likelihood of one customer, natural logarithm; finite for any valid row.</summary>
    /// <param name="customer">What is known of the customer.</param>
    /// <exception cref="ArgumentException">The row can't be.</exception>
    double LogLikelihood(LifetimeRow customer);

    /// <summary>
    /// Probability of exactly so many purchases from the end of calibration to <paramref name="horizon"/> later, 0 to 1, whether or not
    /// the customer is alive: they sum to 1 over all numbers, and their mean is <see cref="ExpectedPurchases"/>.
    /// </summary>
    /// <param name="customer">What is known of the customer.</param>
    /// <param name="purchases">At least 0.</param>
    /// <param name="horizon">Time ahead, finite and at least 0.</param>
    /// <exception cref="ArgumentException">The row can't be.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number or the horizon is below 0, or the horizon isn't finite.</exception>
    double ProbabilityOfPurchases(LifetimeRow customer, int purchases, double horizon);
}

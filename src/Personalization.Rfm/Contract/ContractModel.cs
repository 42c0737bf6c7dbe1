using Personalization.Numerics;

namespace Personalization.Rfm;

/// <summary>
/// Customers with a contract, who at the end of each period renew or leave, which is seen. Each has a probability of leaving of their own,
/// so that those who are left are the more loyal ones, and retention grows. Immutable and thread-safe.
/// </summary>
public abstract class ContractModel : LifetimeModel
{
    private readonly double _shape;

    private protected ContractModel(FittedParameters fitted, double shape)
        : base(fitted) => _shape = shape;

    /// <summary>First shape of the beta distribution of the probability of leaving after the first period: larger, more leave.</summary>
    public double Alpha => Fitted[0];

    /// <summary>Second shape of it: larger, more stay.</summary>
    public double Beta => Fitted[1];

    /// <summary>Share of a new cohort that is still there after so many periods, 0 to 1.</summary>
    /// <param name="periods">Finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 0 or not finite.</exception>
    public double SurvivalAt(double periods) => StableMath.Exp(LogSurvival(Guard.Finite(Guard.AtLeast(periods, 0))));

    /// <summary>Share of those who are there before a period that renew at its end, 0 to 1.</summary>
    /// <param name="period">The period, from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is below 1.</exception>
    public double RetentionAt(int period)
    {
        Guard.AtLeast(period, 1);
        return StableMath.Exp(LogSurvival(period) - LogSurvival(period - 1));
    }

    /// <summary>
    /// Expected number of renewals ahead of a customer who has renewed some times already, each discounted to now: Σ S(n + k)/S(n) (1 +
    /// d)⁻ᵏ, k from 1 to the horizon. Times the margin of a period it is the residual value of the customer. O(horizon).
    /// </summary>
    /// <remarks>
    /// Fader and Hardie (2010), Customer-Base Valuation in a Contractual Setting. Without a discount it grows with the horizon, without
    /// end where α ≤ 1: those who are left are very loyal.
    /// </remarks>
    /// <param name="renewals">Renewals so far, 0 for a new customer.</param>
    /// <param name="horizon">Periods ahead, 0 to 1,000,000.</param>
    /// <param name="discountRate">Of a period, at least 0: .1 means that what comes a period later is worth 1 ÷ 1.1. Default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public double ExpectedRenewals(int renewals, int horizon, double discountRate = 0)
    {
        Guard.AtLeast(renewals, 0);
        Guard.InRange(horizon, 0, 1_000_000);
        Guard.Finite(Guard.AtLeast(discountRate, 0));
        double now = LogSurvival(renewals), discount = 1 / (1 + discountRate), factor = 1, sum = 0;
        for (int k = 1; k <= horizon; k++)
        {
            factor *= discount;
            double term = factor * StableMath.Exp(LogSurvival((double)renewals + k) - now);
            sum += term;
            if (term == 0) break;
        }

        return sum;
    }

    /// <summary>Log-likelihood of customers who are alike, natural logarithm.</summary>
    /// <param name="customers">The customers.</param>
    /// <exception cref="ArgumentException">The row can't be: see <see cref="ContractSummary.From"/>.</exception>
    public double LogLikelihood(ContractRow customers)
    {
        ContractLikelihood likelihood = new(ContractSummary.From([customers]), hasShape: true);
        return customers.Customers * likelihood.At(0, [Alpha, Beta, _shape], stackalloc double[3]);
    }

    private double LogSurvival(double periods) => ContractSurvival.Log(Alpha, Beta, _shape, periods, stackalloc double[2]);
}

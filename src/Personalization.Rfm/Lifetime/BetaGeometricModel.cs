using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Rfm;

/// <summary>
/// Customers buy at a steady rate of their own, gamma distributed, and leave for good with a beta distributed probability after a purchase:
/// a repeat purchase (<see cref="BgNbdModel"/>) or any (<see cref="MbgNbdModel"/>). Immutable and thread-safe.
/// </summary>
public abstract class BetaGeometricModel : LifetimeModel, IAnswersTogether
{
    private readonly BetaGeometricParameters _parameters;

    /// <param name="fitted">r, α, a, b.</param>
    /// <param name="leavesAtFirst">1 where a customer may leave right after the first purchase, else 0.</param>
    private protected BetaGeometricModel(FittedParameters fitted, int leavesAtFirst)
        : base(fitted) => _parameters = new BetaGeometricParameters(fitted[0], fitted[1], fitted[2], fitted[3], leavesAtFirst);

    /// <summary>Shape of the gamma distribution of purchase rates.</summary>
    public double R => _parameters.R;

    /// <summary>Scale of it, in units of time: the mean rate is r ÷ α.</summary>
    public double Alpha => _parameters.Alpha;

    /// <summary>First shape of the beta distribution of the probability of leaving: larger, more leave.</summary>
    public double A => _parameters.A;

    /// <summary>Second shape of it: larger, more stay.</summary>
    public double B => _parameters.B;

    private protected override IReadOnlyList<string> ParameterNames => ["r", "alpha", "a", "b"];

    /// <inheritdoc cref="IPurchaseModel.ProbabilityAlive"/>
    public double ProbabilityAlive(LifetimeRow customer)
    {
        LifetimeRow row = LifetimeRow.Checked(customer);
        return StableMath.Sigmoid(-BetaGeometric.LogOddsOfLeft(_parameters, row.RepeatPurchases, row.LastPurchase, row.Age));
    }

    /// <inheritdoc cref="IPurchaseModel.ExpectedPurchases"/>
    public double ExpectedPurchases(LifetimeRow customer, double horizon) => Answers(customer, horizon).Purchases;

    (double Alive, double Purchases) IAnswersTogether.Answers(LifetimeRow customer, double horizon) => Answers(customer, horizon);

    /// <inheritdoc cref="IPurchaseModel.LogLikelihood"/>
    public double LogLikelihood(LifetimeRow customer)
    {
        LifetimeRow row = LifetimeRow.Checked(customer);
        return BetaGeometric.LogLikelihood(_parameters, row.RepeatPurchases, row.LastPurchase, row.Age, stackalloc double[4]);
    }

    /// <inheritdoc cref="IPurchaseModel.ProbabilityOfPurchases"/>
    public double ProbabilityOfPurchases(LifetimeRow customer, int purchases, double horizon)
    {
        double alive = ProbabilityAlive(customer);
        Guard.AtLeast(purchases, 0);
        Guard.Finite(Guard.AtLeast(horizon, 0));
        double ofAlive = BetaGeometric.ProbabilityOfAlive(_parameters, customer.RepeatPurchases, customer.Age, purchases, horizon);
        return (alive * ofAlive) + (purchases == 0 ? 1 - alive : 0);
    }

    private (double Alive, double Purchases) Answers(LifetimeRow customer, double horizon)
    {
        double alive = ProbabilityAlive(customer);
        Guard.Finite(Guard.AtLeast(horizon, 0));
        return (alive, alive * BetaGeometric.ExpectedOfAlive(_parameters, customer.RepeatPurchases, customer.Age, horizon));
    }

    /// <summary>Expected purchases of one who is alive right after the first purchase.</summary>
    private protected double ExpectedOfNew(double horizon)
    {
        Guard.Finite(Guard.AtLeast(horizon, 0));
        return BetaGeometric.ExpectedOfAlive(_parameters, 0, 0, horizon);
    }

    /// <summary>What one who is alive does from now on.</summary>
    private protected LifetimePath DrawPath(RandomStream random, LifetimeRow known, double first, double second)
    {
        int n = known.RepeatPurchases + _parameters.Shift;
        double rate = random.NextGamma(R + known.RepeatPurchases, 1 / (Alpha + known.Age));
        return LifetimeSimulation.DrawEach(random, rate, random.NextBeta(A, B + n), first, second);
    }
}

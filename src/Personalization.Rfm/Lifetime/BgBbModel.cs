using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Rfm;

/// <summary>
/// BG/BB: in each period a customer either buys or doesn't, and leaves for good before a period with a probability of their own. For
/// memberships, yearly donations, cruises. Times are numbers of periods. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// Fader, Hardie and Shang (2010), Customer-Base Analysis in a Discrete-Time Noncontractual Setting. Make one with
/// <see cref="BgBbTrainer"/>.
/// </remarks>
public sealed class BgBbModel : LifetimeModel, ISampledModel, IPurchaseModel, IModel<BgBbModel>
{
    /// <inheritdoc/>
    public static ModelKind<BgBbModel> Kind { get; } = new("bg-bb", 1, file => new BgBbModel(FittedParameters.Read(file, 4)));

    private readonly BetaBernoulliParameters _parameters;

    internal BgBbModel(FittedParameters fitted)
        : base(fitted) => _parameters = new BetaBernoulliParameters(fitted[0], fitted[1], fitted[2], fitted[3]);

    /// <summary>First shape of the beta distribution of the probability of buying in a period.</summary>
    public double Alpha => _parameters.Alpha;

    /// <summary>Second shape of it.</summary>
    public double Beta => _parameters.Beta;

    /// <summary>First shape of the beta distribution of the probability of leaving before a period.</summary>
    public double Gamma => _parameters.Gamma;

    /// <summary>Second shape of it.</summary>
    public double Delta => _parameters.Delta;

    private protected override IReadOnlyList<string> ParameterNames => ["alpha", "beta", "gamma", "delta"];

    /// <summary>A model of parameters that are known, such as published ones; all positive.</summary>
    /// <param name="alpha">First shape of buying.</param>
    /// <param name="beta">Second shape of buying.</param>
    /// <param name="gamma">First shape of leaving.</param>
    /// <param name="delta">Second shape of leaving.</param>
    public static BgBbModel Of(double alpha, double beta, double gamma, double delta) =>
        new(FittedParameters.Given(alpha, beta, gamma, delta));

    /// <summary>Probability that the customer is alive in the period after the last one, n + 1; 0 to 1.</summary>
    /// <inheritdoc/>
    public double ProbabilityAlive(LifetimeRow customer)
    {
        double now = AliveAtEnd(customer);
        return now * (Delta + customer.Age) / (Gamma + Delta + customer.Age);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Equation 14 of Fader, Hardie and Shang (2010), as a sum over the periods ahead: O(horizon). A horizon is rounded down to whole
    /// periods, at most 1,000,000.
    /// </remarks>
    public double ExpectedPurchases(LifetimeRow customer, double horizon)
    {
        double alive = AliveAtEnd(customer);
        Guard.InRange(horizon, 0, 1e6);
        return alive * BetaBernoulli.ExpectedOfAlive(_parameters, customer.RepeatPurchases, (int)customer.Age, horizon);
    }

    /// <inheritdoc/>
    public double ExpectedPurchasesOfNew(double horizon) =>
        BetaBernoulli.ExpectedOfAlive(_parameters, 0, 0, Guard.InRange(horizon, 0, 1e6));

    /// <inheritdoc/>
    public double LogLikelihood(LifetimeRow customer)
    {
        LifetimeRow row = Checked(customer);
        return BetaBernoulli.LogLikelihood(
            _parameters, row.RepeatPurchases, (int)row.LastPurchase, (int)row.Age, stackalloc double[4]);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Equation 8 of Fader, Hardie and Shang (2010) with the parameters as they are after x purchases in n periods. A horizon is rounded
    /// down to whole periods, at most 1,000,000: O(horizon).
    /// </remarks>
    public double ProbabilityOfPurchases(LifetimeRow customer, int purchases, double horizon)
    {
        double alive = AliveAtEnd(customer);
        Guard.AtLeast(purchases, 0);
        int periods = (int)Guard.InRange(horizon, 0, 1e6), x = customer.RepeatPurchases, age = (int)customer.Age;
        BetaBernoulliParameters now = new(Alpha + x, Beta + age - x, Gamma, Delta + age);
        return (alive * BetaBernoulli.ProbabilityOfAlive(now, purchases, periods)) + (purchases == 0 ? 1 - alive : 0);
    }

    /// <summary>Writes the model as a model file of kind <c>bg-bb</c>; the stream stays open.</summary>
    /// <inheritdoc/>
    public void Save(Stream destination) => Write(Kind, destination);

    IPurchaseModel ISampledModel.With(double[] parameters) => new BgBbModel(FittedParameters.Given(parameters));

    IPurchaseModel ISampledModel.Refit(LifetimeSummary summary, LifetimeFitOptions options, CancellationToken cancellationToken) =>
        new BgBbTrainer(options).Fit(summary, null, cancellationToken);

    LifetimePath ISampledModel.Draw(RandomStream random, LifetimeRow known, double first, double second)
    {
        int x = known.RepeatPurchases, age = (int)known.Age, before = 0, last = 0, after = 0;
        double buys = random.NextBeta(Alpha + x, Beta + age - x), leaves = random.NextBeta(Gamma, Delta + age + 1);
        for (int period = 1; period <= first + second && (period == 1 || random.NextDouble() >= leaves); period++)
        {
            if (random.NextDouble() >= buys) continue;
            if (period <= first) (before, last) = (before + 1, period);
            else after++;
        }

        return new LifetimePath(before, last, after);
    }

    private static LifetimeRow Checked(LifetimeRow row) =>
        BetaBernoulliLikelihood.Fault(row) is { } fault ? throw new ArgumentException($"The customer {fault}.", nameof(row)) : row;

    private double AliveAtEnd(LifetimeRow customer)
    {
        LifetimeRow row = Checked(customer);
        double odds = BetaBernoulli.LogOddsOfLeft(_parameters, row.RepeatPurchases, (int)row.LastPurchase, (int)row.Age);
        return StableMath.Sigmoid(-odds);
    }
}

using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Rfm;

/// <summary>
/// Pareto/NBD: customers buy at a steady rate, and leave for good at any moment with a rate of their own, whether they buy or not.
/// Immutable and thread-safe.
/// </summary>
/// <remarks>
/// Schmittlein, Morrison and Colombo (1987), Counting Your Customers. Make one with <see cref="ParetoNbdTrainer"/>.
/// </remarks>
public sealed class ParetoNbdModel : LifetimeModel, IAnswersTogether, ISampledModel, IPurchaseModel, IModel<ParetoNbdModel>
{
    /// <inheritdoc/>
    public static ModelKind<ParetoNbdModel> Kind { get; } =
        new("pareto-nbd", 1, file => new ParetoNbdModel(FittedParameters.Read(file, 4)));

    private readonly ParetoParameters _parameters;

    internal ParetoNbdModel(FittedParameters fitted)
        : base(fitted) => _parameters = new ParetoParameters(fitted[0], fitted[1], fitted[2], fitted[3]);

    /// <summary>Shape of the gamma distribution of purchase rates.</summary>
    public double R => _parameters.R;

    /// <summary>Scale of it, in units of time: the mean rate is r ÷ α.</summary>
    public double Alpha => _parameters.Alpha;

    /// <summary>Shape of the gamma distribution of rates of leaving.</summary>
    public double S => _parameters.S;

    /// <summary>Scale of it, in units of time.</summary>
    public double Beta => _parameters.Beta;

    private protected override IReadOnlyList<string> ParameterNames => ["r", "alpha", "s", "beta"];

    /// <summary>A model of parameters that are known, such as published ones; all positive.</summary>
    /// <param name="r">Shape of the rates.</param>
    /// <param name="alpha">Scale of the rates, in units of time.</param>
    /// <param name="s">Shape of the rates of leaving.</param>
    /// <param name="beta">Scale of them, in units of time.</param>
    public static ParetoNbdModel Of(double r, double alpha, double s, double beta) => new(FittedParameters.Given(r, alpha, s, beta));

    /// <inheritdoc/>
    /// <remarks>Equations 11 to 13 of Schmittlein, Morrison and Colombo (1987), integrated.</remarks>
    public double ProbabilityAlive(LifetimeRow customer)
    {
        LifetimeRow row = LifetimeRow.Checked(customer);
        return StableMath.Sigmoid(-ParetoParts.LogOddsOfLeft(_parameters, row.RepeatPurchases, row.LastPurchase, row.Age));
    }

    /// <inheritdoc/>
    /// <remarks>Equation 41 of Fader and Hardie (2005), A Note on Deriving the Pareto/NBD Model.</remarks>
    public double ExpectedPurchases(LifetimeRow customer, double horizon) => Answers(customer, horizon).Purchases;

    /// <inheritdoc/>
    public double ExpectedPurchasesOfNew(double horizon) => R / Alpha * TimeAlive(Beta, Guard.Finite(Guard.AtLeast(horizon, 0)));

    /// <inheritdoc/>
    public double LogLikelihood(LifetimeRow customer)
    {
        LifetimeRow row = LifetimeRow.Checked(customer);
        return ParetoParts.LogLikelihood(_parameters, row.RepeatPurchases, row.LastPurchase, row.Age, stackalloc double[4]);
    }

    /// <inheritdoc/>
    public double ProbabilityOfPurchases(LifetimeRow customer, int purchases, double horizon)
    {
        double alive = ProbabilityAlive(customer);
        Guard.AtLeast(purchases, 0);
        Guard.Finite(Guard.AtLeast(horizon, 0));
        ParetoParameters now = new(R + customer.RepeatPurchases, Alpha + customer.Age, S, Beta + customer.Age);
        return (alive * new ParetoCounts(now, purchases).Probability(horizon)) + (purchases == 0 ? 1 - alive : 0);
    }

    /// <summary>Writes the model as a model file of kind <c>pareto-nbd</c>; the stream stays open.</summary>
    /// <inheritdoc/>
    public void Save(Stream destination) => Write(Kind, destination);

    (double Alive, double Purchases) IAnswersTogether.Answers(LifetimeRow customer, double horizon) => Answers(customer, horizon);

    IPurchaseModel ISampledModel.With(double[] parameters) => new ParetoNbdModel(FittedParameters.Given(parameters));

    IPurchaseModel ISampledModel.Refit(LifetimeSummary summary, LifetimeFitOptions options, CancellationToken cancellationToken) =>
        new ParetoNbdTrainer(options).Fit(summary, null, cancellationToken);

    LifetimePath ISampledModel.Draw(RandomStream random, LifetimeRow known, double first, double second)
    {
        double rate = random.NextGamma(R + known.RepeatPurchases, 1 / (Alpha + known.Age));
        double leaves = random.NextGamma(S, 1 / (Beta + known.Age));
        double left = leaves > 0 ? random.NextExponential(leaves) : double.PositiveInfinity;
        return LifetimeSimulation.DrawUntil(random, rate, left, first, second);
    }

    private (double Alive, double Purchases) Answers(LifetimeRow customer, double horizon)
    {
        double alive = ProbabilityAlive(customer), rate = (R + customer.RepeatPurchases) / (Alpha + customer.Age);
        return (alive, alive * rate * TimeAlive(Beta + customer.Age, Guard.Finite(Guard.AtLeast(horizon, 0))));
    }

    /// <summary>Expected time until a customer leaves, at most t: β (1 − (β/(β + t))^(s−1)) / (s − 1), without a pole at s = 1.</summary>
    private double TimeAlive(double beta, double horizon) =>
        -beta * LifetimeFunctions.ExpMinusOneOver(S - 1, -StableMath.LogOnePlus(horizon / beta));
}

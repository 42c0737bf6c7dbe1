using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Rfm;

/// <summary>
/// Gompertz/Gamma NBD: customers buy at a steady rate, and leave for good at a rate that grows with the time since their first purchase.
/// Where b tends to 0 it is Pareto/NBD. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// Bemmaor and Glady (2012), Modeling Purchasing Behavior with Sudden "Death": A Flexible Customer Lifetime Model. Make one with
/// <see cref="GompertzNbdTrainer"/>.
/// </remarks>
public sealed class GompertzNbdModel : LifetimeModel, IPurchaseModel, IModel<GompertzNbdModel>
{
    /// <inheritdoc/>
    public static ModelKind<GompertzNbdModel> Kind { get; } =
        new("gompertz-nbd", 1, file => new GompertzNbdModel(FittedParameters.Read(file, 5)));

    private readonly GompertzParameters _parameters;

    internal GompertzNbdModel(FittedParameters fitted)
        : base(fitted) => _parameters = GompertzParameters.From([fitted[0], fitted[1], fitted[2], fitted[3], fitted[4]]);

    /// <summary>Shape of the gamma distribution of purchase rates.</summary>
    public double R => _parameters.R;

    /// <summary>Scale of it, in units of time: the mean rate is r ÷ α.</summary>
    public double Alpha => _parameters.Alpha;

    /// <summary>How fast the rate of leaving grows, for each unit of time.</summary>
    public double B => _parameters.B;

    /// <summary>Shape of the gamma distribution of the rates of leaving.</summary>
    public double S => _parameters.S;

    /// <summary>Scale of it, without a unit.</summary>
    public double Beta => _parameters.B * _parameters.Theta;

    /// <summary>A model of parameters that are known, such as published ones; all positive.</summary>
    /// <param name="r">Shape of the rates.</param>
    /// <param name="alpha">Scale of the rates, in units of time.</param>
    /// <param name="b">Growth of the rates of leaving.</param>
    /// <param name="s">Shape of the rates of leaving.</param>
    /// <param name="beta">Scale of them.</param>
    public static GompertzNbdModel Of(double r, double alpha, double b, double s, double beta) =>
        new(FittedParameters.Given(r, alpha, Guard.Positive(b), s, Guard.Positive(beta) / b));

    /// <inheritdoc/>
    public double ProbabilityAlive(LifetimeRow customer)
    {
        LifetimeRow row = LifetimeRow.Checked(customer);
        return StableMath.Sigmoid(-GompertzParts.LogOddsOfLeft(_parameters, row.RepeatPurchases, row.LastPurchase, row.Age));
    }

    /// <inheritdoc/>
    public double ExpectedPurchases(LifetimeRow customer, double horizon)
    {
        double alive = ProbabilityAlive(customer), rate = (R + customer.RepeatPurchases) / (Alpha + customer.Age);
        return alive * rate * GompertzParts.TimeAlive(_parameters, customer.Age, Guard.Finite(Guard.AtLeast(horizon, 0)));
    }

    /// <inheritdoc/>
    public double ExpectedPurchasesOfNew(double horizon) =>
        R / Alpha * GompertzParts.TimeAlive(_parameters, 0, Guard.Finite(Guard.AtLeast(horizon, 0)));

    /// <inheritdoc/>
    public double LogLikelihood(LifetimeRow customer)
    {
        LifetimeRow row = LifetimeRow.Checked(customer);
        return GompertzParts.LogLikelihood(_parameters, row.RepeatPurchases, row.LastPurchase, row.Age, stackalloc double[5]);
    }

    /// <inheritdoc/>
    public double ProbabilityOfPurchases(LifetimeRow customer, int purchases, double horizon)
    {
        double alive = ProbabilityAlive(customer);
        Guard.AtLeast(purchases, 0);
        Guard.Finite(Guard.AtLeast(horizon, 0));
        double ofAlive = GompertzParts.ProbabilityOfAlive(
            _parameters, R + customer.RepeatPurchases, Alpha + customer.Age, customer.Age, purchases, horizon);
        return (alive * ofAlive) + (purchases == 0 ? 1 - alive : 0);
    }

    /// <summary>Writes the model as a model file of kind <c>gompertz-nbd</c>; the stream stays open.</summary>
    /// <inheritdoc/>
    public void Save(Stream destination) => Write(Kind, destination);
}

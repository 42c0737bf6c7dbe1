using Personalization.Core;

namespace Personalization.Rfm;

/// <summary>
/// BG/NBD: customers buy at a steady rate, and after each repeat purchase leave for good with a
/// probability of their own. Immutable and thread-safe.
/// </summary>
/// <remarks>Fader, Hardie and Lee (2005), Counting Your Customers the Easy Way. Make one with <see cref="BgNbdTrainer"/>.</remarks>
public sealed class BgNbdModel : IPurchaseModel, IModel<BgNbdModel>
{
    /// <inheritdoc/>
    public static ModelKind<BgNbdModel> Kind { get; } = new("bg-nbd", 1, file => new BgNbdModel(FittedParameters.Read(file, 4)));

    private readonly FittedParameters _fitted;
    private readonly BetaGeometricParameters _parameters;

    internal BgNbdModel(FittedParameters fitted)
    {
        _fitted = fitted;
        _parameters = new BetaGeometricParameters(fitted[0], fitted[1], fitted[2], fitted[3], 0);
    }

    /// <summary>Shape of the gamma distribution of purchase rates.</summary>
    public double R => _parameters.R;

    /// <summary>Scale of it, in units of time: the mean rate is r ÷ α.</summary>
    public double Alpha => _parameters.Alpha;

    /// <summary>First shape of the beta distribution of the probability of leaving: larger, more leave.</summary>
    public double A => _parameters.A;

    /// <summary>Second shape of it: larger, more stay.</summary>
    public double B => _parameters.B;

    /// <summary>How it was searched; a loaded model doesn't know <see cref="LifetimeFitOptions.Threads"/>.</summary>
    public LifetimeFitOptions Options => _fitted.Options;

    /// <inheritdoc/>
    public LifetimeFit Fit => _fitted.Fit;

    /// <summary>What the fit did; a loaded model has no duration.</summary>
    public FitReport Report => _fitted.Report;

    /// <summary>A model of parameters that are known, such as published ones; all positive.</summary>
    /// <param name="r">Shape of the rates.</param>
    /// <param name="alpha">Scale of the rates, in units of time.</param>
    /// <param name="a">First shape of the probability of leaving.</param>
    /// <param name="b">Second shape of it.</param>
    public static BgNbdModel Of(double r, double alpha, double a, double b) => new(FittedParameters.Given(r, alpha, a, b));

    /// <inheritdoc/>
    /// <remarks>Who never came back is alive for certain: nobody leaves but after a repeat purchase. MBG/NBD doesn't say so.</remarks>
    public double ProbabilityAlive(LifetimeRow customer)
    {
        LifetimeRow row = LifetimeRow.Checked(customer);
        return LifetimeFunctions.Sigmoid(-BetaGeometric.LogOddsOfLeft(_parameters, row.RepeatPurchases, row.LastPurchase, row.Age));
    }

    /// <inheritdoc/>
    public double ExpectedPurchases(LifetimeRow customer, double horizon)
    {
        double alive = ProbabilityAlive(customer);
        Guard.Finite(Guard.AtLeast(horizon, 0));
        return alive * BetaGeometric.ExpectedOfAlive(_parameters, customer.RepeatPurchases, customer.Age, horizon);
    }

    /// <inheritdoc/>
    public double ExpectedPurchasesOfNew(double horizon)
    {
        Guard.Finite(Guard.AtLeast(horizon, 0));
        return BetaGeometric.ExpectedOfAlive(_parameters, 0, 0, horizon);
    }

    /// <summary>Log-likelihood of one customer, natural logarithm; finite for any valid row.</summary>
    /// <param name="customer">What is known of the customer.</param>
    public double LogLikelihood(LifetimeRow customer)
    {
        LifetimeRow row = LifetimeRow.Checked(customer);
        return BetaGeometric.LogLikelihood(_parameters, row.RepeatPurchases, row.LastPurchase, row.Age, stackalloc double[4]);
    }

    /// <summary>Writes the model as a model file of kind <c>bg-nbd</c>; the stream stays open.</summary>
    /// <inheritdoc/>
    public void Save(Stream destination)
    {
        ModelFileWriter file = Kind.NewFile();
        _fitted.Write(file);
        file.WriteTo(destination);
    }
}

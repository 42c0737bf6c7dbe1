using Personalization.Core;

namespace Personalization.Rfm;

/// <summary>
/// MBG/NBD: as BG/NBD, but a customer may also leave right after the first purchase, so that who never
/// came back may have left. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// Batislam, Denizel and Filiztekin (2007), Empirical Validation and Comparison of Models for Customer Base Analysis. Make one with
/// <see cref="MbgNbdTrainer"/>.
/// </remarks>
public sealed class MbgNbdModel : IPurchaseModel, IModel<MbgNbdModel>
{
    /// <inheritdoc/>
    public static ModelKind<MbgNbdModel> Kind { get; } = new("mbg-nbd", 1, file => new MbgNbdModel(FittedParameters.Read(file, 4)));

    private readonly FittedParameters _fitted;
    private readonly BetaGeometricParameters _parameters;

    internal MbgNbdModel(FittedParameters fitted)
    {
        _fitted = fitted;
        _parameters = new BetaGeometricParameters(fitted[0], fitted[1], fitted[2], fitted[3], 1);
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
    public static MbgNbdModel Of(double r, double alpha, double a, double b) => new(FittedParameters.Given(r, alpha, a, b));

    /// <inheritdoc/>
    /// <remarks>Equation 8 of Batislam, Denizel and Filiztekin (2007).</remarks>
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
        return B / (A + B) * BetaGeometric.ExpectedOfAlive(_parameters, 0, 0, horizon);
    }

    /// <summary>Log-likelihood of one customer, natural logarithm; finite for any valid row.</summary>
    /// <param name="customer">What is known of the customer.</param>
    public double LogLikelihood(LifetimeRow customer)
    {
        LifetimeRow row = LifetimeRow.Checked(customer);
        return BetaGeometric.LogLikelihood(_parameters, row.RepeatPurchases, row.LastPurchase, row.Age, stackalloc double[4]);
    }

    /// <summary>Writes the model as a model file of kind <c>mbg-nbd</c>; the stream stays open.</summary>
    /// <inheritdoc/>
    public void Save(Stream destination)
    {
        ModelFileWriter file = Kind.NewFile();
        _fitted.Write(file);
        file.WriteTo(destination);
    }
}

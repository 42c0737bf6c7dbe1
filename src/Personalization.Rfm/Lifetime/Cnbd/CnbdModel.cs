using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Rfm;

/// <summary>
/// Customers buy at regular times: a purchase takes k steps of a rate of their own, gamma distributed; and leave for good with a beta
/// distributed probability after a repeat purchase (<see cref="BgCnbdModel"/>) or any (<see cref="MbgCnbdModel"/>). Immutable and
/// thread-safe.
/// </summary>
/// <remarks>
/// Platzer (2008); Reutterer, Platzer and Schröder (2021), Leveraging Purchase Regularity for Predicting Customer Behavior the Easy Way.
/// Expectations are exact here, where the paper approximates.
/// </remarks>
public abstract class CnbdModel : LifetimeModel
{
    /// <summary>The most regular customers that are looked at.</summary>
    internal const int MostRegular = 12;

    private readonly ErlangGeometricParameters _parameters;

    private protected CnbdModel(FittedParameters fitted, int regularity, int leavesAtFirst)
        : base(fitted) =>
        _parameters = new ErlangGeometricParameters(
            fitted[0], fitted[1], fitted[2], fitted[3], Guard.InRange(regularity, 1, MostRegular), leavesAtFirst);

    /// <summary>k, 1 to 12: times between purchases have 1/√k of the deviation that chance alone gives; 1: no regularity.</summary>
    public int Regularity => _parameters.K;

    /// <summary>Shape of the gamma distribution of the rates of steps.</summary>
    public double R => _parameters.R;

    /// <summary>Scale of it, in units of time: the mean rate of purchases is r ÷ (α k).</summary>
    public double Alpha => _parameters.Alpha;

    /// <summary>First shape of the beta distribution of the probability of leaving: larger, more leave.</summary>
    public double A => _parameters.A;

    /// <summary>Second shape of it: larger, more stay.</summary>
    public double B => _parameters.B;

    /// <inheritdoc cref="IPurchaseModel.ProbabilityAlive"/>
    public double ProbabilityAlive(LifetimeRow customer)
    {
        LifetimeRow row = LifetimeRow.Checked(customer);
        return StableMath.Sigmoid(-ErlangGeometric.LogOddsOfLeft(_parameters, row.RepeatPurchases, row.LastPurchase, row.Age));
    }

    /// <inheritdoc cref="IPurchaseModel.ExpectedPurchases"/>
    public double ExpectedPurchases(LifetimeRow customer, double horizon)
    {
        double alive = ProbabilityAlive(customer);
        Guard.Finite(Guard.AtLeast(horizon, 0));
        return alive * ErlangGeometric.ExpectedOfAlive(
            _parameters, customer.RepeatPurchases, customer.LastPurchase, customer.Age, horizon);
    }

    /// <inheritdoc cref="IPurchaseModel.ExpectedPurchasesOfNew"/>
    public double ExpectedPurchasesOfNew(double horizon)
    {
        Guard.Finite(Guard.AtLeast(horizon, 0));
        double alive = _parameters.Shift == 0 ? 1 : B / (A + B);
        return alive * ErlangGeometric.ExpectedOfAlive(_parameters, 0, 0, 0, horizon);
    }

    /// <inheritdoc cref="IPurchaseModel.LogLikelihood"/>
    /// <remarks>
    /// With the times between purchases, where the row knows them (<see cref="LifetimeRow.LogIntervals"/>); else without what depends on
    /// them alone, and then not to be compared between models of different regularity.
    /// </remarks>
    public double LogLikelihood(LifetimeRow customer)
    {
        LifetimeRow row = LifetimeRow.Checked(customer);
        double value = ErlangGeometric.LogLikelihood(
            _parameters, row.RepeatPurchases, row.LastPurchase, row.Age, stackalloc double[4]);
        return row.RepeatPurchases == 0 || double.IsNaN(row.LogIntervals) ? value : value + ((Regularity - 1) * row.LogIntervals);
    }

    /// <inheritdoc cref="IPurchaseModel.ProbabilityOfPurchases"/>
    public double ProbabilityOfPurchases(LifetimeRow customer, int purchases, double horizon)
    {
        double alive = ProbabilityAlive(customer);
        Guard.InRange(purchases, 0, int.MaxValue / (2 * MostRegular));
        Guard.Finite(Guard.AtLeast(horizon, 0));
        double ofAlive = ErlangGeometric.ProbabilityOfAlive(
            _parameters, customer.RepeatPurchases, customer.LastPurchase, customer.Age, purchases, horizon);
        return (alive * ofAlive) + (purchases == 0 ? 1 - alive : 0);
    }

    private protected static int ReadRegularity(ModelFile file) =>
        Guard.InRange(file.GetMetadata<int>("regularity"), 1, MostRegular, "regularity");

    private protected void WriteFile(ModelKind kind, Stream destination)
    {
        ModelFileWriter file = kind.NewFile();
        file.Set("regularity", Regularity);
        Fitted.Write(file);
        file.WriteTo(destination);
    }
}

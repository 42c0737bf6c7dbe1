using Personalization.Numerics;

namespace Personalization.Rfm;

/// <summary>A model that was fitted and compared with others.</summary>
/// <param name="Type">Which one it is.</param>
/// <param name="Model">Fitted to the whole calibration.</param>
/// <param name="ParameterCount">Number of its parameters.</param>
/// <param name="Validation">How well it forecast the last part of the calibration, when fitted to what came before.</param>
public sealed record LifetimeCandidate(
    LifetimeModelType Type, IPurchaseModel Model, int ParameterCount, LifetimeForecastScore Validation)
{
    /// <summary>The name that its paper gives it, such as BG/NBD.</summary>
    public string Name => LifetimeModelTypes.Name(Type);

    /// <summary>On the whole calibration, natural logarithm.</summary>
    public double LogLikelihood => Model.Fit.LogLikelihood;

    /// <summary>Akaike's criterion, 2k − 2 ln L: lower is better.</summary>
    public double Aic => (2 * ParameterCount) - (2 * LogLikelihood);

    /// <summary>Schwarz's criterion, k ln n − 2 ln L with n customers: lower is better.</summary>
    public double Bic => (ParameterCount * StableMath.Log(Math.Max(Model.Fit.Customers, 1))) - (2 * LogLikelihood);
}

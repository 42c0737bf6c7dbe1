using Personalization.Core;

namespace Personalization.Rfm;

/// <summary>
/// Beta discrete Weibull model: as the shifted beta-geometric one, but a customer's probability of leaving changes with time: it grows
/// where c &gt; 1 and falls where c &lt; 1. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// Fader, Hardie, Liu, Davin and Steenburgh (2018), "How to Project Customer Retention" Revisited: The Role of Duration Dependence. Make
/// one with <see cref="BetaDiscreteWeibullTrainer"/>.
/// </remarks>
public sealed class BetaDiscreteWeibullModel : ContractModel, IModel<BetaDiscreteWeibullModel>
{
    internal BetaDiscreteWeibullModel(FittedParameters fitted)
        : base(fitted, fitted[2])
    {
    }

    /// <inheritdoc/>
    public static ModelKind<BetaDiscreteWeibullModel> Kind { get; } =
        new("beta-discrete-weibull", 1, file => new BetaDiscreteWeibullModel(FittedParameters.Read(file, 3)));

    /// <summary>How the probability of leaving changes with time: 1, it doesn't.</summary>
    public double C => Fitted[2];

    /// <summary>A model of parameters that are known, such as published ones; all positive.</summary>
    /// <param name="alpha">First shape of leaving.</param>
    /// <param name="beta">Second shape of it.</param>
    /// <param name="c">How it changes with time.</param>
    public static BetaDiscreteWeibullModel Of(double alpha, double beta, double c) => new(FittedParameters.Given(alpha, beta, c));

    /// <summary>Writes the model as a model file of kind <c>beta-discrete-weibull</c>; the stream stays open.</summary>
    /// <inheritdoc/>
    public void Save(Stream destination) => Write(Kind, destination);
}

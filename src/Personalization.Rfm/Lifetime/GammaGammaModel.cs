using Personalization.Core;

namespace Personalization.Rfm;

/// <summary>
/// Gamma-Gamma: what a customer's purchases are worth on average, drawn towards the mean of all the more, the fewer purchases are known. It
/// takes amounts to be independent of how often a customer buys: look at their correlation first. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// Fader and Hardie (2013), The Gamma-Gamma Model of Monetary Value. Make one with <see cref="GammaGammaTrainer"/>.
/// </remarks>
public sealed class GammaGammaModel : LifetimeModel, IModel<GammaGammaModel>
{
    /// <inheritdoc/>
    public static ModelKind<GammaGammaModel> Kind { get; } =
        new("gamma-gamma", 1, file => new GammaGammaModel(FittedParameters.Read(file, 3)));

    internal GammaGammaModel(FittedParameters fitted)
        : base(fitted)
    {
    }

    /// <summary>Shape of the gamma distribution of one customer's amounts.</summary>
    public double P => Fitted[0];

    /// <summary>Shape of the gamma distribution of the customers' scales.</summary>
    public double Q => Fitted[1];

    /// <summary>Scale of it, in the currency.</summary>
    public double Gamma => Fitted[2];

    /// <summary>
    /// Mean amount of a customer of whom nothing is known, pγ ÷ (q − 1); NaN where q ≤ 1, for there the mean doesn't exist.
    /// </summary>
    public double MeanSpend => Q > 1 ? P * Gamma / (Q - 1) : double.NaN;

    private protected override IReadOnlyList<string> ParameterNames => ["p", "q", "gamma"];

    /// <summary>A model of parameters that are known, such as published ones; all positive.</summary>
    /// <param name="p">Shape of one customer's amounts.</param>
    /// <param name="q">Shape of the customers' scales.</param>
    /// <param name="gamma">Scale of them, in the currency.</param>
    public static GammaGammaModel Of(double p, double q, double gamma) => new(FittedParameters.Given(p, q, gamma));

    /// <summary>
    /// Expected mean amount of a customer's purchases: equation 5 of Fader and Hardie (2013), p (γ + x z̄) ÷ (px + q − 1); NaN where px + q
    /// ≤ 1. A customer without repeat purchases, or whose mean amount isn't above 0, gets <see cref="MeanSpend"/>.
    /// </summary>
    /// <param name="customer">What is known of the customer.</param>
    /// <exception cref="ArgumentException">The row can't be: see <see cref="LifetimeRow"/>.</exception>
    public double ExpectedSpend(LifetimeRow customer)
    {
        LifetimeRow row = LifetimeRow.Checked(customer);
        if (!GammaGammaLikelihood.Takes(row)) return MeanSpend;
        double x = row.RepeatPurchases, divisor = (P * x) + Q - 1;
        return divisor > 0 ? P * (Gamma + (x * row.AverageSpend)) / divisor : double.NaN;
    }

    /// <summary>Log-likelihood of one customer's mean amount, natural logarithm; 0 for who hasn't one above 0.</summary>
    /// <param name="customer">What is known of the customer.</param>
    public double LogLikelihood(LifetimeRow customer)
    {
        LifetimeRow row = LifetimeRow.Checked(customer);
        return GammaGammaLikelihood.Takes(row)
            ? GammaGammaLikelihood.LogLikelihood(P, Q, Gamma, row.RepeatPurchases, row.AverageSpend, stackalloc double[3])
            : 0;
    }

    /// <summary>Writes the model as a model file of kind <c>gamma-gamma</c>; the stream stays open.</summary>
    /// <inheritdoc/>
    public void Save(Stream destination) => Write(Kind, destination);
}

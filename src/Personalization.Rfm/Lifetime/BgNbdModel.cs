using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Rfm;

/// <summary>
/// BG/NBD: customers buy at a steady rate, and after each repeat purchase leave for good with a probability of their own. Who never came
/// back is alive for certain, for nobody leaves but after a repeat purchase; MBG/NBD doesn't say so. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// Fader, Hardie and Lee (2005), Counting Your Customers the Easy Way. Make one with <see cref="BgNbdTrainer"/>.
/// </remarks>
public sealed class BgNbdModel : BetaGeometricModel, ISampledModel, IPurchaseModel, IModel<BgNbdModel>
{
    internal BgNbdModel(FittedParameters fitted)
        : base(fitted, leavesAtFirst: 0)
    {
    }

    /// <inheritdoc/>
    public static ModelKind<BgNbdModel> Kind { get; } = new("bg-nbd", 1, file => new BgNbdModel(FittedParameters.Read(file, 4)));

    /// <summary>A model of parameters that are known, such as published ones; all positive.</summary>
    /// <param name="r">Shape of the rates.</param>
    /// <param name="alpha">Scale of the rates, in units of time.</param>
    /// <param name="a">First shape of the probability of leaving.</param>
    /// <param name="b">Second shape of it.</param>
    public static BgNbdModel Of(double r, double alpha, double a, double b) => new(FittedParameters.Given(r, alpha, a, b));

    /// <inheritdoc/>
    public double ExpectedPurchasesOfNew(double horizon) => ExpectedOfNew(horizon);

    /// <summary>Writes the model as a model file of kind <c>bg-nbd</c>; the stream stays open.</summary>
    /// <inheritdoc/>
    public void Save(Stream destination) => Write(Kind, destination);

    IPurchaseModel ISampledModel.With(double[] parameters) => new BgNbdModel(FittedParameters.Given(parameters));

    IPurchaseModel ISampledModel.Refit(LifetimeSummary summary, LifetimeFitOptions options, CancellationToken cancellationToken) =>
        new BgNbdTrainer(options).Fit(summary, null, cancellationToken);

    LifetimePath ISampledModel.Draw(RandomStream random, LifetimeRow known, double first, double second) =>
        DrawPath(random, known, first, second);
}

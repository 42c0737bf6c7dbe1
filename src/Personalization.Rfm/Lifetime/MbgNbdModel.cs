using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Rfm;

/// <summary>
/// MBG/NBD: as BG/NBD, but a customer may also leave right after the first purchase, so that who never came back may have left. Immutable
/// and thread-safe.
/// </summary>
/// <remarks>
/// Batislam, Denizel and Filiztekin (2007), Empirical Validation and Comparison of Models for Customer Base Analysis; the probability alive
/// is its equation 8. Make one with <see cref="MbgNbdTrainer"/>.
/// </remarks>
public sealed class MbgNbdModel : BetaGeometricModel, ISampledModel, IPurchaseModel, IModel<MbgNbdModel>
{
    internal MbgNbdModel(FittedParameters fitted)
        : base(fitted, leavesAtFirst: 1)
    {
    }

    /// <inheritdoc/>
    public static ModelKind<MbgNbdModel> Kind { get; } = new("mbg-nbd", 1, file => new MbgNbdModel(FittedParameters.Read(file, 4)));

    /// <summary>A model of parameters that are known, such as published ones; all positive.</summary>
    /// <param name="r">Shape of the rates.</param>
    /// <param name="alpha">Scale of the rates, in units of time.</param>
    /// <param name="a">First shape of the probability of leaving.</param>
    /// <param name="b">Second shape of it.</param>
    public static MbgNbdModel Of(double r, double alpha, double a, double b) => new(FittedParameters.Given(r, alpha, a, b));

    /// <inheritdoc/>
    public double ExpectedPurchasesOfNew(double horizon) => B / (A + B) * ExpectedOfNew(horizon);

    /// <summary>Writes the model as a model file of kind <c>mbg-nbd</c>; the stream stays open.</summary>
    /// <inheritdoc/>
    public void Save(Stream destination) => Write(Kind, destination);

    IPurchaseModel ISampledModel.With(double[] parameters) => new MbgNbdModel(FittedParameters.Given(parameters));

    IPurchaseModel ISampledModel.Refit(LifetimeSummary summary, LifetimeFitOptions options, CancellationToken cancellationToken) =>
        new MbgNbdTrainer(options).Fit(summary, null, cancellationToken);

    LifetimePath ISampledModel.Draw(RandomStream random, LifetimeRow known, double first, double second) =>
        DrawPath(random, known, first, second);
}

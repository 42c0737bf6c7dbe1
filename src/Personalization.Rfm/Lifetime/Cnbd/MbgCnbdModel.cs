using Personalization.Core;

namespace Personalization.Rfm;

/// <summary>
/// MBG/CNBD-k. As <see cref="BgCnbdModel"/>, but a customer may also leave right after the first purchase. Immutable and thread-safe.
/// </summary>
/// <remarks>Make one with <see cref="MbgCnbdTrainer"/>.</remarks>
public sealed class MbgCnbdModel : CnbdModel, IPurchaseModel, IModel<MbgCnbdModel>
{
    internal MbgCnbdModel(FittedParameters fitted, int regularity)
        : base(fitted, regularity, leavesAtFirst: 1)
    {
    }

    /// <inheritdoc/>
    public static ModelKind<MbgCnbdModel> Kind { get; } =
        new("mbg-cnbd", 1, file => new MbgCnbdModel(FittedParameters.Read(file, 4), ReadRegularity(file)));

    /// <summary>A model of parameters that are known; all positive.</summary>
    /// <param name="regularity">k, 1 to 12.</param>
    /// <param name="r">Shape of the rates of steps.</param>
    /// <param name="alpha">Scale of them, in units of time.</param>
    /// <param name="a">First shape of the probability of leaving.</param>
    /// <param name="b">Second shape of it.</param>
    public static MbgCnbdModel Of(int regularity, double r, double alpha, double a, double b) =>
        new(FittedParameters.Given(r, alpha, a, b), regularity);

    /// <summary>Writes the model as a model file of kind <c>mbg-cnbd</c>; the stream stays open.</summary>
    /// <inheritdoc/>
    public void Save(Stream destination) => WriteFile(Kind, destination);
}

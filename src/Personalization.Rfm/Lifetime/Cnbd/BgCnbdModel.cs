using Personalization.Core;

namespace Personalization.Rfm;

/// <summary>
/// BG/CNBD-k. Times between purchases are Erlang distributed, and customers leave after a repeat purchase: BG/NBD with regular customers.
/// Immutable and thread-safe.
/// </summary>
/// <remarks>Make one with <see cref="BgCnbdTrainer"/>.</remarks>
public sealed class BgCnbdModel : CnbdModel, IPurchaseModel, IModel<BgCnbdModel>
{
    internal BgCnbdModel(FittedParameters fitted, int regularity)
        : base(fitted, regularity, leavesAtFirst: 0)
    {
    }

    /// <inheritdoc/>
    public static ModelKind<BgCnbdModel> Kind { get; } =
        new("bg-cnbd", 1, file => new BgCnbdModel(FittedParameters.Read(file, 4), ReadRegularity(file)));

    /// <summary>A model of parameters that are known; all positive.</summary>
    /// <param name="regularity">k, 1 to 12.</param>
    /// <param name="r">Shape of the rates of steps.</param>
    /// <param name="alpha">Scale of them, in units of time.</param>
    /// <param name="a">First shape of the probability of leaving.</param>
    /// <param name="b">Second shape of it.</param>
    public static BgCnbdModel Of(int regularity, double r, double alpha, double a, double b) =>
        new(FittedParameters.Given(r, alpha, a, b), regularity);

    /// <summary>Writes the model as a model file of kind <c>bg-cnbd</c>; the stream stays open.</summary>
    /// <inheritdoc/>
    public void Save(Stream destination) => WriteFile(Kind, destination);
}

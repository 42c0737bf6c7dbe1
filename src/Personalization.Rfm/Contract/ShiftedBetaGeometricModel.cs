using Personalization.Core;

namespace Personalization.Rfm;

/// <summary>
/// Shifted beta-geometric model: at the end of each period a customer leaves with a probability of their own, the same in every period.
/// Immutable and thread-safe.
/// </summary>
/// <remarks>
/// Fader and Hardie (2007), How to Project Customer Retention. Make one with <see cref="ShiftedBetaGeometricTrainer"/>.
/// </remarks>
public sealed class ShiftedBetaGeometricModel : ContractModel, IModel<ShiftedBetaGeometricModel>
{
    internal ShiftedBetaGeometricModel(FittedParameters fitted)
        : base(fitted, 1)
    {
    }

    /// <inheritdoc/>
    public static ModelKind<ShiftedBetaGeometricModel> Kind { get; } =
        new("shifted-beta-geometric", 1, file => new ShiftedBetaGeometricModel(FittedParameters.Read(file, 2)));

    /// <summary>A model of parameters that are known, such as published ones; both positive.</summary>
    /// <param name="alpha">First shape of leaving.</param>
    /// <param name="beta">Second shape of it.</param>
    public static ShiftedBetaGeometricModel Of(double alpha, double beta) => new(FittedParameters.Given(alpha, beta));

    /// <summary>Writes the model as a model file of kind <c>shifted-beta-geometric</c>; the stream stays open.</summary>
    /// <inheritdoc/>
    public void Save(Stream destination) => Write(Kind, destination);
}

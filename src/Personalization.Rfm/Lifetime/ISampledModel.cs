using Personalization.Numerics;

namespace Personalization.Rfm;

/// <summary>What one drawn customer does in a first and a second stretch of time.</summary>
/// <param name="First">Purchases in the first.</param>
/// <param name="Last">Time of the last of them; 0 without one.</param>
/// <param name="Second">Purchases in the second.</param>
internal readonly record struct LifetimePath(int First, double Last, int Second);

/// <summary>A model whose customers can be drawn, and that can be had with other parameters.</summary>
internal interface ISampledModel : IPurchaseModel
{
    /// <summary>The same model with other parameters.</summary>
    IPurchaseModel With(double[] parameters);

    /// <summary>The same kind of model, fitted to other customers.</summary>
    IPurchaseModel Refit(LifetimeSummary summary, LifetimeFitOptions options, CancellationToken cancellationToken);

    /// <summary>Draws what a customer does from now on who is known to be alive (BG/BB: in the next period).</summary>
    LifetimePath Draw(RandomStream random, LifetimeRow known, double first, double second);
}

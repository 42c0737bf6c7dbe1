namespace Personalization.Numerics;

/// <summary>
/// What becomes of the sums of a <see cref="PanelKernel{TVector, TItem, TForm, TSums, TResults}"/>, two vectors of points at a time, the
/// centers in order.
/// </summary>
internal interface IPanelSums<TVector, TResults>
    where TResults : struct, allows ref struct
{
    /// <summary>Other points begin, the first of which is given, counted through all tiles.</summary>
    void Begin(scoped in TResults results, int point);

    /// <summary>The sums of the next center.</summary>
    void Take(scoped in TResults results, TVector left, TVector right);

    /// <summary>The sums of some centers have been taken: now is the time for what would drive sums out of the registers.</summary>
    void Pause(scoped in TResults results);

    /// <summary>All centers have been seen by these points.</summary>
    void End(scoped in TResults results);
}

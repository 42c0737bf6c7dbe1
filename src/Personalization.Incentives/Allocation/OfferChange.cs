namespace Personalization.Incentives;

/// <summary>One number of a customer that would have made another offer the choice. Immutable.</summary>
/// <param name="Column">Name of the number's column.</param>
/// <param name="From">What it is, not 0.</param>
/// <param name="To">What it would have had to be at least, or at most.</param>
/// <param name="OfferId">The offer that would have been the choice.</param>
public sealed record OfferChange(string Column, double From, double To, string OfferId)
{
    /// <summary>Size of the change as a share of the number, above 0.</summary>
    public double Relative => Math.Abs((To - From) / From);
}

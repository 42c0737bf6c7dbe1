namespace Personalization.Simulation;

/// <summary>
/// How the personas share the customers: weights, at least 0 and finite, in any scale. Each customer's persona is drawn independently, so
/// counts vary around the shares. Immutable; the defaults sum to 1.
/// </summary>
public sealed record PersonaShares
{
    /// <summary>Weight of <see cref="Persona.LuxuryBuyer"/>. Default 0.06.</summary>
    public double LuxuryBuyer { get; init => field = Weight(value, nameof(LuxuryBuyer)); } = 0.06;

    /// <summary>Weight of <see cref="Persona.Explorer"/>. Default 0.24.</summary>
    public double Explorer { get; init => field = Weight(value, nameof(Explorer)); } = 0.24;

    /// <summary>Weight of <see cref="Persona.OccasionalBuyer"/>. Default 0.28.</summary>
    public double OccasionalBuyer { get; init => field = Weight(value, nameof(OccasionalBuyer)); } = 0.28;

    /// <summary>Weight of <see cref="Persona.GiftBuyer"/>. Default 0.16.</summary>
    public double GiftBuyer { get; init => field = Weight(value, nameof(GiftBuyer)); } = 0.16;

    /// <summary>Weight of <see cref="Persona.BargainHunter"/>. Default 0.16.</summary>
    public double BargainHunter { get; init => field = Weight(value, nameof(BargainHunter)); } = 0.16;

    /// <summary>Weight of <see cref="Persona.Lapsed"/>. Default 0.10.</summary>
    public double Lapsed { get; init => field = Weight(value, nameof(Lapsed)); } = 0.10;

    /// <summary>The probability of a persona: its weight over the sum of all.</summary>
    public double Share(Persona persona) => WeightOf(persona) / Sum;

    internal double Sum => LuxuryBuyer + Explorer + OccasionalBuyer + GiftBuyer + BargainHunter + Lapsed;

    internal double WeightOf(Persona persona) => persona switch
    {
        Persona.LuxuryBuyer => LuxuryBuyer,
        Persona.Explorer => Explorer,
        Persona.OccasionalBuyer => OccasionalBuyer,
        Persona.GiftBuyer => GiftBuyer,
        Persona.BargainHunter => BargainHunter,
        Persona.Lapsed => Lapsed,
        _ => throw new ArgumentOutOfRangeException(nameof(persona), persona, $"{persona} is not a persona."),
    };

    private static double Weight(double value, string name) => Guard.InRange(value, 0, 1e12, name);
}

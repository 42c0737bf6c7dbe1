namespace Personalization.Simulation;

/// <summary>What all customers share. Immutable.</summary>
internal sealed class ShopWorld(ulong seed, ShopCalendar calendar, ShopCatalogue catalogue)
{
    public ulong Seed { get; } = seed;

    public ShopCalendar Calendar { get; } = calendar;

    public ShopCatalogue Catalogue { get; } = catalogue;

    /// <summary>Row = <see cref="Persona"/>.</summary>
    public PersonaCalendar[] Personas { get; } = [.. PersonaProfile.All.Select(profile => new PersonaCalendar(profile, calendar))];
}

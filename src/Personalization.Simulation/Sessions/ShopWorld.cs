namespace Personalization.Simulation;

/// <summary>What all customers share. Immutable.</summary>
internal sealed class ShopWorld
{
    public ShopWorld(JewelryShopOptions options)
    {
        Options = options;
        Catalogue = CatalogueMaker.Make(options);
        Calendar = new ShopCalendar(options.Start, options.Days);
        Personas = [.. PersonaProfile.All.Select(profile => new PersonaCalendar(profile, Calendar))];
    }

    public JewelryShopOptions Options { get; }

    public ShopCatalogue Catalogue { get; }

    public ShopCalendar Calendar { get; }

    /// <summary>Row = <see cref="Persona"/>.</summary>
    public PersonaCalendar[] Personas { get; }
}

namespace Personalization.Simulation.Tests;

public sealed class JewelryShopOptionsTests
{
    [Fact]
    public void Init_OutOfRange_NamesThePropertyAndTheValue()
    {
        AssertNames("CustomerCount", "-1", () => new JewelryShopOptions { CustomerCount = -1 });
        AssertNames("ItemCount", "0", () => new JewelryShopOptions { ItemCount = 0 });
        AssertNames("Days", "0", () => new JewelryShopOptions { Days = 0 });
        AssertNames("Threads", "0", () => new JewelryShopOptions { Threads = 0 });
        AssertNames("Start", "12:30", () => new JewelryShopOptions { Start = new DateTime(2025, 1, 1, 12, 30, 0) });
        AssertNames("Start", "1", () => new JewelryShopOptions { Start = default });
        AssertNames("Currency", "euro", () => new JewelryShopOptions { Currency = "euro" });
        AssertNames("Explorer", "-0.1", () => new PersonaShares { Explorer = -0.1 });
        AssertNames("Lapsed", "NaN", () => new PersonaShares { Lapsed = double.NaN });
        AssertNames("events", "-1", () => JewelryShopOptions.ForEvents(-1));
    }

    [Fact]
    public void Personas_AllZero_AreRefused()
    {
        PersonaShares none = new() { LuxuryBuyer = 0, Explorer = 0, OccasionalBuyer = 0, GiftBuyer = 0, BargainHunter = 0, Lapsed = 0 };

        AssertNames("Personas", "0", () => new JewelryShopOptions { Personas = none });
        Assert.Throws<ArgumentNullException>(() => new JewelryShopOptions { Personas = null! });
    }

    [Fact]
    public void Share_OfAllPersonas_SumsToOne()
    {
        PersonaShares shares = new() { LuxuryBuyer = 3, Explorer = 7 };

        Assert.Equal(1, Enum.GetValues<Persona>().Sum(shares.Share), 12);
        Assert.Equal(3 / (3 + 7 + 0.28 + 0.16 + 0.16 + 0.10), shares.Share(Persona.LuxuryBuyer), 12);
    }

    private static void AssertNames(string name, string value, Func<object> make)
    {
        ArgumentException error = Assert.ThrowsAny<ArgumentException>(make);
        Assert.Equal(name, error.ParamName);
        Assert.Contains(value, error.Message, StringComparison.Ordinal);
    }
}

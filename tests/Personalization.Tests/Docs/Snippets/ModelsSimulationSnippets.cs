using Personalization.Core;
using Personalization.Data;
using Personalization.Simulation;

namespace Personalization.Tests;

/// <summary>The code of docs/models/simulation.md and docs/why/same-bytes.md.</summary>
[Collection("current directory")]
public sealed class ModelsSimulationSnippets : IDisposable
{
    private readonly SnippetFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Simulation_SmallShop_KnowsItsTruth()
    {
        SimulatedShop shop = JewelryShop.Simulate(new() { CustomerCount = 300, Seed = 1 });

        CustomerTruth customer = shop.Truth.Customers[0];
        double uplift = shop.Truth.TrueUplift(customer.Id, ShopOfferKind.PercentOff);
        Console.WriteLine(
            $"{customer.Id}: {customer.Persona}, {customer.ResponseType}, a discount changes the chance of an order by {uplift:P1}");

        using (FileStream file = File.Create("shop.csv"))
            shop.WriteCsv(file);

        Assert.Equal(shop.Log.EventCount, EventFile.Read("shop.csv").Log.EventCount);
        Assert.InRange(uplift, -1, 1);

        JewelryShopOptions large = JewelryShopOptions.ForEvents(1_000_000, seed: 7);
        JewelryShopOptions bargains = new() { Personas = new PersonaShares { BargainHunter = .6 } };

        Assert.InRange(large.CustomerCount, 10_000, 20_000);
        Assert.InRange(bargains.Personas.Share(Persona.BargainHunter), .4, .5);
    }

    [Fact]
    public void SameBytes_OneThreadAndMany_AreEqual()
    {
        byte[] Csv(int? threads)
        {
            using MemoryStream csv = new();
            JewelryShop.Simulate(new() { CustomerCount = 300, Seed = 1, Threads = threads }).WriteCsv(csv);
            return csv.ToArray();
        }

        Assert.Equal(Csv(threads: 1), Csv(threads: null));
    }
}

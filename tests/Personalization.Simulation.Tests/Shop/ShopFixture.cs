using Personalization.Core;

[assembly: AssemblyFixture(typeof(Personalization.Simulation.Tests.ShopFixture))]

namespace Personalization.Simulation.Tests;

/// <summary>One shop of 10,000 customers that statistical tests share.</summary>
public sealed class ShopFixture
{
    public SimulatedShop Shop { get; } = JewelryShop.Simulate(new() { CustomerCount = 10_000, Seed = 11 });

    /// <summary>Row = customer: sessions, sessions with a cart, orders.</summary>
    public (int Sessions, int Carts, int Orders)[] Counts => field ??= [.. Enumerable.Range(0, Shop.Log.Customers.Count).Select(Count)];

    private (int Sessions, int Carts, int Orders) Count(int row)
    {
        CustomerEvents events = Shop.Log.EventsOf(row);
        HashSet<int> sessions = [], carts = [], orders = [];
        for (int i = 0; i < events.Count; i++)
        {
            if (events.Sessions[i] >= 0) sessions.Add(events.Sessions[i]);
            if (events.Types[i] == Shop.Log.TypeCode(EventType.AddToCart)) carts.Add(events.Sessions[i]);
            if (events.Orders[i] >= 0) orders.Add(events.Orders[i]);
        }

        return (sessions.Count, carts.Count, orders.Count);
    }
}

using Personalization.Numerics;

namespace Personalization.Rfm.Tests;

/// <summary>Customers who buy and leave at random, the same at every call.</summary>
internal static class SmallShop
{
    /// <summary>Whole periods, so that every model can be fitted.</summary>
    public static LifetimeSummary Rows(int customers = 300, bool reversed = false)
    {
        RandomStream random = new(3, "small shop");
        List<LifetimeRow> rows = [];
        for (int i = 0; i < customers; i++)
        {
            double buys = random.NextDouble() * .6, leaves = random.NextDouble() * .2;
            int age = 20 + random.NextInt32(20), repeats = 0, last = 0;
            for (int period = 1; period <= age && random.NextDouble() >= leaves; period++)
            {
                if (random.NextDouble() >= buys) continue;
                repeats++;
                last = period;
            }

            double spend = repeats == 0 ? double.NaN : 5 + (random.NextDouble() * 50);
            rows.Add(new LifetimeRow(repeats, last, age) { AverageSpend = spend });
        }

        if (reversed) rows.Reverse();
        return LifetimeSummary.FromRows(rows);
    }
}

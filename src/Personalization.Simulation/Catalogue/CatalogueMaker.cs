using System.Globalization;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Simulation;

/// <summary>Makes the items: wording and price from the same parts, and a place in the space of tastes.</summary>
internal static class CatalogueMaker
{
    private const double TypicalLogPrice = 5.3, LogPriceSpread = 1.2;

    public static ShopCatalogue Make(int itemCount, ulong seed)
    {
        RandomStream random = new(seed, "simulation.items");
        float[][] categoryCentres = Gaussians(CategoryProfile.Count, random);
        float[][] collectionCentres = Gaussians(ItemWording.Collections.Length, random);
        HashSet<string> titles = new(StringComparer.Ordinal);
        List<ItemTruth> items = new(itemCount);
        int[] counts = Allocate(itemCount);
        int digits = Math.Max(4, itemCount.ToString(CultureInfo.InvariantCulture).Length);
        for (int category = 0; category < counts.Length; category++)
        {
            for (int number = 1; number <= counts[category]; number++)
            {
                string id = CategoryProfile.All[category].Prefix + "-" + number.ToString("D" + digits, CultureInfo.InvariantCulture);
                items.Add(MakeItem(id, (JewelryCategory)category, categoryCentres[category], collectionCentres, titles, random));
            }
        }

        items.Sort(static (a, b) => a.Id.CompareTo(b.Id));
        return new ShopCatalogue([.. items], categoryCentres);
    }

    /// <summary>Items of each category: the largest remainders get the items that rounding down leaves over.</summary>
    private static int[] Allocate(int itemCount)
    {
        int[] counts = [.. CategoryProfile.All.Select(c => (int)(c.Share * itemCount))];
        IEnumerable<int> byRemainder = Enumerable.Range(0, counts.Length)
            .OrderByDescending(c => (CategoryProfile.All[c].Share * itemCount) - counts[c])
            .Take(itemCount - counts.Sum());
        foreach (int category in byRemainder) counts[category]++;
        return counts;
    }

    private static ItemTruth MakeItem(
        string id,
        JewelryCategory category,
        float[] categoryCentre,
        float[][] collectionCentres,
        HashSet<string> titles,
        RandomStream random)
    {
        CategoryProfile profile = CategoryProfile.All[(int)category];
        int tier = random.NextDouble() switch { < 0.3 => 0, < 0.75 => 1, _ => 2 };
        int collection = random.NextInt32(collectionCentres.Length);
        string name = ItemWording.Collections[collection];
        (string title, string description, double factor) = ItemWording.Write(category, tier, name, random);
        for (int attempt = 0; attempt < 8 && titles.Contains(title); attempt++)
            (title, description, factor) = ItemWording.Write(category, tier, name, random);

        titles.Add(title);
        decimal price = RoundPrice(profile.MedianPrice * factor * random.NextLogNormal(0, profile.PriceSpread));
        double logPrice = StableMath.Log((double)price);
        float[] latent = new float[ShopCatalogue.TasteDimensions];
        for (int d = 0; d < latent.Length; d++)
            latent[d] = (0.55f * categoryCentre[d]) + (0.6f * collectionCentres[collection][d]) + (0.55f * (float)random.NextGaussian());

        latent[0] = (float)((logPrice - TypicalLogPrice) / LogPriceSpread);
        return new ItemTruth(latent)
        {
            Id = new ItemId(id),
            Title = title,
            Description = description,
            Category = profile.Name,
            Collection = name,
            BasePrice = price,
            Margin = Math.Clamp(profile.Margin + random.NextGaussian(0, 0.05), 0.15, 0.85),
            Popularity = random.NextLogNormal(0, 0.8),
            Department = category,
            RelativeLogPrice = (float)(logPrice - StableMath.Log(profile.MedianPrice)),
            PriceUnits = MoneyUnits.From(price),
            CollectionRow = collection,
        };
    }

    /// <summary>Prices as shops write them: 49.90 below 100, then 149, 1,290, 12,900.</summary>
    private static decimal RoundPrice(double price)
    {
        (decimal step, decimal less) =
            price switch { < 100 => (5m, 0.1m), < 1_000 => (10m, 1m), < 10_000 => (50m, 10m), _ => (500m, 100m) };
        return Math.Max(step, Math.Round((decimal)price / step) * step) - less;
    }

    private static float[][] Gaussians(int count, RandomStream random)
    {
        float[][] rows = new float[count][];
        for (int i = 0; i < count; i++)
        {
            rows[i] = new float[ShopCatalogue.TasteDimensions];
            for (int d = 0; d < rows[i].Length; d++) rows[i][d] = (float)random.NextGaussian();
        }

        return rows;
    }
}

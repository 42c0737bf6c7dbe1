using Personalization.Core;
using Personalization.Incentives;
using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// An allocation of made customers with every kind of limit. Each customer has a segment, a region, an order (log-normal about its
/// segment's mean) and a chance to buy anyway; each offer costs a fraction of the order or a fixed gift, and each segment answers to it in
/// its own way: uplift = the offer's · the segment's answer to it (.2 to 1.8) · the customer's own (.5 to 1.5). All draws come from
/// (seed, customer) or (seed, offer and segment).
/// </summary>
internal static class MadeAllocation
{
    private const int Segments = 8;
    private const int Regions = 5;
    private const double Margin = .4;
    private const double MarginFloor = .365;

    public static AllocationProblem Make(int customers, int offers, ulong seed)
    {
        int candidates = checked(customers * offers);
        int[] starts = new int[customers + 1], segments = new int[customers], regions = new int[customers];
        ushort[] offerOf = new ushort[candidates];
        long[] values = new long[candidates], money = new long[candidates], floor = new long[candidates];
        (double Share, double Fixed, double Uplift)[] terms = Terms(offers, seed);
        double[] answers = Answers(offers, seed);
        ParallelChunks.Run(customers, 4_096, (_, start, end) =>
        {
            RandomStream random = new(seed, "allocation customers");
            for (int i = start; i < end; i++)
            {
                random.Restart((ulong)i);
                int segment = random.NextInt32(Segments);
                (segments[i], regions[i], starts[i + 1]) = (segment, random.NextInt32(Regions), (i + 1) * offers);
                double order = 20 * (1 + (segment * .4)) * random.NextLogNormal(0, .5);
                double baseline = .02 + (.3 * random.NextDouble() * random.NextDouble());
                double own = .5 + random.NextDouble();
                for (int offer = 0; offer < offers; offer++)
                {
                    int k = (i * offers) + offer;
                    (double share, double gift, double most) = terms[offer];
                    double answer = answers[(segment * offers) + offer] * own * (.8 + (.4 * random.NextDouble()));
                    double uplift = Math.Min(1 - baseline, most * answer);
                    double redeemed = gift + (share * order);
                    double cost = .02 + (((baseline * .6) + uplift) * redeemed);
                    offerOf[k] = (ushort)offer;
                    values[k] = Units((uplift * Margin * order) - cost);
                    money[k] = Units(cost);
                    double revenue = (baseline + uplift) * order;
                    floor[k] = Units((revenue * Margin) - cost - (MarginFloor * revenue));
                }
            }
        });

        return new()
        {
            OfferCount = offers,
            Starts = starts,
            Offers = offerOf,
            Values = values,
            OffersPerCustomer = 2,
            Exclusions = [.. Enumerable.Range(0, offers / 4).Select(pair => (pair * 2, (pair * 2) + 1))],
            Measures =
            [
                AllocationMeasure.ByCandidate("money", money),
                AllocationMeasure.ByCandidate("margin above floor", floor),
                AllocationMeasure.ByOffer("contacts", Enumerable.Range(0, offers).Select(offer => 1L + (offer % 3)).ToArray()),
            ],
            Groupings = [new("segment", Segments, segments), new("region", Regions, regions)],
            Limits = [.. Limits(customers, offers)],
        };
    }

    private static IEnumerable<AllocationLimit> Limits(int customers, int offers)
    {
        yield return new() { Name = "budget", Measure = "money", Most = Units(.31 * customers) };
        yield return new() { Name = "contact pressure", Measure = "contacts", Most = (long)(1.2 * customers) };
        yield return new() { Name = "margin floor", Measure = "margin above floor", Least = 0 };
        for (int offer = 0; offer < offers; offer += 2)
            yield return new() { Name = $"cap of offer {offer}", Offer = offer, Most = customers / 25 };
        for (int segment = 0; segment < Segments; segment++)
        {
            yield return new()
            {
                Name = $"segment {segment}",
                Grouping = "segment",
                Group = segment,
                Least = customers / Segments / 4,
                Most = customers / Segments,
            };
            yield return new()
            {
                Name = $"budget of segment {segment}",
                Measure = "money",
                Grouping = "segment",
                Group = segment,
                Most = Units(.07 * customers),
            };
            yield return new()
            {
                Name = $"offer {segment % offers} in segment {segment}",
                Grouping = "segment",
                Group = segment,
                Offer = segment % offers,
                Least = customers / Segments / 50,
                Most = customers / Segments / 10,
            };
        }

        for (int region = 0; region < Regions; region++)
        {
            yield return new()
            {
                Name = $"minimum of region {region}",
                Grouping = "region",
                Group = region,
                Least = (long)(customers / Regions * .47),
            };
        }
    }

    private static (double Share, double Fixed, double Uplift)[] Terms(int offers, ulong seed)
    {
        RandomStream random = new(seed, "allocation offers");
        return
        [
            .. Enumerable.Range(0, offers).Select(offer =>
            {
                double size = .05 + (.2 * random.NextDouble());
                return (offer % 3 == 2 ? 0 : size, offer % 3 == 2 ? 20 * size : 0, .3 * size * (1 + random.NextDouble()));
            }),
        ];
    }

    private static double[] Answers(int offers, ulong seed)
    {
        RandomStream random = new(seed, "allocation answers");
        return [.. Enumerable.Range(0, Segments * offers).Select(_ => .2 + (1.6 * random.NextDouble()))];
    }

    private static long Units(double amount) => (long)Math.Round(amount * MoneyUnits.Scale);
}

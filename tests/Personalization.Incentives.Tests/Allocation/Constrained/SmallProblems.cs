using Personalization.Numerics;

namespace Personalization.Incentives.Tests;

/// <summary>Small problems with random kinds of limits, the same for the same seed.</summary>
internal static class SmallProblems
{
    public static AllocationProblem Make(ulong seed)
    {
        RandomStream random = new(seed, "small problems");
        return Make(random, random.NextInt32(2, 13), random.NextInt32(2, 6), random.NextInt32(1, 4));
    }

    public static AllocationProblem Make(RandomStream random, int customers, int offers, int perCustomer)
    {
        List<int> starts = [0];
        List<ushort> offerOf = [];
        List<long> values = [], money = [], margin = [];
        int[] segments = new int[customers], regions = new int[customers];
        for (int i = 0; i < customers; i++)
        {
            (segments[i], regions[i]) = (random.NextInt32(3), random.NextInt32(-1, 2));
            for (int offer = 0; offer < offers; offer++)
            {
                if (random.NextInt32(5) == 0) continue;
                offerOf.Add((ushort)offer);
                values.Add(random.NextInt32(-20, 100));
                money.Add(random.NextInt32(0, 50));
                margin.Add(random.NextInt32(-30, 40));
            }

            starts.Add(offerOf.Count);
        }

        List<AllocationLimit> limits = [];
        if (random.NextInt32(4) > 0) limits.Add(new() { Name = "budget", Measure = "money", Most = random.NextInt32(customers * 20) });
        if (random.NextInt32(3) == 0) limits.Add(new() { Name = "pressure", Measure = "contacts", Most = random.NextInt32(customers * 3) });
        if (random.NextInt32(3) == 0) limits.Add(new() { Name = "floor", Measure = "margin", Least = 0 });
        if (random.NextInt32(4) == 0) limits.Add(new() { Name = "parity", Measure = "first over second", Least = 0 });
        for (int offer = 0; offer < offers; offer++)
        {
            if (random.NextInt32(3) == 0) limits.Add(new() { Name = $"cap {offer}", Offer = offer, Most = random.NextInt32(customers) });
        }

        for (int segment = 0; segment < 3; segment++)
        {
            if (random.NextInt32(3) == 0)
            {
                int least = random.NextInt32(3);
                limits.Add(new()
                {
                    Name = $"segment {segment}",
                    Grouping = "segment",
                    Group = segment,
                    Least = random.NextInt32(2) == 0 ? least : null,
                    Most = least + random.NextInt32(4),
                });
            }

            if (random.NextInt32(4) == 0)
            {
                limits.Add(new()
                {
                    Name = $"money of segment {segment}",
                    Measure = "money",
                    Grouping = "segment",
                    Group = segment,
                    Least = random.NextInt32(30),
                    Most = 30 + random.NextInt32(60),
                });
            }
        }

        if (random.NextInt32(3) == 0)
        {
            limits.Add(new()
            {
                Name = "offer in region",
                Grouping = "region",
                Group = random.NextInt32(2),
                Offer = random.NextInt32(offers),
                Least = random.NextInt32(2),
                Most = 1 + random.NextInt32(3),
            });
        }

        return new()
        {
            OfferCount = offers,
            Starts = starts.ToArray(),
            Offers = offerOf.ToArray(),
            Values = values.ToArray(),
            OffersPerCustomer = perCustomer,
            Exclusions = random.NextInt32(2) == 0 ? [(0, 1)] : [],
            Measures =
            [
                AllocationMeasure.ByCandidate("money", money.ToArray()),
                AllocationMeasure.ByCandidate("margin", margin.ToArray()),
                AllocationMeasure.ByGroup("first over second", "segment", new long[] { 3, -2, 0 }),
                AllocationMeasure.ByOffer("contacts", Enumerable.Range(0, offers).Select(offer => 1L + (offer % 2)).ToArray()),
            ],
            Groupings = [new("segment", 3, segments), new("region", 2, regions)],
            Limits = limits,
        };
    }

    /// <summary>What a solution adds up to, counted anew from the problem, and that it keeps to what must never be broken.</summary>
    public static long Recount(AllocationProblem problem, AllocationSolution solution)
    {
        long value = 0;
        long[] used = new long[problem.Limits.Count];
        for (int i = 0; i < problem.CustomerCount; i++)
        {
            int[] chosen = [.. solution.ChosenBy(i)];
            Assert.True(chosen.Length <= problem.OffersPerCustomer);
            Assert.Equal(chosen.Order().Distinct(), chosen);
            foreach (int k in chosen)
            {
                Assert.InRange(k, problem.Starts.Span[i], problem.Starts.Span[i + 1] - 1);
                int offer = problem.Offers.Span[k];
                value += problem.Values.Span[k];
                for (int l = 0; l < used.Length; l++) used[l] += Amount(problem, problem.Limits[l], i, k);
                foreach (int other in chosen)
                {
                    Assert.DoesNotContain((offer, (int)problem.Offers.Span[other]), problem.Exclusions);
                }
            }
        }

        for (int l = 0; l < used.Length; l++)
        {
            AllocationLimitUse told = solution.Limits[l];
            Assert.Equal(used[l], told.Used);
            Assert.True(used[l] <= (told.Limit.Most ?? long.MaxValue), $"{told.Limit.Name}: {used[l]} of {told.Limit.Most}");
            if (told.Limit.Least is <= 0) Assert.True(used[l] >= told.Limit.Least, $"{told.Limit.Name}: {used[l]} of {told.Limit.Least}");
            Assert.Equal(told.Limit.Least is { } least ? Math.Max(0, least - used[l]) : 0, told.Shortfall);
            Assert.True(told.LeastPrice >= 0 && told.MostPrice >= 0);
        }

        Assert.Equal(value, solution.Value);
        Assert.True(value <= solution.Bound);
        return value;
    }

    /// <summary>What a candidate counts in a limit; 0 where it isn't counted.</summary>
    public static long Amount(AllocationProblem problem, AllocationLimit limit, int customer, int candidate)
    {
        int offer = problem.Offers.Span[candidate];
        if (limit.Offer is { } only && only != offer) return 0;
        if (limit.Grouping is { } name && problem.Groupings.First(one => one.Name == name).Groups.Span[customer] != limit.Group) return 0;
        if (limit.Measure is null) return 1;
        AllocationMeasure measure = problem.Measures.First(one => one.Name == limit.Measure);
        if (measure.Grouping is not { } byGroup) return measure.Amounts.Span[measure.IsByOffer ? offer : candidate];
        int group = problem.Groupings.First(one => one.Name == byGroup).Groups.Span[customer];
        return group < 0 ? 0 : measure.Amounts.Span[group];
    }
}

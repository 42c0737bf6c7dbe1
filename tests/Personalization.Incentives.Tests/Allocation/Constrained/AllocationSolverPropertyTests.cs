using System.Collections.Concurrent;
using Personalization.Core;
using Personalization.Numerics;
using Personalization.TestKit;

namespace Personalization.Incentives.Tests;

public sealed class AllocationSolverPropertyTests
{
    [Fact]
    public void Solve_AnyProblem_BreaksNothing() => Properties.HoldForSeeds(60, seed =>
    {
        AllocationProblem problem = Made(seed);

        SmallProblems.Recount(problem, Solve(problem));
    });

    /// <summary>The gap is what customers lose against their best choice at the prices, and price times what limits have left.</summary>
    [Fact]
    public void Solve_AnyProblem_PricesOnlyWhatIsUsedUp() => Properties.HoldForSeeds(40, seed =>
    {
        AllocationSolution solution = Solve(Made(seed), nodes: 0);

        foreach (AllocationLimitUse use in solution.Limits)
        {
            double left = (use.Limit.Most is { } most ? use.MostPrice * (most - use.Used) : 0)
                + (use.Limit.Least is { } least ? use.LeastPrice * Math.Max(0, use.Used - least) : 0);
            Assert.True(left <= solution.Gap + 1, $"{use.Limit.Name}: {left} of a gap of {solution.Gap}");
        }
    });

    [Fact]
    public void Solve_MoreBudget_NeverLowersTheBound() => Properties.HoldForSeeds(20, seed =>
    {
        AllocationProblem problem = Large((ulong)seed, 400);
        double before = 0;
        foreach (int budget in (int[])[0, 500, 2_000, 8_000, 32_000])
        {
            AllocationSolution solution = Solve(
                problem with { Limits = [.. problem.Limits, new() { Name = "more", Measure = "money", Most = budget }] });
            if (!solution.MeetsMinimums) continue;
            Assert.True(solution.Bound >= before * (1 - 1e-4), $"{solution.Bound} after {before}");
            before = solution.Bound;
        }
    });

    [Fact]
    public void Solve_OneTwoOrSevenThreads_GiveTheSame() => Properties.HoldForSeeds(3, seed =>
    {
        AllocationProblem problem = Large((ulong)seed, 70_000);
        AllocationSolution one = Solve(problem, 1);
        foreach (int threads in (int[])[2, 7])
        {
            AllocationSolution other = Solve(problem, threads);
            Assert.Equal((one.Value, one.Bound), (other.Value, other.Bound));
            Assert.Equal(one.Limits, other.Limits);
            for (int i = 0; i < problem.CustomerCount; i++) Assert.True(one.ChosenBy(i).SequenceEqual(other.ChosenBy(i)));
        }
    });

    [Fact]
    public void Solve_ThousandsOfCustomers_ReachesAlmostAllOfTheBound() => Properties.HoldForSeeds(8, seed =>
    {
        AllocationSolution solution = Solve(Large((ulong)seed, 5_000));

        Assert.True(solution.MeetsMinimums);
        Assert.InRange(solution.ShareOfBound, .99, 1);
    });

    [Fact]
    public void Solve_PricesOfBefore_ReachTheSameBound()
    {
        AllocationProblem problem = Large(1, 5_000);
        AllocationSolution first = Solve(problem);
        AllocationProblem later = problem with
        {
            Limits = [.. problem.Limits.Select(limit => limit.Name == "budget" ? limit.After(limit.Most!.Value / 4) : limit)],
        };

        AllocationSolution anew = Solve(later);
        AllocationSolution warm = new AllocationSolver().Solve(
            later, first.Prices, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(anew.Bound, warm.Bound, anew.Bound * 1e-3);
        Assert.InRange(warm.ShareOfBound, .99, 1);
        Assert.True(warm.Prices.ByLimit["budget"].Most > first.Prices.ByLimit["budget"].Most);
    }

    [Fact]
    public void Solve_Cancelled_Throws() => Assert.Throws<OperationCanceledException>(
        () => new AllocationSolver().Solve(Large(1, 100), cancellationToken: new CancellationToken(canceled: true)));

    [Fact]
    public void Solve_Progress_RisesAndEndsAtOne()
    {
        ConcurrentQueue<FitProgress> reported = new();
        new AllocationSolver().Solve(
            Large(2, 20_000), progress: new Reported(reported), cancellationToken: TestContext.Current.CancellationToken);

        double[] fractions = [.. reported.Select(progress => progress.Fraction ?? 0)];
        Assert.Equal(fractions.Order(), fractions);
        Assert.Equal(1, fractions[^1]);
        Assert.Equal(20_000, reported.Last().Count);
    }

    private static AllocationProblem Made(int seed)
    {
        RandomStream random = new((ulong)seed, "properties");
        return SmallProblems.Make(random, random.NextInt32(1, 400), random.NextInt32(2, 9), random.NextInt32(1, 4));
    }

    /// <summary>A problem whose limits grow with the customers, and can be kept.</summary>
    private static AllocationProblem Large(ulong seed, int customers)
    {
        AllocationProblem problem = SmallProblems.Make(new RandomStream(seed, "large"), customers, 6, 2);
        return problem with
        {
            Limits =
            [
                new() { Name = "budget", Measure = "money", Most = 8L * customers },
                new() { Name = "floor", Measure = "margin", Least = 0 },
                new() { Name = "pressure", Measure = "contacts", Most = customers },
                new() { Name = "cap", Offer = 1, Most = customers / 20 },
                new() { Name = "segment 0", Grouping = "segment", Group = 0, Least = customers / 5 },
                new()
                {
                    Name = "offer 2 in region 1", Grouping = "region", Group = 1, Offer = 2, Least = customers / 30, Most = customers / 20,
                },
            ],
        };
    }

    private static AllocationSolution Solve(AllocationProblem problem, int? threads = null, int nodes = 300_000) =>
        new AllocationSolver(new() { Threads = threads, MaximumNodes = nodes }).Solve(
            problem, cancellationToken: TestContext.Current.CancellationToken);

    private sealed class Reported(ConcurrentQueue<FitProgress> reported) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => reported.Enqueue(value);
    }
}

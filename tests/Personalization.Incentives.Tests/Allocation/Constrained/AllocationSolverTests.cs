namespace Personalization.Incentives.Tests;

/// <summary>Problems that can be solved on paper.</summary>
public sealed class AllocationSolverTests
{
    private static readonly AllocationMeasure Money = AllocationMeasure.ByCandidate("money", new long[] { 10, 6, 5, 10 });

    /// <summary>
    /// Two customers, two offers each: worth 10 and 7, and 5 and 9, for 10 and 6, and 5 and 10. Within 16 the best is 7 + 9.
    /// </summary>
    private static AllocationProblem Two(params AllocationLimit[] limits) => new()
    {
        OfferCount = 2,
        Starts = new[] { 0, 2, 4 },
        Offers = new ushort[] { 0, 1, 0, 1 },
        Values = new long[] { 10, 7, 5, 9 },
        Measures = [Money, AllocationMeasure.ByOffer("letters", new long[] { 1, 2 })],
        Groupings = [new("segment", 2, new[] { 0, 1 })],
        Limits = limits,
    };

    [Fact]
    public void Solve_Budget_TakesTheBestPair()
    {
        AllocationSolution solution = Solve(Two(new AllocationLimit { Name = "budget", Measure = "money", Most = 16 }));

        Assert.Equal([1, 3], Chosen(solution));
        Assert.Equal((16L, 16.0, 1.0, true), (solution.Value, solution.Bound, solution.ShareOfBound, solution.IsProven));
        Assert.Equal((16L, 0L), (solution.Limits[0].Used, solution.Limits[0].Shortfall));
    }

    [Fact]
    public void Solve_NoLimits_GivesEachTheBest() => Assert.Equal([0, 3], Chosen(Solve(Two())));

    [Fact]
    public void Solve_CapOfAnOffer_LetsTheOtherCustomerHaveTheNext() =>
        Assert.Equal([0], Chosen(Solve(Two(new AllocationLimit { Name = "cap", Offer = 1, Most = 0 }, Group(1, most: 0)))));

    [Fact]
    public void Solve_ContactPressure_CountsByOffer() =>
        Assert.Equal([0, 2], Chosen(Solve(Two(new AllocationLimit { Name = "letters", Measure = "letters", Most = 2 }))));

    /// <summary>The budget holds one offer: 10 for 10 without the minimum; with it the second customer's 9.</summary>
    [Fact]
    public void Solve_MinimumOfAGroup_TakesFromTheOther()
    {
        AllocationLimit budget = new() { Name = "budget", Measure = "money", Most = 10 };

        Assert.Equal([0], Chosen(Solve(Two(budget))));
        Assert.Equal([3], Chosen(Solve(Two(budget, Group(1, least: 1)))));
    }

    [Fact]
    public void Solve_MinimumThatCannotBeMet_IsToldAndNotThrown()
    {
        AllocationProblem problem = Two(new AllocationLimit { Name = "budget", Measure = "money", Most = 10 }, Group(1, least: 3));

        AllocationSolution solution = Solve(problem);

        Assert.False(solution.MeetsMinimums);
        Assert.Equal((1L, 2L), (solution.Limits[1].Used, solution.Limits[1].Shortfall));
        Assert.Equal([3], Chosen(solution));
        Assert.Equal(1, solution.ShareOfBound);
        Assert.Contains(
            "'group 1' is 2 short of 3",
            Assert.Throws<InvalidOperationException>(() => Solve(problem, new() { Strict = true })).Message, StringComparison.Ordinal);
    }

    /// <summary>A candidate that loses is given where a minimum asks for it, and nowhere else.</summary>
    [Fact]
    public void Solve_NegativeValue_IsGivenOnlyForAMinimum()
    {
        AllocationProblem problem = Two() with { Values = new long[] { 10, 7, -6, -9 } };

        Assert.Equal([0], Chosen(Solve(problem)));
        Assert.Equal([0, 2], Chosen(Solve(problem with { Limits = [Group(1, least: 1)] })));
    }

    /// <summary>Margins above the floor: −4, 1, 3, −2. Together at least 0: 7 and 5, for 7 and 9 come to −1.</summary>
    [Fact]
    public void Solve_MarginFloor_IsNeverBroken()
    {
        AllocationProblem problem = Two(new AllocationLimit { Name = "floor", Measure = "margin", Least = 0 }) with
        {
            Measures = [AllocationMeasure.ByCandidate("margin", new long[] { -4, 1, 3, -2 })],
        };

        Assert.Equal([1, 2], Chosen(Solve(problem)));
    }

    [Fact]
    public void Solve_TwoOffersACustomer_HeedsExclusions()
    {
        AllocationProblem both = Two() with { OffersPerCustomer = 2 };

        Assert.Equal([0, 1, 2, 3], Chosen(Solve(both)));
        Assert.Equal([0, 3], Chosen(Solve(both with { Exclusions = [(1, 0)] })));
    }

    [Fact]
    public void Solve_NothingToGive_IsEmpty()
    {
        AllocationProblem none = new()
        {
            OfferCount = 0,
            Starts = new[] { 0 },
            Offers = Array.Empty<ushort>(),
            Values = Array.Empty<long>(),
        };

        Assert.Equal((0L, 1.0, 0), (Solve(none).Value, Solve(none).ShareOfBound, Solve(none).CustomerCount));
        Assert.Equal(0, Solve(none with { Starts = new[] { 0, 0 }, OfferCount = 3 }).ChosenBy(0).Length);
    }

    [Fact]
    public void After_PartIsUsed_LeavesTheRest()
    {
        AllocationLimit limit = new() { Name = "budget", Least = 5, Most = 10 };

        Assert.Equal((2L, 7L), (limit.After(3).Least, limit.After(3).Most));
        Assert.Equal((-15L, 0L), (limit.After(20).Least, limit.After(20).Most));
    }

    [Fact]
    public void Solve_FaultyProblems_SaysWhatIsWrong()
    {
        Assert.Contains("end with the number of candidates, 4", Fault(Two() with { Starts = new[] { 0, 2, 3 } }), StringComparison.Ordinal);
        Assert.Contains(
            "Candidate 1 of customer 0 is offer 0", Fault(Two() with { Offers = new ushort[] { 0, 0, 0, 1 } }), StringComparison.Ordinal);
        Assert.Contains("3 values for 4", Fault(Two() with { Values = new long[3] }), StringComparison.Ordinal);
        Assert.Contains("neither a minimum nor", Fault(Two(new AllocationLimit { Name = "x" })), StringComparison.Ordinal);
        Assert.Contains("minimum of 3 above", Fault(Two(Group(1, least: 3, most: 2))), StringComparison.Ordinal);
        Assert.Contains(
            "no measure is called so", Fault(Two(new AllocationLimit { Name = "x", Measure = "y", Most = 1 })), StringComparison.Ordinal);
        Assert.Contains("Two limits", Fault(Two(Group(1, most: 1), Group(1, most: 1))), StringComparison.Ordinal);
        Assert.Contains("exclusion of offers 0 and 2", Fault(Two() with { Exclusions = [(0, 2)] }), StringComparison.Ordinal);
        Assert.Contains("larger unit", Fault(Two() with { Values = new[] { long.MinValue, 0, 0, 0 } }), StringComparison.Ordinal);
    }

    private static AllocationLimit Group(int group, long? least = null, long? most = null) =>
        new() { Name = $"group {group}", Grouping = "segment", Group = group, Least = least, Most = most };

    private static AllocationSolution Solve(AllocationProblem problem, AllocationSolverOptions? options = null) =>
        new AllocationSolver(options).Solve(problem, cancellationToken: TestContext.Current.CancellationToken);

    private static int[] Chosen(AllocationSolution solution) =>
        [.. Enumerable.Range(0, solution.CustomerCount).SelectMany(i => solution.ChosenBy(i).ToArray())];

    private static string Fault(AllocationProblem problem) => Assert.Throws<ArgumentException>(() => Solve(problem)).Message;
}

using Google.OrTools.Sat;

namespace Personalization.Incentives.Tests;

/// <summary>Against CP-SAT of Google's OR-Tools, which solves small problems exactly.</summary>
public sealed class OrToolsTests
{
    private const int Instances = 200;

    [Fact]
    public void Solve_RandomKindsOfLimits_IsNeverBeyondALimitAndWithinItsGap()
    {
        SkipWithoutLibrary();
        double worst = 1, sum = 0;
        int met = 0, counted = 0;
        for (ulong seed = 0; seed < Instances; seed++)
        {
            AllocationProblem problem = SmallProblems.Make(seed);
            AllocationSolution solution = new AllocationSolver(new() { MaximumNodes = 0, Threads = 1 }).Solve(
                problem, cancellationToken: TestContext.Current.CancellationToken);
            long value = SmallProblems.Recount(problem, solution);
            if (Exact(problem) is not { } exact)
            {
                Assert.False(solution.MeetsMinimums, $"seed {seed}");
                continue;
            }

            Assert.True(solution.Bound >= exact, $"seed {seed}: bound {solution.Bound}, optimum {exact}");
            if (!solution.MeetsMinimums) continue;
            met++;
            Assert.True(value <= exact && value >= exact - solution.Gap, $"seed {seed}: {value}, optimum {exact}, gap {solution.Gap}");
            if (exact <= 0) continue;
            counted++;
            worst = Math.Min(worst, (double)value / exact);
            sum += (double)value / exact;
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{met} met all minimums; of the optimum on average {sum / counted}, at least {worst}");
        Assert.True(sum / counted > .97, $"on average {sum / counted} of the optimum");
    }

    [Fact]
    public void Solve_SmallProblems_FindsTheOptimumAndKnowsWhatCannotBeMet()
    {
        SkipWithoutLibrary();
        int proven = 0;
        for (ulong seed = 0; seed < Instances; seed++)
        {
            AllocationProblem problem = SmallProblems.Make(seed);
            AllocationSolution solution = new AllocationSolver(new() { Threads = 1 }).Solve(
                problem, cancellationToken: TestContext.Current.CancellationToken);
            SmallProblems.Recount(problem, solution);
            long? exact = Exact(problem);
            if (!solution.IsProven) continue;
            proven++;
            Assert.Equal(exact is not null, solution.MeetsMinimums);
            if (exact is { } value) Assert.Equal((value, (double)value), (solution.Value, solution.Bound));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{proven} of {Instances} proven");
        Assert.True(proven > Instances * .8, $"{proven} of {Instances} proven");
    }

    /// <summary>The optimum; null where no allocation meets every limit.</summary>
    private static long? Exact(AllocationProblem problem)
    {
        CpModel model = new();
        BoolVar[] takes = [.. Enumerable.Range(0, problem.CandidateCount).Select(k => model.NewBoolVar($"x{k}"))];
        LinearExprBuilder value = LinearExpr.NewBuilder();
        LinearExprBuilder[] sums = [.. problem.Limits.Select(_ => LinearExpr.NewBuilder())];
        for (int i = 0; i < problem.CustomerCount; i++)
        {
            (int first, int end) = (problem.Starts.Span[i], problem.Starts.Span[i + 1]);
            model.Add(LinearExpr.Sum(takes[first..end]) <= problem.OffersPerCustomer);
            for (int k = first; k < end; k++)
            {
                value.AddTerm(takes[k], problem.Values.Span[k]);
                for (int l = 0; l < sums.Length; l++)
                    sums[l].AddTerm(takes[k], SmallProblems.Amount(problem, problem.Limits[l], i, k));
                for (int other = first; other < k; other++)
                {
                    if (problem.Exclusions.Contains((problem.Offers.Span[other], problem.Offers.Span[k])))
                        model.AddBoolOr([takes[other].Not(), takes[k].Not()]);
                }
            }
        }

        for (int l = 0; l < sums.Length; l++)
            model.AddLinearConstraint(sums[l], problem.Limits[l].Least ?? -1_000_000, problem.Limits[l].Most ?? 1_000_000);
        model.Maximize(value);
        CpSolver solver = new() { StringParameters = "num_workers:1" };
        CpSolverStatus status = solver.Solve(model);
        Assert.True(status is CpSolverStatus.Optimal or CpSolverStatus.Infeasible, $"{status}");
        return status == CpSolverStatus.Optimal ? (long)Math.Round(solver.ObjectiveValue) : null;
    }

    private static void SkipWithoutLibrary()
    {
        try
        {
            _ = new CpSolver().Solve(new CpModel());
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or BadImageFormatException)
        {
            Assert.Skip($"The native library of OR-Tools doesn't load here: {e.GetBaseException().Message}");
        }
    }
}

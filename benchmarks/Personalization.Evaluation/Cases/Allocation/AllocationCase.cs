using System.Diagnostics;
using Personalization.Incentives;

namespace Personalization.Evaluation.Cases;

/// <summary>Who gets what among many customers under all kinds of limits: how near to the bound, in what time and memory.</summary>
internal sealed class AllocationCase : IEvaluationCase
{
    public string Name => "allocation";

    public string Description => "Offers under all kinds of limits, made data [--customers N --offers N --seed N --threads N]";

    public void Run(EvaluationContext context)
    {
        (int customers, int offers) = (context.Option("customers", 1_000_000), context.Option("offers", 20));
        AllocationProblem problem = MadeAllocation.Make(customers, offers, (ulong)context.Option("seed", 1));
        context.Say($"{problem.CandidateCount} candidates, {problem.Limits.Count} limits");
        int threads = context.Option("threads", Environment.ProcessorCount);
        AllocationSolver solver = new(new() { Threads = threads });
        AllocationSolution first = Solve(problem, null, "from nothing");

        // A quarter of the budget is gone: the plan is made anew, from nothing and from the prices of before.
        AllocationProblem later = problem with
        {
            Limits =
            [
                .. problem.Limits.Select(limit => limit.Name == "budget" ? limit.After(limit.Most!.Value / 4) : limit),
            ],
        };
        Solve(later, null, "three quarters of the budget, from nothing");
        Solve(later, first.Prices, "three quarters of the budget, from prices");

        AllocationSolution Solve(AllocationProblem one, AllocationPrices? prices, string model)
        {
            Stopwatch watch = Stopwatch.StartNew();
            TimeSpan before = Environment.CpuUsage.TotalTime;
            AllocationSolution solution = solver.Solve(one, prices);
            double seconds = watch.Elapsed.TotalSeconds;
            foreach (AllocationLimitUse use in solution.Limits)
            {
                context.Say(
                    $"{use.Limit.Name}: {use.Limit.Least} <= {use.Used} <= {use.Limit.Most}, "
                    + $"prices {use.LeastPrice:G4} {use.MostPrice:G4}, short {use.Shortfall}");
            }

            context.Say($"bounds {string.Join(' ', solution.Report.Objectives.Select(bound => $"{bound:F0}"))}");
            context.Figure(
                model,
                "share_of_bound",
                solution.ShareOfBound,
                seconds,
                ("customers", customers),
                ("offers", offers),
                ("limits", one.Limits.Count),
                ("broken", solution.Limits.Count(use => use.Used > (use.Limit.Most ?? long.MaxValue))),
                ("short", solution.Limits.Count(use => use.Shortfall > 0)),
                ("binding", solution.Limits.Count(use => use.MostPrice > 0 || use.LeastPrice > 0)),
                ("iterations", solution.Report.Iterations),
                ("budget_price", solution.Limits[0].MostPrice),
                ("seed", context.Option("seed", 1)),
                ("cpu_seconds", (Environment.CpuUsage.TotalTime - before).TotalSeconds),
                ("threads", threads));
            return solution;
        }
    }
}

using System.Diagnostics;
using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>
/// Gives each customer at most so many offers so that their value is as large as possible within all limits, and tells how far from the
/// best possible that is. Stateless and thread-safe; the result doesn't depend on threads or vector widths.
/// </summary>
/// <remarks>
/// The limits are priced: at prices λ each customer takes what is worth most after what it costs, which gives an upper bound on every
/// allocation (Lagrangian dual; Fisher 1981, "The Lagrangian relaxation method for solving integer programming problems"). The prices at
/// which it is least are found by a proximal bundle method (Kiwiel 1990), on a sample of the customers before all of them. What the
/// customers take at these prices is mended where it breaks limits, and what they leave is spent, by single changes that lose least at the
/// prices; small problems (up to 40 customers, 400 candidates or sets of them) are searched to a proven optimum. O(candidates) for each of
/// some tens of passes.
/// </remarks>
public sealed class AllocationSolver(AllocationSolverOptions? options = null)
{
    private const string Stage = "allocation";
    private const int MostOfSmall = 2_000;

    /// <summary>Where customers are few, one choice weighs much: some other points to begin at, and nothing at all.</summary>
    private static readonly double[] Factors = [0, .7, .9, 1.1, 1.4, double.PositiveInfinity];

    /// <summary>How it works.</summary>
    public AllocationSolverOptions Options { get; } = options ?? new();

    /// <summary>Solves a problem.</summary>
    /// <param name="problem">Candidates and limits. No customers, candidates or limits are fine.</param>
    /// <param name="prices">
    /// Prices to begin with, of a problem that was much like this one: limits are known by their names, others begin at 0. Null: none.
    /// </param>
    /// <param name="progress">Told of the share that is done.</param>
    /// <param name="cancellationToken">Stops the work; nothing is left behind.</param>
    /// <exception cref="ArgumentException">The problem contradicts itself.</exception>
    /// <exception cref="InvalidOperationException">
    /// A minimum isn't met, and <see cref="AllocationSolverOptions.Strict"/> is set.
    /// </exception>
    public AllocationSolution Solve(
        AllocationProblem problem, AllocationPrices? prices = null, IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        cancellationToken.ThrowIfCancellationRequested();
        Stopwatch watch = Stopwatch.StartNew();
        CompiledProblem compiled = CompiledProblem.From(problem, Options.Threads, cancellationToken);
        DualSolver dual = new(compiled, Options, cancellationToken);
        dual.Solve(prices, progress is null ? null : share => progress.Report(new FitProgress(Stage, share)));
        PrimalSolver primal = new(compiled, dual.Prices, dual.Means, Options.Threads, cancellationToken);
        AllocationState state = primal.Solve(dual.Chosen.Slots);
        if (problem.CustomerCount <= MostOfSmall) state = Vary(primal, dual, state);
        state.Tidy();
        bool isProven = ProvingSearch.Improve(compiled, dual.Prices, ref state, Options.MaximumNodes);
        double bound = dual.Bound;
        AllocationLimitUse[] limits = Uses(compiled, dual.Prices, state, ref bound);
        if (isProven) bound = state.Value;
        AllocationSolution solution = new(
            state.Slots, problem.OffersPerCustomer, state.Value, Math.Max(bound, state.Value), isProven, limits,
            dual.Report(watch.Elapsed));
        if (Options.Strict && !solution.MeetsMinimums)
        {
            throw new InvalidOperationException(
                "Minimums can't be met within the other limits: " + string.Join(", ", limits.Where(limit => limit.Shortfall > 0).Select(
                    limit => $"'{limit.Limit.Name}' is {limit.Shortfall} short of {limit.Limit.Least}")) + ".");
        }

        progress?.Report(new FitProgress(Stage, 1) { Count = problem.CustomerCount, Unit = "customers" });
        return solution;
    }

    private static AllocationState Vary(PrimalSolver primal, DualSolver dual, AllocationState best)
    {
        double[] prices = new double[dual.Prices.Length], slope = new double[dual.Prices.Length];
        foreach (double factor in Factors)
        {
            int[] slots = [.. dual.Chosen.Slots];
            if (double.IsPositiveInfinity(factor))
            {
                Array.Fill(slots, -1);
            }
            else
            {
                for (int r = 0; r < prices.Length; r++) prices[r] = factor * dual.Prices[r];
                dual.Chosen.Evaluate(prices, slope);
                dual.Chosen.Slots.CopyTo(slots, 0);
            }

            best = primal.Better(best, primal.Solve(slots));
        }

        return best;
    }

    /// <summary>
    /// What is used of each limit. Where a minimum is missed, the bound is made that of allocations that come as near to it: the dual's
    /// constant counts what was reached in place of what was asked.
    /// </summary>
    private static AllocationLimitUse[] Uses(CompiledProblem problem, double[] prices, AllocationState state, ref double bound)
    {
        IReadOnlyList<AllocationLimit> limits = problem.Problem.Limits;
        long[] used = new long[limits.Count];
        double[] least = new double[limits.Count], most = new double[limits.Count];
        for (int r = 0; r < problem.Rows.Length; r++)
        {
            AllocationRow row = problem.Rows[r];
            used[row.Limit] = row.Sign * state.Sums[r];
            (row.IsLeast ? least : most)[row.Limit] = prices[r];
            bound += prices[r] * state.Excess(r);
        }

        return [.. limits.Select((limit, i) => new AllocationLimitUse(limit, used[i], least[i], most[i]))];
    }
}

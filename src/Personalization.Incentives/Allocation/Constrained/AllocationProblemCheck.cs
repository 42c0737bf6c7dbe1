using Personalization.Numerics;

namespace Personalization.Incentives;

/// <summary>Finds what is wrong with a problem before it is solved, and names it.</summary>
internal static class AllocationProblemCheck
{
    private const long MostOfSums = 1L << 62;

    /// <exception cref="ArgumentException">Something contradicts something else.</exception>
    public static void Check(AllocationProblem problem, int? threads, CancellationToken cancellationToken)
    {
        int candidates = problem.CandidateCount;
        if (problem.Starts.Length == 0 || problem.Starts.Span[0] != 0 || problem.Starts.Span[^1] != candidates)
            throw Fault(problem, $"Starts must begin with 0 and end with the number of candidates, {candidates}.");
        if (problem.Values.Length != candidates)
            throw Fault(problem, $"There are {problem.Values.Length} values for {candidates} candidates.");
        CheckNames(problem);
        foreach ((int first, int second) in problem.Exclusions)
        {
            if (first == second || Math.Min(first, second) < 0 || Math.Max(first, second) >= problem.OfferCount)
                throw Fault(problem, $"The exclusion of offers {first} and {second} isn't one of two of the {problem.OfferCount} offers.");
        }

        ParallelChunks.Run(
            problem.CustomerCount, CompiledProblem.ChunkSize, (_, start, end) => CheckCandidates(problem, start, end), threads,
            cancellationToken);
        foreach (CustomerGrouping grouping in problem.Groupings) CheckGroups(problem, grouping);
        CheckSum(problem, "values", problem.Values, 1, threads, cancellationToken);
        foreach (AllocationMeasure measure in problem.Measures)
        {
            CheckSum(
                problem, $"amounts of '{measure.Name}'", measure.Amounts, measure.IsByCandidate ? 1 : problem.CustomerCount, threads,
                cancellationToken);
        }
    }

    private static void CheckNames(AllocationProblem problem)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (AllocationMeasure measure in problem.Measures)
        {
            if (!names.Add(measure.Name)) throw Fault(problem, $"Two measures are called '{measure.Name}'.");
            int? groups = problem.Groupings.FirstOrDefault(grouping => grouping.Name == measure.Grouping)?.GroupCount;
            if (measure.Grouping is not null && groups is null)
                throw Fault(problem, $"The measure '{measure.Name}' goes by groups of '{measure.Grouping}', and no grouping is called so.");
            int length = groups ?? (measure.IsByOffer ? problem.OfferCount : problem.CandidateCount);
            if (measure.Amounts.Length != length)
            {
                throw Fault(
                    problem,
                    $"The measure '{measure.Name}' has {measure.Amounts.Length} amounts for {length} "
                    + (groups is not null ? "groups." : measure.IsByOffer ? "offers." : "candidates."));
            }
        }

        names.Clear();
        foreach (CustomerGrouping grouping in problem.Groupings)
        {
            if (!names.Add(grouping.Name)) throw Fault(problem, $"Two groupings are called '{grouping.Name}'.");
            if (grouping.Groups.Length != problem.CustomerCount)
            {
                throw Fault(
                    problem,
                    $"The grouping '{grouping.Name}' has groups of {grouping.Groups.Length} customers; there are {problem.CustomerCount}.");
            }
        }

        names.Clear();
        foreach (AllocationLimit limit in problem.Limits)
        {
            if (!names.Add(limit.Name)) throw Fault(problem, $"Two limits are called '{limit.Name}'.");
            CheckLimit(limit, problem);
        }
    }

    private static void CheckLimit(AllocationLimit limit, AllocationProblem problem)
    {
        if (limit.Least is null && limit.Most is null)
            throw Fault(problem, $"The limit '{limit.Name}' has neither a minimum nor a maximum.");
        if (limit.Least > limit.Most)
            throw Fault(problem, $"The limit '{limit.Name}' has a minimum of {limit.Least} above its maximum of {limit.Most}.");
        if (limit.Least is < -MostOfSums or > MostOfSums || limit.Most > MostOfSums)
            throw Fault(problem, $"The limit '{limit.Name}' is beyond ±2⁶².");
        if (limit.Offer >= problem.OfferCount)
            throw Fault(problem, $"The limit '{limit.Name}' is on offer {limit.Offer}; there are {problem.OfferCount}.");
        if (limit.Measure is { } measure && problem.Measures.All(one => one.Name != measure))
            throw Fault(problem, $"The limit '{limit.Name}' is on '{measure}', and no measure is called so.");
        if (limit.Grouping is not { } name) return;
        CustomerGrouping grouping = problem.Groupings.FirstOrDefault(one => one.Name == name)
            ?? throw Fault(problem, $"The limit '{limit.Name}' is on groups of '{name}', and no grouping is called so.");
        if (limit.Group >= grouping.GroupCount)
            throw Fault(problem, $"The limit '{limit.Name}' is on group {limit.Group} of '{name}', which has {grouping.GroupCount}.");
    }

    private static void CheckCandidates(AllocationProblem problem, int start, int end)
    {
        ReadOnlySpan<int> starts = problem.Starts.Span;
        ReadOnlySpan<ushort> offers = problem.Offers.Span;
        for (int i = start; i < end; i++)
        {
            if (starts[i + 1] < starts[i] || starts[i + 1] > offers.Length)
                throw Fault(problem, $"Starts fall at customer {i}, or exceed the candidates.");
            int before = -1;
            for (int k = starts[i]; k < starts[i + 1]; k++)
            {
                if (offers[k] <= before || offers[k] >= problem.OfferCount)
                {
                    throw Fault(
                        problem,
                        $"Candidate {k} of customer {i} is offer {offers[k]}; offers of a customer must rise, and be below "
                        + $"{problem.OfferCount}.");
                }

                before = offers[k];
            }
        }
    }

    private static void CheckGroups(AllocationProblem problem, CustomerGrouping grouping)
    {
        Guard.AtLeast(grouping.GroupCount, 1);
        ReadOnlySpan<int> groups = grouping.Groups.Span;
        for (int i = 0; i < groups.Length; i++)
        {
            if (groups[i] < -1 || groups[i] >= grouping.GroupCount)
            {
                throw Fault(
                    problem,
                    $"Customer {i} is in group {groups[i]} of '{grouping.Name}'; it must be from -1 to {grouping.GroupCount - 1}.");
            }
        }
    }

    private static void CheckSum(
        AllocationProblem problem, string what, ReadOnlyMemory<long> amounts, int times, int? threads, CancellationToken cancellationToken)
    {
        Int128 sum = ParallelChunks.Reduce(
            amounts.Length,
            1 << 16,
            (start, end) =>
            {
                Int128 part = 0;
                foreach (long amount in amounts.Span[start..end]) part += amount < 0 ? -(Int128)amount : amount;
                return part;
            },
            (left, right) => left + right,
            threads,
            cancellationToken);
        if (sum * times >= MostOfSums) throw Fault(problem, $"The {what} sum up to more than 2⁶²: use a larger unit.");
    }

    private static ArgumentException Fault(AllocationProblem problem, string message) => new(message, nameof(problem));
}

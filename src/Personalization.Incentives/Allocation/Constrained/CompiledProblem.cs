using Personalization.Numerics;

namespace Personalization.Incentives;

/// <summary>
/// A checked problem in the form that it is solved in. Limits are rows; customers of the same groups share a cell, and for each cell and
/// offer the rows that count a candidate of theirs are listed.
/// </summary>
internal sealed class CompiledProblem
{
    public const int ChunkSize = 4_096;
    private const int MostCells = 1 << 22;

    private readonly int[] _cells;
    private readonly int[] _rowStarts;
    private readonly int[] _rowsOf;
    private readonly ulong[]? _excluded;
    private readonly int _words;

    private CompiledProblem(AllocationProblem problem, AllocationRow[] rows, ReadOnlyMemory<long>[] columns, int[] cells, int cellCount)
    {
        (Problem, Rows, Columns, _cells, CellCount) = (problem, rows, columns, cells, cellCount);
        (_rowStarts, _rowsOf) = ([], []);
        _words = (problem.OfferCount + 63) / 64;
        if (problem.OffersPerCustomer == 1 || problem.Exclusions.Count == 0) return;
        _excluded = new ulong[problem.OfferCount * _words];
        foreach ((int first, int second) in problem.Exclusions)
        {
            _excluded[(first * _words) + (second >> 6)] |= 1UL << (second & 63);
            _excluded[(second * _words) + (first >> 6)] |= 1UL << (first & 63);
        }
    }

    private CompiledProblem(CompiledProblem other, int[] rowStarts, int[] rowsOf)
        : this(other.Problem, other.Rows, other.Columns, other._cells, other.CellCount) => (_rowStarts, _rowsOf) = (rowStarts, rowsOf);

    public AllocationProblem Problem { get; }

    public AllocationRow[] Rows { get; }

    /// <summary>Amounts by candidate that some row counts.</summary>
    public ReadOnlyMemory<long>[] Columns { get; }

    public int CellCount { get; }

    public int Customers => Problem.CustomerCount;

    public int OfferCount => Problem.OfferCount;

    public bool HasExclusions => _excluded is not null;

    /// <exception cref="ArgumentException">The problem contradicts itself.</exception>
    public static CompiledProblem From(AllocationProblem problem, int? threads, CancellationToken cancellationToken)
    {
        AllocationProblemCheck.Check(problem, threads, cancellationToken);
        (int[] cells, List<int[]> groups, string[] names) = Cells(problem);
        if ((long)groups.Count * problem.OfferCount > MostCells)
        {
            throw new ArgumentException(
                $"The groupings that limits speak of part the customers in {groups.Count} kinds; with {problem.OfferCount} offers there "
                + $"may be {MostCells / problem.OfferCount}: limit by fewer groupings, or by coarser ones.",
                nameof(problem));
        }

        List<AllocationMeasure> columns = [];
        List<AllocationRow> rows = [];
        for (int i = 0; i < problem.Limits.Count; i++)
        {
            AllocationLimit limit = problem.Limits[i];
            AllocationMeasure? measure = limit.Measure is null ? null : problem.Measures.First(one => one.Name == limit.Measure);
            long[]? byPlace = measure is null or { IsByCandidate: true } ? null : AmountsByPlace(problem, measure, groups, names);
            int column = -1;
            if (measure is { IsByCandidate: true })
            {
                column = columns.IndexOf(measure);
                if (column < 0)
                {
                    column = columns.Count;
                    columns.Add(measure);
                }
            }

            if (limit.Least is { } least) rows.Add(new(i, IsLeast: true, column, byPlace, -least));
            if (limit.Most is { } most) rows.Add(new(i, IsLeast: false, column, byPlace, most));
        }

        CompiledProblem compiled = new(problem, [.. rows], [.. columns.Select(measure => measure.Amounts)], cells, groups.Count);
        int[] rowStarts = new int[(groups.Count * problem.OfferCount) + 1];
        List<int> rowsOf = [];
        for (int cell = 0; cell < groups.Count; cell++)
        {
            for (int offer = 0; offer < problem.OfferCount; offer++)
            {
                for (int row = 0; row < rows.Count; row++)
                {
                    AllocationLimit limit = problem.Limits[rows[row].Limit];
                    if (limit.Offer is { } only && only != offer) continue;
                    if (limit.Grouping is { } name && groups[cell][Array.IndexOf(names, name)] != limit.Group) continue;
                    if (rows[row].ByPlace is { } amounts && amounts[(cell * problem.OfferCount) + offer] == 0) continue;
                    rowsOf.Add(row);
                }

                rowStarts[(cell * problem.OfferCount) + offer + 1] = rowsOf.Count;
            }
        }

        return new(compiled, rowStarts, [.. rowsOf]);
    }

    private static long[] AmountsByPlace(AllocationProblem problem, AllocationMeasure measure, List<int[]> groups, string[] names)
    {
        long[] amounts = new long[groups.Count * problem.OfferCount];
        ReadOnlySpan<long> given = measure.Amounts.Span;
        for (int place = 0; place < amounts.Length; place++)
        {
            int at = measure.Grouping is { } name
                ? groups[place / problem.OfferCount][Array.IndexOf(names, name)]
                : place % problem.OfferCount;
            amounts[place] = at < 0 ? 0 : given[at];
        }

        return amounts;
    }

    /// <summary>Where the tables of a customer's cell begin: one place for each offer.</summary>
    public int PlaceOf(int customer) => _cells.Length == 0 ? 0 : _cells[customer] * OfferCount;

    /// <summary>Rows that count a candidate of this place (<see cref="PlaceOf"/> + offer).</summary>
    public ReadOnlySpan<int> RowsAt(int place) => _rowsOf.AsSpan(_rowStarts[place].._rowStarts[place + 1]);

    /// <summary>What a candidate adds to a row: sign · amount.</summary>
    public long Amount(AllocationRow row, int candidate, int place) => row.Sign
        * (row.Column >= 0 ? Columns[row.Column].Span[candidate] : row.ByPlace is { } amounts ? amounts[place] : 1);

    public bool Excludes(int offer, int other) => (_excluded![(offer * _words) + (other >> 6)] & (1UL << (other & 63))) != 0;

    /// <summary>The cell of each customer (empty: all in one), and the groups that each cell stands for.</summary>
    private static (int[] Cells, List<int[]> Groups, string[] Names) Cells(AllocationProblem problem)
    {
        string[] names =
        [
            .. problem.Limits.Select(limit => limit.Grouping)
                .Concat(problem.Limits.Select(limit => problem.Measures.FirstOrDefault(one => one.Name == limit.Measure)?.Grouping))
                .OfType<string>().Distinct(StringComparer.Ordinal),
        ];
        if (names.Length == 0) return ([], [[]], names);
        CustomerGrouping[] used = [.. names.Select(name => problem.Groupings.First(grouping => grouping.Name == name))];
        int[] cells = new int[problem.CustomerCount];
        List<int[]> groups = [[]];
        foreach (CustomerGrouping grouping in used)
        {
            // Each grouping splits the cells that there are; cells are numbered in the order in which customers come.
            Dictionary<(int Cell, int Group), int> known = [];
            List<int[]> split = [];
            ReadOnlySpan<int> codes = grouping.Groups.Span;
            for (int i = 0; i < cells.Length; i++)
            {
                if (!known.TryGetValue((cells[i], codes[i]), out int cell))
                {
                    cell = split.Count;
                    split.Add([.. groups[cells[i]], codes[i]]);
                    known.Add((cells[i], codes[i]), cell);
                }

                cells[i] = cell;
            }

            groups = split;
        }

        return (cells, groups, names);
    }
}

using System.Buffers;

namespace Personalization.Numerics;

/// <summary>Looks at the rows from <paramref name="start"/> to <paramref name="end"/> − 1 of a segment.</summary>
/// <param name="segment">Number of the segment.</param>
/// <param name="firstRow">Its first row, counted through all segments.</param>
/// <param name="start">First row, counted in the segment.</param>
/// <param name="end">One past the last row.</param>
/// <param name="allowed">Which rows may come out, counted through all segments.</param>
/// <param name="best">What is best so far.</param>
internal delegate void SegmentScan(int segment, int firstRow, int start, int end, AllowedRows allowed, BestRows best);

/// <summary>
/// Splits a search into jobs (a block of queries × a run of rows) and puts their results together. A worker goes on with the best rows of a
/// block that another laid down, and with the highest thresholds that any has reached, so these rise once, not once for each job or worker;
/// which rows remain is a question of their order alone, so neither the jobs' order nor the number of threads can change the outcome.
/// </summary>
internal sealed class SearchDriver
{
    /// <summary>Bytes of a run of rows, about: jobs are many and still worth handing out.</summary>
    private const int BytesAtOnce = 1 << 20;

    private const int MostQueriesAtOnce = 256;

    /// <summary>Values of a block of queries, at most: they stay in the second cache beside the tiles.</summary>
    private const int QueryValuesAtOnce = 1 << 16;

    private readonly int[] _rows;
    private readonly int[] _firstRows;
    private readonly int _columns;
    private readonly List<(int Segment, int Start, int End)> _runs = [];

    /// <param name="rows">Rows of each segment.</param>
    /// <param name="columns">Values of a row.</param>
    /// <param name="valueBytes">Bytes of a value.</param>
    public SearchDriver(int[] rows, int columns, int valueBytes)
    {
        _rows = rows;
        _columns = columns;
        _firstRows = new int[rows.Length];
        int runRows = Math.Max(BytesAtOnce / valueBytes / Math.Max(columns, 1) / PointTiles.TileSize, 1) * PointTiles.TileSize;
        long total = 0;
        for (int segment = 0; segment < rows.Length; segment++)
        {
            _firstRows[segment] = (int)total;
            total += rows[segment];
            if (total > Array.MaxLength)
            {
                throw new ArgumentException(
                    $"The segments up to {segment} hold {total} rows; at most {Array.MaxLength} can be numbered.", nameof(rows));
            }

            for (int start = 0; start < rows[segment]; start += runRows)
                _runs.Add((segment, start, Math.Min(start + runRows, rows[segment])));
        }

        RowCount = (int)total;
    }

    /// <summary>Rows of all segments.</summary>
    public int RowCount { get; }

    /// <param name="queries">q × columns.</param>
    /// <param name="count">Rows wanted for each query, at least 1.</param>
    /// <param name="allowed">Which rows may come out; empty for all.</param>
    /// <param name="prepare">Makes the scan for a block of queries.</param>
    /// <param name="results">Receives q × count keys of <see cref="BestRows"/>, best first; 0 where there are fewer.</param>
    /// <param name="threads">Most threads to use.</param>
    /// <param name="cancellationToken">Stops before the next job.</param>
    public void Run(
        MatrixView queries, int count, ReadOnlySpan<ulong> allowed, Func<MatrixView, SegmentScan> prepare, ulong[] results,
        int? threads, CancellationToken cancellationToken)
    {
        int kept = Math.Min(count, RowCount);
        if (queries.Rows == 0 || kept == 0)
            return;

        ulong[] words = ArrayPool<ulong>.Shared.Rent(allowed.Length);
        try
        {
            allowed.CopyTo(words);
            Search search = new(this, queries, kept, count, new ReadOnlyMemory<ulong>(words, 0, allowed.Length), prepare, results);
            ParallelChunks.Run(search.JobCount, 1, (job, _, _) => search.Do(job), threads, cancellationToken);
        }
        finally
        {
            ArrayPool<ulong>.Shared.Return(words);
        }
    }

    /// <summary>The best of some rows, ascending and counted through all segments, for one query; negative ones are passed over.</summary>
    public void Score(SingleScan scan, MatrixView query, Span<int> rows, int count, Span<ulong> results)
    {
        QueryBlock block = new(query);
        BestRows best = new(1, count);
        int next = rows.BinarySearch(0);
        next = next < 0 ? ~next : next;
        for (int segment = 0; segment < _rows.Length && next < rows.Length; segment++)
        {
            int start = next, end = _firstRows[segment] + _rows[segment];
            for (; next < rows.Length && rows[next] < end; next++)
                rows[next] -= _firstRows[segment];

            scan.Score(block, segment, _firstRows[segment], rows[start..next], best);
        }

        best.Sorted(0).CopyTo(results);
    }

    /// <summary>One search: its blocks, and the best rows that wait for a worker.</summary>
    private sealed class Search
    {
        private readonly SearchDriver _driver;
        private readonly MatrixView _queries;
        private readonly int _kept;
        private readonly int _count;
        private readonly ReadOnlyMemory<ulong> _allowed;
        private readonly Func<MatrixView, SegmentScan> _prepare;
        private readonly ulong[] _results;
        private readonly int _blockSize;
        private readonly Block?[] _blocks;

        public Search(
            SearchDriver driver, MatrixView queries, int kept, int count, ReadOnlyMemory<ulong> allowed,
            Func<MatrixView, SegmentScan> prepare, ulong[] results)
        {
            (_driver, _queries, _kept, _count, _allowed, _prepare, _results) =
                (driver, queries, kept, count, allowed, prepare, results);
            int size = Math.Min(QueryValuesAtOnce / Math.Max(driver._columns, 1), (1 << 20) / BestRows.Capacity(kept));
            _blockSize = Math.Clamp(size / QueryBlock.PanelSize * QueryBlock.PanelSize, QueryBlock.PanelSize, MostQueriesAtOnce);
            _blocks = new Block?[ParallelChunks.ChunkCount(queries.Rows, _blockSize)];
        }

        public int JobCount => checked(_blocks.Length * _driver._runs.Count);

        public void Do(int job)
        {
            (int number, int run) = Math.DivRem(job, _driver._runs.Count);
            Block block = BlockOf(number);
            BestRows? best = null;
            lock (block.Waiting)
            {
                if (!block.Waiting.TryPop(out best))
                    best = new BestRows(block.Count, _kept);

                best.Share(block.Thresholds);
            }

            (int segment, int start, int end) = _driver._runs[run];
            block.Scan(segment, _driver._firstRows[segment], start, end, new AllowedRows(_allowed.Span), best);
            bool last;
            lock (block.Waiting)
            {
                best.Share(block.Thresholds);
                block.Waiting.Push(best);
                last = --block.JobsLeft == 0;
            }

            if (last)
                Finish(number, block);
        }

        private Block BlockOf(int number)
        {
            // Jobs are handed out in order, so a block is asked for by few workers at once.
            lock (_blocks)
            {
                if (_blocks[number] is { } block)
                    return block;

                int start = number * _blockSize, count = Math.Min(_blockSize, _queries.Rows - start);
                return _blocks[number] = new Block(count, _driver._runs.Count, _prepare(_queries.Slice(start, count)));
            }
        }

        private void Finish(int number, Block block)
        {
            BestRows best = block.Waiting.Pop();
            while (block.Waiting.TryPop(out BestRows? other))
                best.Merge(other);

            for (int query = 0; query < block.Count; query++)
                best.Sorted(query).CopyTo(_results.AsSpan((int)(((long)number * _blockSize) + query) * _count));

            // All its jobs have asked for it: its memory may go.
            _blocks[number] = null;
        }
    }

    private sealed class Block(int count, int jobs, SegmentScan scan)
    {
        public int Count { get; } = count;

        public SegmentScan Scan { get; } = scan;

        /// <summary>The highest that any worker has reached, for each query.</summary>
        public float[] Thresholds { get; } = Lowest(count);

        public Stack<BestRows> Waiting { get; } = new();

        public int JobsLeft { get; set; } = jobs;

        private static float[] Lowest(int count)
        {
            float[] thresholds = new float[count];
            Array.Fill(thresholds, float.NegativeInfinity);
            return thresholds;
        }
    }
}

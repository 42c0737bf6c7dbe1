using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Personalization.Numerics;

namespace Personalization.VectorIndex;

/// <summary>
/// The graph over rows of one kind. It is built in batches whose sizes depend on the number of rows alone. The rows of a batch look for
/// neighbours side by side in the graph of the batches before, which stays as it is meanwhile, and are held against each other exactly.
/// Then links are made, each list by one thread from sources in the order of their rows. So neither the number of threads nor their luck
/// reaches a byte.
/// </summary>
internal sealed unsafe class HnswGraphOf<TSpace>(HnswOptions options, ulong seed, BufferPool pool) : HnswGraph(options, seed)
    where TSpace : struct, IGraphSpace<TSpace>
{
    private const int SmallestBatch = 256;
    private const int LargestBatch = 1024;
    private const int RowsAtOnce = 8;
    private const int ListsAtOnce = 64;

    private BufferPool Buffers { get; } = pool;

    public override int PreparedBytes(int stride) => TSpace.PreparedBytes(stride);

    public override int Search(GraphView view, RowBlocks rows, int stride, float* vector, int width, SearchBuffers buffers)
    {
        if (view.Entry < 0) return 0;
        TSpace space = TSpace.Over(rows, stride);
        byte* query = space.Prepare(vector, buffers.Prepared);
        ulong entry = GraphSearch<TSpace>.Descend(space, view, query, buffers, 0);
        return GraphSearch<TSpace>.Search(space, view, query, buffers, entry, 0, width);
    }

    public override int Search(
        GraphView view,
        RowBlocks rows,
        int stride,
        float* vector,
        int width,
        ReadOnlySpan<ulong> allowed,
        long budget,
        SearchBuffers buffers)
    {
        if (view.Entry < 0) return 0;
        TSpace space = TSpace.Over(rows, stride);
        byte* query = space.Prepare(vector, buffers.Prepared);
        ulong entry = GraphSearch<TSpace>.Descend(space, view, query, buffers, 0);
        return FilteredSearch<TSpace>.Search(space, view, query, buffers, entry, width, allowed, budget);
    }

    public override void Insert(
        GraphView view, RowBlocks rows, int stride, ReadOnlySpan<int> sequence, int? threads, Action<GraphView, ReadOnlySpan<int>> publish,
        CancellationToken cancellationToken)
    {
        int linked = view.Count, total = view.Count + sequence.Length;
        int[]?[] upper = view.Upper;
        if (upper.Length < total) Array.Resize(ref upper, Math.Max(total, upper.Length * 2));
        view = view with { Links = view.Links.WithCapacity(total), Upper = upper, Count = total };
        TSpace space = TSpace.Over(rows, stride);
        while (!sequence.IsEmpty)
        {
            ReadOnlySpan<int> batch = sequence[..Math.Min(Math.Clamp(linked, SmallestBatch, LargestBatch), sequence.Length)];
            view = new Batch(this, view, space, stride, batch.ToArray(), threads).Insert(cancellationToken);
            publish(view, batch);
            linked += batch.Length;
            sequence = sequence[batch.Length..];
        }
    }

    /// <summary>The rows that are added at once.</summary>
    private sealed class Batch(HnswGraphOf<TSpace> graph, GraphView view, TSpace space, int stride, int[] rows, int? threads)
    {
        private readonly int[] _levels = new int[rows.Length];

        // Per row: for each of its levels a count and the neighbours chosen.
        private readonly ulong[]?[] _chosen = new ulong[rows.Length][];

        private int Neighbors => graph.Options.Neighbors;

        public GraphView Insert(CancellationToken cancellationToken)
        {
            int highest = 0;
            for (int i = 0; i < rows.Length; i++)
            {
                int level = _levels[i] = graph.DrawLevel(rows[i]);
                view.Upper[rows[i]] = level == 0 ? null : new int[level * view.UpperStride];
                view.List(rows[i], 0) = 0;
                highest = Math.Max(highest, level);
            }

            ParallelChunks.Run(rows.Length, RowsAtOnce, FindNeighbors, threads, cancellationToken);
            for (int level = 0; level <= highest; level++) Link(level);

            int entry = view.Entry, maxLevel = view.MaxLevel;
            for (int i = 0; i < rows.Length; i++)
            {
                if (_levels[i] > maxLevel) (entry, maxLevel) = (rows[i], _levels[i]);
            }

            return view with { Entry = entry, MaxLevel = maxLevel };
        }

        private SearchBuffers Rent(int width)
        {
            SearchBuffers buffers = graph.Buffers.Rent();
            buffers.Reserve(view.Count, width, view.Capacity + rows.Length, TSpace.PreparedBytes(stride), stride);
            return buffers;
        }

        private void FindNeighbors(int chunk, int from, int to)
        {
            int width = Math.Max(graph.Options.ConstructionWidth, Neighbors);
            SearchBuffers buffers = Rent(width);
            float[] distances = new float[rows.Length + 3];
            for (int i = from; i < to; i++)
            {
                int row = rows[i], level = _levels[i];
                byte* query = space.Prepare(row, buffers.Prepared);
                Compare(query, distances);
                ulong nearest = view.Entry < 0
                    ? 0
                    : GraphSearch<TSpace>.Descend(space, view, query, buffers, Math.Min(level, view.MaxLevel));
                ulong[] chosen = _chosen[i] = new ulong[(level + 1) * (Neighbors + 1)];
                for (int current = level; current >= 0; current--)
                {
                    int count = 0;
                    if (current <= view.MaxLevel)
                    {
                        count = GraphSearch<TSpace>.Search(space, view, query, buffers, nearest, current, width);
                        nearest = buffers.Pool[0] & ~1UL;
                    }

                    count = Merge(distances, i, current, buffers.Pool, count, width);
                    Span<ulong> kept = chosen.AsSpan(current * (Neighbors + 1), Neighbors + 1);
                    kept[0] = (ulong)NeighborChoice<TSpace>.Choose(
                        space, row, new Span<ulong>(buffers.Pool, count), Neighbors, kept[1..], buffers);
                }
            }

            graph.Buffers.Return(buffers);
        }

        /// <summary>Distances to all rows of the batch.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Compare(byte* query, float[] distances)
        {
            int last = rows.Length - 1;
            for (int i = 0; i <= last; i += 4)
            {
                Vector128<float> four = space.Distances(
                    query, rows[i], rows[Math.Min(i + 1, last)], rows[Math.Min(i + 2, last)], rows[Math.Min(i + 3, last)]);
                System.Runtime.Intrinsics.Vector128.CopyTo(four, distances, i);
            }
        }

        /// <summary>Puts the batch's rows that have this level among the candidates.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private int Merge(float[] distances, int self, int level, ulong* candidates, int count, int width)
        {
            ulong worst = count == width ? candidates[count - 1] : Candidate.None;
            for (int i = 0; i < rows.Length; i++)
            {
                ulong candidate = Candidate.Of(distances[i], rows[i]);
                if (candidate >= worst || i == self || _levels[i] < level) continue;
                CandidatePool.Insert(candidates, ref count, width, candidate);
                if (count == width) worst = candidates[count - 1];
            }

            return count;
        }

        /// <summary>Writes the lists of the batch's rows, then puts each of them into the lists of those it chose.</summary>
        private void Link(int level)
        {
            List<ulong> targets = [];
            List<ulong> sources = [];
            Span<int> list = stackalloc int[Neighbors];
            for (int i = 0; i < rows.Length; i++)
            {
                if (_levels[i] < level) continue;
                ReadOnlySpan<ulong> chosen = _chosen[i].AsSpan(level * (Neighbors + 1), Neighbors + 1);
                int count = (int)chosen[0];
                for (int n = 0; n < count; n++)
                {
                    int target = list[n] = Candidate.Row(chosen[n + 1]);
                    targets.Add(((ulong)(uint)target << 32) | (uint)rows[i]);
                    sources.Add(Candidate.Of(Candidate.Distance(chosen[n + 1]), rows[i]));
                }

                view.Write(rows[i], level, list[..count]);
            }

            ulong[] byTarget = [.. targets], links = [.. sources];
            Array.Sort(byTarget, links);
            List<int> starts = [];
            for (int i = 0; i < byTarget.Length; i++)
            {
                if (i == 0 || byTarget[i] >> 32 != byTarget[i - 1] >> 32) starts.Add(i);
            }

            starts.Add(byTarget.Length);
            ParallelChunks.Run(
                starts.Count - 1,
                ListsAtOnce,
                (_, from, to) =>
                {
                    SearchBuffers buffers = Rent(view.Capacity + rows.Length);
                    for (int i = from; i < to; i++)
                        LinkBack((int)(byTarget[starts[i]] >> 32), level, links.AsSpan(starts[i]..starts[i + 1]), buffers);
                    graph.Buffers.Return(buffers);
                },
                threads);
        }

        private void LinkBack(int target, int level, ReadOnlySpan<ulong> sources, SearchBuffers buffers)
        {
            ReadOnlySpan<int> neighbors = view.Neighbors(target, level);
            ulong* candidates = buffers.Pool;
            int fresh = 0;
            foreach (ulong source in sources)
            {
                // Two rows of a batch may have chosen each other.
                if (!neighbors.Contains(Candidate.Row(source))) candidates[fresh++] = source;
            }

            if (neighbors.Length + fresh <= view.CapacityOf(level))
            {
                ref int list = ref view.List(target, level);
                for (int i = 0; i < fresh; i++) Unsafe.Add(ref list, 1 + neighbors.Length + i) = Candidate.Row(candidates[i]);
                Volatile.Write(ref list, neighbors.Length + fresh);
                return;
            }

            byte* prepared = space.Prepare(target, buffers.Prepared);
            int* old = buffers.Fresh;
            neighbors.CopyTo(new Span<int>(old, neighbors.Length));
            GraphSearch<TSpace>.Pad(old, neighbors.Length);
            for (int i = 0; i < neighbors.Length; i += 4)
            {
                Vector128<float> distances = space.Distances(prepared, old[i], old[i + 1], old[i + 2], old[i + 3]);
                for (int lane = 0; lane < Math.Min(4, neighbors.Length - i); lane++)
                    candidates[fresh++] = Candidate.Of(distances[lane], old[i + lane]);
            }

            Span<ulong> all = new(candidates, fresh);
            all.Sort();
            int count = NeighborChoice<TSpace>.Choose(space, target, all, level == 0 ? Neighbors * 2 : Neighbors, all, buffers);
            Span<int> kept = stackalloc int[count];
            for (int i = 0; i < count; i++) kept[i] = Candidate.Row(candidates[i]);
            view.Write(target, level, kept);
        }
    }
}

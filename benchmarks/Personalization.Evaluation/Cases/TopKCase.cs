using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Exact search by inner product over rows that shapes.py made, in a storage (float32, float16, or int8 with rescoring of half as many rows
/// again as are wanted). Figures: seconds a search; recall among the exact rows, over at least 200 queries; its share of a plain read (the
/// time in which both threads merely sum the single-precision rows) and, for the other storages, of the float32 search. All three take
/// turns in one process, because where the system puts an array in memory alone makes them half as fast again, or not.
/// </summary>
internal sealed class TopKCase : IEvaluationCase
{
    private const int RowsAtOnce = 4096;
    private const int QueriesForRecall = 200;

    private delegate void Search(MatrixView queries, int[] found, float[] scores);

    public string Name => "topk";

    public string Description => "1,000,000 × 64: the 10 or 100 largest inner products of one query or 256";

    public void Run(EvaluationContext context)
    {
        int columns = context.Option("columns", 64), count = context.Option("count", 10), batch = context.Option("batch", 1);
        Matrix rows = RawMatrix.Read(context.Option("rows", ""), columns);
        MatrixView queries = RawMatrix.Read(context.Option("queries", ""), columns).View.Slice(0, Math.Max(batch, QueriesForRecall));
        string storage = context.Option("storage", "float32");
        Search single = (some, found, scores) => ExactSearch.Search([rows], some, VectorMetric.Dot, count, [], found, scores);
        Search search = storage switch
        {
            "float32" => single,
            "float16" => Halves(rows, count),
            "int8" => Codes(rows, count),
            _ => throw new EvaluationException($"There is no storage '{storage}'; there are float32, float16 and int8."),
        };

        int[] found = new int[queries.Rows * count];
        float[] scores = new float[found.Length];
        single(queries, found, scores);
        int[] exact = [.. found];
        search(queries, found, scores);
        double recall = Recall(exact, found, count);

        MatrixView few = queries.Slice(0, batch);
        int[] fewFound = new int[batch * count];
        float[] fewScores = new float[fewFound.Length];
        double[] sums = new double[ParallelChunks.ChunkCount(rows.Rows, RowsAtOnce)];
        Action read = () =>
            ParallelChunks.Run(
                rows.Rows, RowsAtOnce, (chunk, start, end) => sums[chunk] = Sum(rows.Values[(start * columns)..(end * columns)]));
        List<double> searches = [], reads = [], singles = [];
        for (int run = 0; run < (batch == 1 ? 25 : 5); run++)
        {
            reads.Add(EvaluationContext.MedianSeconds(1, read));
            searches.Add(EvaluationContext.MedianSeconds(1, () => search(few, fewFound, fewScores)));
            if (storage != "float32") singles.Add(EvaluationContext.MedianSeconds(1, () => single(few, fewFound, fewScores)));
        }

        double seconds = Median(searches), readSeconds = Median(reads);
        context.Figure("ExactSearch", $"Recall@{count}", recall, seconds);
        context.Figure("ExactSearch", "recall_queries", queries.Rows);
        context.Figure("ExactSearch", "read_seconds", readSeconds, readSeconds, ("sum", sums.Sum()));
        context.Figure("ExactSearch", "share_of_read", readSeconds / seconds, seconds);
        if (singles.Count > 0) context.Figure("ExactSearch", "times_float32", Median(singles) / seconds, seconds);
        context.Figure("ExactSearch", "seconds", seconds, seconds);
    }

    private static Search Halves(MatrixView rows, int count)
    {
        HalfRows halves = new(rows);
        return (queries, found, scores) => ExactSearch.Search([halves], queries, VectorMetric.Dot, count, [], found, scores);
    }

    private static Search Codes(MatrixView rows, int count)
    {
        Int8Rows codes = new(rows);
        int candidateCount = count * 3 / 2;
        int[] candidates = [];
        float[] approximate = [];
        return (queries, found, scores) =>
        {
            if (candidates.Length != queries.Rows * candidateCount)
                (candidates, approximate) = (new int[queries.Rows * candidateCount], new float[queries.Rows * candidateCount]);

            ExactSearch.Search([codes], queries, VectorMetric.Dot, candidateCount, [], candidates, approximate);
            ExactSearch.Rescore([rows], queries, VectorMetric.Dot, candidates, count, found, scores);
        };
    }

    private static double Recall(int[] exact, int[] found, int count)
    {
        int hits = 0;
        for (int start = 0; start < exact.Length; start += count)
            hits += exact.AsSpan(start, count).ToArray().Intersect(found.AsSpan(start, count).ToArray()).Count();

        return hits / (double)exact.Length;
    }

    /// <summary>Four vectors of sums are on their way at once: nothing but memory holds it up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Sum(ReadOnlySpan<float> values)
    {
        ReadOnlySpan<Vector512<float>> vectors = MemoryMarshal.Cast<float, Vector512<float>>(values);
        Vector512<float> a = default, b = default, c = default, d = default;
        int i = 0;
        for (; i + 4 <= vectors.Length; i += 4)
        {
            a += vectors[i];
            b += vectors[i + 1];
            c += vectors[i + 2];
            d += vectors[i + 3];
        }

        for (; i < vectors.Length; i++)
            a += vectors[i];

        return Vector512.Sum(a + b + c + d);
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}

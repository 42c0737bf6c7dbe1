using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Exact search by inner product over rows that shapes.py made, in a storage (float32, float16, or int8 with rescoring of half as many rows again as are wanted). Figures: seconds a
/// search, its recall among the exact rows, and its share of a plain read (the time in which both threads merely sum the single-precision rows, in this
/// process, in turn with the searches).
/// </summary>
internal sealed class TopKCase : IEvaluationCase
{
    private const int RowsAtOnce = 4096;

    public string Name => "topk";

    public string Description => "1,000,000 × 64: the 10 or 100 largest inner products of one query or 256";

    public void Run(EvaluationContext context)
    {
        int columns = context.Option("columns", 64), count = context.Option("count", 10);
        Matrix rows = RawMatrix.Read(context.Option("rows", ""), columns);
        MatrixView queries = RawMatrix.Read(context.Option("queries", ""), columns).View.Slice(0, context.Option("batch", 1));
        int[] exact = new int[queries.Rows * count], found = new int[exact.Length];
        float[] scores = new float[exact.Length];
        Search(rows, queries, count, exact, scores);

        string storage = context.Option("storage", "float32");
        Action search = storage switch
        {
            "float32" => () => Search(rows, queries, count, found, scores),
            "float16" => Halves(rows, queries, count, found, scores),
            "int8" => Codes(rows, queries, count, found, scores),
            _ => throw new EvaluationException($"There is no storage '{storage}'; there are float32, float16 and int8."),
        };
        double[] sums = new double[ParallelChunks.ChunkCount(rows.Rows, RowsAtOnce)];
        Action read = () => ParallelChunks.Run(rows.Rows, RowsAtOnce, (chunk, start, end) => sums[chunk] = Sum(rows.Values[(start * columns)..(end * columns)]));
        int runs = queries.Rows == 1 ? 25 : 5;
        List<double> searches = [], reads = [];
        for (int run = 0; run < runs; run++)
        {
            reads.Add(EvaluationContext.MedianSeconds(1, read));
            searches.Add(EvaluationContext.MedianSeconds(1, search));
        }

        int hits = 0;
        for (int query = 0; query < queries.Rows; query++)
            hits += exact.AsSpan(query * count, count).ToArray().Intersect(found.AsSpan(query * count, count).ToArray()).Count();

        double seconds = Median(searches), readSeconds = Median(reads);
        context.Figure("ExactSearch", $"Recall@{count}", hits / (double)exact.Length, seconds);
        context.Figure("ExactSearch", "read_seconds", readSeconds, readSeconds, ("sum", sums.Sum()));
        context.Figure("ExactSearch", "share_of_read", readSeconds / seconds, seconds);
        context.Figure("ExactSearch", "seconds", seconds, seconds);
    }

    private static void Search(MatrixView rows, MatrixView queries, int count, int[] found, float[] scores) =>
        ExactSearch.Search([rows], queries, VectorMetric.Dot, count, [], found, scores);

    private static Action Halves(MatrixView rows, MatrixView queries, int count, int[] found, float[] scores)
    {
        HalfRows halves = new(rows);
        return () => ExactSearch.Search([halves], queries, VectorMetric.Dot, count, [], found, scores);
    }

    private static Action Codes(MatrixView rows, MatrixView queries, int count, int[] found, float[] scores)
    {
        Int8Rows codes = new(rows);
        int candidateCount = count * 3 / 2;
        int[] candidates = new int[queries.Rows * candidateCount];
        float[] approximate = new float[candidates.Length];
        return () =>
        {
            ExactSearch.Search([codes], queries, VectorMetric.Dot, candidateCount, [], candidates, approximate);
            ExactSearch.Rescore([rows], queries, VectorMetric.Dot, candidates, count, found, scores);
        };
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

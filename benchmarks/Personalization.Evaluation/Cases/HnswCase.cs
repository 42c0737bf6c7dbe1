using System.Diagnostics;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>The graph of <see cref="VectorIndex"/>: building it, and searching it at its smallest width of recall ≥ .99, against benchmarks/peers/hnsw.py.</summary>
internal sealed class HnswCase : IEvaluationCase
{
    private const int Top = 10;

    public string Name => "hnsw";

    public string Description => "VectorIndex: build and search a graph (--base FILE --queries FILE --dimensions 64 --work build|search --threads 2 --precision single|int8)";

    public void Run(EvaluationContext context)
    {
        int threads = context.Option("threads", 2), dimensions = context.Option("dimensions", 64);
        Matrix vectors = RawMatrix.Read(context.Option("base", ""), dimensions), queries = RawMatrix.Read(context.Option("queries", ""), dimensions);
        VectorPrecision precision = context.Option("precision", "single") == "int8" ? VectorPrecision.Int8 : VectorPrecision.Single;
        VectorIndexOptions options = new() { Dimensions = dimensions, Metric = VectorMetric.Dot, Precision = precision, Graph = new() };
        bool searches = context.Option("work", "build") == "search";

        Build(vectors.View.Slice(0, Math.Min(vectors.Rows, 5000)), options with { Threads = 2 });
        Stopwatch watch = Stopwatch.StartNew();
        VectorIndex index = Build(vectors, options with { Threads = threads });
        double buildSeconds = watch.Elapsed.TotalSeconds;
        long[][] truth = Truth(vectors, queries, options with { Graph = null });
        int width = Top;
        while (width < 512 && Recall(index, queries, truth, width) < .99) width += 2;

        double seconds = searches ? EvaluationContext.MedianSeconds(15, () => index.Search(queries, Top, width: width)) : buildSeconds;
        context.Figure("VectorIndex", "width", width);
        context.Figure("VectorIndex", "recall_at_10", Recall(index, queries, truth, width));
        if (searches) context.Figure("VectorIndex", "queries_per_second", queries.Rows / seconds);
        context.Figure("VectorIndex", "build_seconds", buildSeconds);
        context.Figure("VectorIndex", "seconds", seconds);
    }

    private static VectorIndex Build(MatrixView vectors, VectorIndexOptions options)
    {
        VectorIndex index = new(options);
        long[] keys = new long[vectors.Rows];
        for (int i = 0; i < keys.Length; i++) keys[i] = i;
        index.Add(keys, vectors);
        return index;
    }

    private static long[][] Truth(MatrixView vectors, MatrixView queries, VectorIndexOptions options) =>
        Array.ConvertAll(Build(vectors, options).Search(queries, Top), matches => Array.ConvertAll(matches, m => m.Key));

    private static double Recall(VectorIndex index, MatrixView queries, long[][] truth, int width)
    {
        VectorMatch[][] found = index.Search(queries, Top, width: width);
        long hits = 0;
        for (int i = 0; i < found.Length; i++)
        {
            foreach (VectorMatch match in found[i]) hits += Array.IndexOf(truth[i], match.Key) >= 0 ? 1 : 0;
        }

        return hits / (double)(Top * found.Length);
    }
}

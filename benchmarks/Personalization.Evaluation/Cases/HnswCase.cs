using System.Diagnostics;
using System.Security.Cryptography;
using Personalization.Core;
using Personalization.Numerics;
using Personalization.VectorIndex;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// The graph of <see cref="VectorIndex"/>: building it, and searching it at its smallest width of recall ≥ .99, against
/// benchmarks/peers/hnsw.py.
/// </summary>
internal sealed class HnswCase : IEvaluationCase
{
    private const int Top = 10;

    public string Name => "hnsw";

    public string Description =>
        "EmbeddingIndex: build and search a graph "
        + "(--base FILE --queries FILE --dimensions 64 --work build|search --threads 2 --precision single|int8)";

    public void Run(EvaluationContext context)
    {
        int threads = context.Option("threads", 2), dimensions = context.Option("dimensions", 64);
        Matrix vectors = RawMatrix.Read(context.Option("base", ""), dimensions),
            queries = RawMatrix.Read(context.Option("queries", ""), dimensions);
        VectorPrecision precision = context.Option("precision", "single") == "int8" ? VectorPrecision.Int8 : VectorPrecision.Single;
        EmbeddingIndexOptions options = new() { Dimensions = dimensions, Metric = VectorMetric.Dot, Precision = precision, Graph = new() };
        bool searches = context.Option("work", "build") == "search";

        Build(vectors.View.Slice(0, Math.Min(vectors.Rows, 5000)), options with { Threads = 2 });
        Stopwatch watch = Stopwatch.StartNew();
        EmbeddingIndex index = Build(vectors, options with { Threads = threads });
        double buildSeconds = watch.Elapsed.TotalSeconds;
        EmbeddingIndex exact = Build(vectors, options with { Graph = null, Precision = VectorPrecision.Single });
        long[][] truth = Keys(exact.Search(queries, Top));
        int width = Top;
        while (width < 512 && Recall(index, queries, truth, width) < .99) width += 2;

        double seconds = searches ? EvaluationContext.MedianSeconds(15, () => index.Search(queries, Top, width: width)) : buildSeconds;
        foreach (int oneIn in (ReadOnlySpan<int>)(searches ? [2, 10, 100, 1000] : []))
            context.Figure(
                "VectorIndex",
                FormattableString.Invariant($"recall_at_10_of_one_in_{oneIn}"),
                FilteredRecall(index, exact, queries, oneIn));
        foreach (int nearest in (ReadOnlySpan<int>)(searches ? [50, 500, 5000] : []))
            context.Figure(
                "VectorIndex",
                FormattableString.Invariant($"recall_at_10_without_the_{nearest}_nearest"),
                RecallWithoutNearest(index, exact, queries, nearest));

        context.Figure("VectorIndex", "width", width);
        context.Figure("VectorIndex", "recall_at_10", Recall(index, queries, truth, width));
        if (searches) context.Figure("VectorIndex", "queries_per_second", queries.Rows / seconds);
        context.Figure("VectorIndex", "build_seconds", buildSeconds, null, ("check", Digest(index)));
        context.Figure("VectorIndex", "seconds", seconds);
    }

    private static EmbeddingIndex Build(MatrixView vectors, EmbeddingIndexOptions options)
    {
        EmbeddingIndex index = new(options);
        long[] keys = new long[vectors.Rows];
        for (int i = 0; i < keys.Length; i++) keys[i] = i;
        index.Add(keys, vectors);
        return index;
    }

    /// <summary>Hash of the saved index: the same for any number of threads and any vector width.</summary>
    private static string Digest(EmbeddingIndex index)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            index.Save(path);
            using FileStream file = File.OpenRead(path);
            return Convert.ToHexString(SHA256.HashData(file))[..16];
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static long[][] Keys(VectorMatch[][] matches) => Array.ConvertAll(matches, row => Array.ConvertAll(row, m => m.Key));

    private static double Recall(EmbeddingIndex index, MatrixView queries, long[][] truth, int width) =>
        Recall(Keys(index.Search(queries, Top, width: width)), truth);

    /// <summary>With the default width, where one in so many vectors is allowed, spread evenly.</summary>
    private static double FilteredRecall(EmbeddingIndex index, EmbeddingIndex exact, MatrixView queries, int oneIn)
    {
        VectorFilter filter = VectorFilter.Key(key => StableHash.Mix((ulong)key) % (ulong)oneIn == 0);
        return Recall(Keys(index.Search(queries, Top, filter)), Keys(exact.Search(queries, Top, filter)));
    }

    /// <summary>With the default width, where just what lies nearest to each of a hundred queries isn't allowed.</summary>
    private static double RecallWithoutNearest(EmbeddingIndex index, EmbeddingIndex exact, MatrixView queries, int nearest)
    {
        double recall = 0;
        int sample = Math.Min(100, queries.Rows);
        for (int i = 0; i < sample; i++)
        {
            MatrixView query = queries.Slice(i, 1);
            HashSet<long> leftOut = [.. exact.Search(query.Row(0), nearest).Select(m => m.Key)];
            VectorFilter filter = VectorFilter.Key(key => !leftOut.Contains(key));
            recall += Recall(Keys(index.Search(query, Top, filter)), Keys(exact.Search(query, Top, filter)));
        }

        return recall / sample;
    }

    private static double Recall(long[][] found, long[][] truth)
    {
        long hits = 0, wanted = 0;
        for (int i = 0; i < truth.Length; i++)
        {
            wanted += truth[i].Length;
            foreach (long key in found[i]) hits += Array.IndexOf(truth[i], key) >= 0 ? 1 : 0;
        }

        return hits / (double)wanted;
    }
}

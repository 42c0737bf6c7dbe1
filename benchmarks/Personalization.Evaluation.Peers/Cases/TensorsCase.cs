using System.Numerics.Tensors;
using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Exact search of one query against what one writes with TensorPrimitives: the dot product, or the cosine, of each row, and the best kept
/// in a priority queue; rows are shared out between as many threads as ours takes.
/// </summary>
internal sealed class TensorsCase : IEvaluationCase
{
    private const int RowsAtOnce = 16_384;

    public string Name => "topk-tensors";

    public string Description =>
        "Exact search beside TensorPrimitives: --rows FILE.f32 --queries FILE.f32 --columns 64 [--count 10] [--metric Dot] [--runs 15]";

    public void Run(EvaluationContext context)
    {
        int columns = context.Option("columns", 64), count = context.Option("count", 10);
        VectorMetric metric = Enum.Parse<VectorMetric>(context.Option("metric", nameof(VectorMetric.Dot)));
        Matrix rows = RawMatrix.Read(context.Option("rows", ""), columns);
        MatrixView query = RawMatrix.Read(context.Option("queries", ""), columns).View.Slice(0, 1);
        int[] found = new int[count];
        float[] scores = new float[count];
        (int Row, float Score)[] best = [];
        Beside.Measure(
            context,
            $"topk-tensors/{metric}-{rows.Rows}x{columns}-1x{count}",
            context.Option("runs", 15),
            ("ExactSearch", () => ExactSearch.Search([rows], query, metric, count, [], found, scores)),
            ("TensorPrimitives", () => best = Search(rows, query.Row(0).ToArray(), metric, count)));
        context.Figure("ExactSearch", "shared_of_first", found.Intersect(best.Select(row => row.Row)).Count() / (double)count);
    }

    private static (int Row, float Score)[] Search(Matrix rows, float[] query, VectorMetric metric, int count)
    {
        int chunks = (rows.Rows + RowsAtOnce - 1) / RowsAtOnce;
        PriorityQueue<int, float>[] queues = new PriorityQueue<int, float>[chunks];
        Parallel.For(0, chunks, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, chunk =>
        {
            PriorityQueue<int, float> queue = queues[chunk] = new(count + 1);
            for (int row = chunk * RowsAtOnce; row < Math.Min(rows.Rows, (chunk + 1) * RowsAtOnce); row++)
            {
                float score = metric == VectorMetric.Dot
                    ? TensorPrimitives.Dot(rows.Row(row), query)
                    : TensorPrimitives.CosineSimilarity(rows.Row(row), query);
                if (queue.Count < count) queue.Enqueue(row, score);
                else queue.EnqueueDequeue(row, score);
            }
        });
        return [.. queues.SelectMany(queue => queue.UnorderedItems).OrderByDescending(item => item.Priority).Take(count)];
    }
}

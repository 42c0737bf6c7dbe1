using System.Diagnostics;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

public sealed partial class MiniBatchKMeansTrainer
{
    /// <summary>
    /// Clusters rows as they arrive, from a queue, a database, or a file larger than memory (<see cref="RowStream"/>). Centers are seeded
    /// from the first
    /// <see cref="MiniBatchKMeansOptions.SeedingRows"/> rows; from then on each batch is learned when it is full, and the last with what
    /// there is.
    /// <para>Memory: the block that the source hands out, 4 · d bytes for each seeding row while they are collected, then for each row of a
    /// batch, and the centers; however long the stream is. The same rows in the same order give the same model, whatever blocks they come
    /// in. Rows should come in no particular order: where a stream is sorted, the last rows pull most.</para>
    /// </summary>
    /// <param name="blocks">
    /// Blocks of rows, m × d, any m from 0; each is read before the next is asked for, and may be overwritten then. The features are called
    /// x0, x1, …
    /// </param>
    /// <param name="passes">
    /// How often to go through <paramref name="blocks"/>, at least 1; more than 1 only for a source that begins anew each time.
    /// </param>
    /// <param name="progress">
    /// Told of the rows learned, block by block, without a fraction, because the end isn't known; and of 1 at the end.
    /// </param>
    /// <param name="cancellationToken">Stops between blocks and within them.</param>
    /// <exception cref="ArgumentException">
    /// No rows, rows of another width, not finite, or fewer distinct rows to seed from than clusters; the message says which.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Task<MiniBatchKMeansModel> FitAsync(
        IAsyncEnumerable<MatrixView> blocks,
        int passes = 1,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        Guard.AtLeast(passes, 1, nameof(passes));
        return LearnAsync(new MiniBatchStream(Options, cancellationToken), null, blocks, passes, progress, cancellationToken);
    }

    /// <summary>
    /// Learns more rows into a model: its centers go on from where they are, each moved by new rows the less the more it has learned, and
    /// keep their numbers, so that a segment stays the same segment. The model itself stays as it is.
    /// </summary>
    /// <inheritdoc cref="FitAsync(IAsyncEnumerable{MatrixView}, int, IProgress{FitProgress}?, CancellationToken)" path="/exception"/>
    /// <param name="model">What was learned so far; this trainer must have its number of clusters.</param>
    /// <param name="blocks">Blocks of rows in the scale of the model's training data, m × d.</param>
    /// <param name="passes">How often to go through them, at least 1.</param>
    /// <param name="progress">
    /// Told of the rows learned, block by block, without a fraction, because the end isn't known; and of 1 at the end.
    /// </param>
    /// <param name="cancellationToken">Stops between blocks and within them.</param>
    public Task<MiniBatchKMeansModel> ResumeAsync(
        MiniBatchKMeansModel model,
        IAsyncEnumerable<MatrixView> blocks,
        int passes = 1,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(blocks);
        Guard.AtLeast(passes, 1, nameof(passes));
        if (model.ClusterCount != Options.ClusterCount)
            throw new ArgumentException(
                $"The model has {model.ClusterCount} clusters; the options ask for {Options.ClusterCount}.", nameof(model));

        return LearnAsync(new MiniBatchStream(model, Options, cancellationToken), model, blocks, passes, progress, cancellationToken);
    }

    private async Task<MiniBatchKMeansModel> LearnAsync(
        MiniBatchStream stream,
        MiniBatchKMeansModel? before,
        IAsyncEnumerable<MatrixView> blocks,
        int passes,
        IProgress<FitProgress>? progress,
        CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        for (int pass = 0; pass < passes; pass++)
        {
            if (pass > 0)
                stream.BeginPass();

            await foreach (MatrixView block in blocks.WithCancellation(cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
                stream.Take(block);
                progress?.Report(new FitProgress($"mini-batch k-means, {Options.ClusterCount} clusters, pass {pass + 1} of {passes}", null)
                {
                    Count = stream.Rows,
                    Unit = "rows",
                    PerSecond = stream.Rows / Stopwatch.GetElapsedTime(began).TotalSeconds,
                    Objective = double.IsNaN(stream.Objective) ? null : stream.Objective,
                });
            }

            if (stream.PassIsEmpty)
                throw new ArgumentException(
                    $"Pass {pass + 1} over the blocks found no rows; a source that can be read only once takes 1 pass.", nameof(blocks));

            stream.EndPass();
        }

        progress?.Report(new FitProgress($"mini-batch k-means, {Options.ClusterCount} clusters", 1) { Count = stream.Rows, Unit = "rows" });
        MiniBatchLearner learner = stream.Learner!;
        int[] order = before is null ? CanonicalOrder.Of(learner.Centers) : [.. Enumerable.Range(0, before.ClusterCount)];
        Matrix centers = CanonicalOrder.Sorted(learner.Centers, order);
        FitReport report = new(passes, StopReason.IterationLimit, stream.Objectives, Stopwatch.GetElapsedTime(began));
        CenterClusterParts parts = new(
            centers,
            before?.FeatureNames ?? ClusterInput.DefaultNames(centers.Columns),
            before?.Scaling ?? FeatureScaling.None,
            Array.ConvertAll(order, cluster => stream.Sizes[cluster]),
            default,
            report);
        double[] weights = Array.ConvertAll(order, cluster => learner.Weights[cluster]);
        return new MiniBatchKMeansModel(parts, Options, stream.Inertia, weights, (before?.Batches ?? 0) + learner.Batches);
    }
}

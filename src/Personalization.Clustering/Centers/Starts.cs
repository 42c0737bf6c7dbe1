using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>A run from one start.</summary>
internal interface IStartedRun
{
    /// <summary>What it reached; lower is better.</summary>
    double Objective { get; }
}

/// <summary>Several starts of which the best is kept.</summary>
internal static class Starts
{
    /// <summary>Operations of an iteration below which starts run side by side, each on one thread.</summary>
    private const long SmallIteration = 1 << 21;

    /// <summary>
    /// Whether an iteration over n rows of d features and k centers is too small to be shared by threads, so that starts had better run
    /// side by side.
    /// </summary>
    public static bool AreSmall(int rows, int columns, int clusterCount) => (long)rows * columns * clusterCount < SmallIteration;

    /// <summary>Makes and finishes a run for each start and returns the one of lowest objective; of equals the first.</summary>
    /// <param name="name">What it is, for the progress.</param>
    /// <param name="starts">Number of starts.</param>
    /// <param name="maxIterations">Most iterations of each.</param>
    /// <param name="threads">Most threads of starts that run side by side; 1 where a run uses threads itself.</param>
    /// <param name="run">Makes the run of a start and runs it, telling its iterations and objectives.</param>
    /// <param name="progress">Told of each iteration.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static TRun Best<TRun>(
        string name,
        int starts,
        int maxIterations,
        int? threads,
        Func<int, Action<int, double>?, TRun> run,
        IProgress<FitProgress>? progress,
        CancellationToken cancellationToken)
        where TRun : class, IStartedRun
    {
        Lock gate = new();
        TRun? best = null;
        int bestStart = int.MaxValue;
        double[] shares = new double[starts];
        ParallelChunks.Run(
            starts,
            1,
            (start, _, _) =>
            {
                TRun made = run(start, progress is null ? null : (iteration, objective) => Tell(start, iteration, objective));
                Volatile.Write(ref shares[start], 1);
                lock (gate)
                {
                    // Whoever comes first, (objective, start) decides.
                    if (best is null || made.Objective < best.Objective || (made.Objective == best.Objective && start < bestStart))
                        (best, bestStart) = (made, start);
                }
            },
            threads,
            cancellationToken);
        return best!;

        // A run that converges jumps to its end; the last iteration isn't quite all of its work.
        void Tell(int start, int iteration, double objective)
        {
            Volatile.Write(ref shares[start], iteration / (maxIterations + 1.0));
            double done = 0;
            for (int i = 0; i < shares.Length; i++)
                done += Volatile.Read(ref shares[i]);

            progress!.Report(new FitProgress($"{name}, start {start + 1} of {starts}", done / starts)
            {
                Count = iteration,
                Unit = "iterations",
                Objective = objective,
            });
        }
    }
}

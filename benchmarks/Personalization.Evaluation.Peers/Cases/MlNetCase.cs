using Microsoft.ML;
using Microsoft.ML.Data;
using Personalization.Clustering;
using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// K-means against Microsoft.ML's, on the same rows, with as many iterations, from k-means++: Microsoft.ML takes no centers to begin at, so
/// the inertia of both stands beside. Both read rows that lie in memory; ours as one matrix, Microsoft.ML's as a cached view of vectors.
/// </summary>
internal sealed class MlNetCase : IEvaluationCase
{
    public string Name => "mlnet";

    public string Description =>
        "K-means beside Microsoft.ML's: --rows FILE.f32 --columns D --clusters K [--iterations 20] [--runs 3] [--threads N]";

    public void Run(EvaluationContext context)
    {
        int columns = context.Option("columns", 3), clusters = context.Option("clusters", 8), iterations = context.Option("iterations", 20);
        int threads = context.Option("threads", Environment.ProcessorCount);
        Matrix rows = RawMatrix.Read(context.Option("rows", ""), columns);
        KMeansOptions options = new()
        {
            ClusterCount = clusters,
            Starts = 1,
            MaxIterations = iterations,
            Tolerance = 0,
            Threads = threads,
        };
        MLContext ml = new(seed: 1);
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Point));
        schema[nameof(Point.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, columns);
        IDataView view = ml.Data.Cache(ml.Data.LoadFromEnumerable(Points(rows), schema));
        Microsoft.ML.Trainers.KMeansTrainer.Options theirs = new()
        {
            FeatureColumnName = nameof(Point.Features),
            NumberOfClusters = clusters,
            MaximumNumberOfIterations = iterations,
            OptimizationTolerance = 1e-30f,
            InitializationAlgorithm = Microsoft.ML.Trainers.KMeansTrainer.InitializationAlgorithm.KMeansPlusPlus,
            NumberOfThreads = threads,
        };
        double inertia = 0;
        VBuffer<float>[] centers = [];
        Beside.Measure(
            context,
            $"mlnet/{rows.Rows}x{columns}/{clusters}",
            context.Option("runs", 3),
            ("KMeansModel", () => inertia = new KMeansTrainer(options).Fit(rows).Inertia),
            ("Microsoft.ML 5.0.1", () =>
            {
                centers = [];
                ml.Clustering.Trainers.KMeans(theirs).Fit(view).Model.GetClusterCentroids(ref centers, out _);
            }
        ));
        context.Figure("KMeansModel", "inertia", inertia);
        context.Figure("Microsoft.ML 5.0.1", "inertia", InertiaOf(rows, centers));
    }

    private static IEnumerable<Point> Points(Matrix rows)
    {
        for (int row = 0; row < rows.Rows; row++) yield return new Point { Features = rows.Row(row).ToArray() };
    }

    /// <summary>Squared distances to the nearest center, in double precision.</summary>
    private static double InertiaOf(Matrix rows, VBuffer<float>[] centers)
    {
        float[][] means = [.. centers.Select(center => center.DenseValues().ToArray())];
        double[] nearest = new double[rows.Rows];
        Parallel.For(0, rows.Rows, row => nearest[row] = means.Min(mean => SquaredDistances.Between(rows.Row(row), mean)));
        return nearest.Sum();
    }

    private sealed class Point
    {
        public float[] Features { get; set; } = [];
    }
}

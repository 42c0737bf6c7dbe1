using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// The gap statistic (Tibshirani, Walther and Hastie 2001): how much lower ln(inertia) is than on data without clusters, drawn uniformly
/// from the box of the features. Reference b draws from the stream (seed, "gap reference", b) and serves every number of clusters.
/// </summary>
internal sealed class GapReferences
{
    private readonly Matrix[] _references;

    public GapReferences(MatrixView samples, int count, ulong seed)
    {
        float[] low = new float[samples.Columns], high = new float[samples.Columns];
        Array.Fill(low, float.PositiveInfinity);
        Array.Fill(high, float.NegativeInfinity);
        for (int row = 0; row < samples.Rows; row++)
        {
            ReadOnlySpan<float> values = samples.Row(row);
            for (int column = 0; column < values.Length; column++)
                (low[column], high[column]) = (Math.Min(low[column], values[column]), Math.Max(high[column], values[column]));
        }

        _references = new Matrix[count];
        for (int reference = 0; reference < count; reference++)
        {
            RandomStream random = new(seed, "gap reference", (ulong)reference);
            _references[reference] = new Matrix(samples.Rows, samples.Columns);
            Span<float> values = _references[reference].Values;
            for (int i = 0; i < values.Length; i++)
                values[i] = (float)(low[i % low.Length] + (random.NextDouble() * ((double)high[i % low.Length] - low[i % low.Length])));
        }
    }

    /// <summary>The gap of a clustering of the data with this inertia.</summary>
    public ClusterGap Measure(double inertia, Func<MatrixView, IClusterModel> fit, int? threads, CancellationToken cancellationToken)
    {
        double[] logs = new double[_references.Length];
        for (int i = 0; i < logs.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int[] labels = new int[_references[i].Rows];
            IClusterModel model = fit(_references[i]);
            model.Predict(_references[i], labels);
            logs[i] = StableMath.Log(ClusterMetrics.WithinSquares(_references[i], labels, threads, cancellationToken));
        }

        return new ClusterGap(
            StableSum.Mean(logs) - StableMath.Log(inertia), Math.Sqrt(StableSum.Variance(logs) * (1 + (1.0 / logs.Length))));
    }
}

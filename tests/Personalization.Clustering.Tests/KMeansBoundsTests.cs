using Personalization.Numerics;

namespace Personalization.Clustering.Tests;

/// <summary>
/// Bounds and screening may only save time: labels, centers and objectives are those of the plain algorithm, bit for bit.
/// </summary>
public sealed class KMeansBoundsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>n, d, k, distance of the clouds, offset from zero: both distance forms, rows that fill no tile.</summary>
    [Theory]
    [InlineData(3_000, 3, 8, 1, 0)]
    [InlineData(3_001, 3, 40, 8, 0)]
    [InlineData(2_999, 8, 90, 2, 1000)]
    [InlineData(2_500, 9, 33, 3, 0)]
    [InlineData(2_500, 20, 120, 20, 0)]
    [InlineData(2_500, 20, 120, 1, 1000)]
    [InlineData(1_025, 70, 64, 4, -50)]
    public void Fit_WithBounds_BitForBitAsPlain(int rows, int columns, int clusters, float distance, float offset)
    {
        Matrix samples = Clouds(rows, columns, clusters, distance, offset);
        KMeansModel plain = Fit(samples, clusters, KMeansAlgorithm.Lloyd);

        foreach (KMeansAlgorithm algorithm in (KMeansAlgorithm[])[KMeansAlgorithm.Auto, KMeansAlgorithm.Screened, KMeansAlgorithm.Hamerly])
            RequireSame(plain, Fit(samples, clusters, algorithm));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    public void Fit_RowsOnAGrid_TiesAreBrokenAsPlainlyDone(int columns)
    {
        // Whole numbers and many equal rows: distances to several centers are exactly equal again and again.
        RandomStream random = new(3, "grid");
        Matrix samples = new(4_000, columns);
        foreach (ref float value in samples.Values) value = random.NextInt32(columns == 2 ? 12 : 4);
        KMeansModel plain = Fit(samples, 70, KMeansAlgorithm.Lloyd);

        RequireSame(plain, Fit(samples, 70, KMeansAlgorithm.Hamerly));
        RequireSame(plain, Fit(samples, 70, KMeansAlgorithm.Screened));
    }

    [Fact]
    public void Fit_OutlierAndEmptyClusters_BitForBitAsPlain()
    {
        Matrix samples = Clouds(2_000, 12, 5, 6, 0);
        samples.Row(17).Fill(1e6f);
        Matrix initial = new(40, 12);
        for (int cluster = 0; cluster < 40; cluster++) initial.Row(cluster).Fill(cluster < 20 ? cluster : 1e5f * cluster);

        KMeansModel plain = Fit(samples, 40, KMeansAlgorithm.Lloyd, initial);

        RequireSame(plain, Fit(samples, 40, KMeansAlgorithm.Hamerly, initial));
        RequireSame(plain, Fit(samples, 40, KMeansAlgorithm.Screened, initial));
    }

    [Theory]
    [InlineData(KMeansAlgorithm.Hamerly)]
    [InlineData(KMeansAlgorithm.Screened)]
    public void Fit_WeightedWithAnyThreads_SameBits(KMeansAlgorithm algorithm)
    {
        Matrix samples = Clouds(9_000, 11, 70, 3, 0);
        RandomStream random = new(9, "weights");
        float[] weights = new float[samples.Rows];
        foreach (ref float weight in weights.AsSpan()) weight = random.NextInt32(5) / 3f;
        KMeansModel expected = Fit(KMeansAlgorithm.Lloyd, 1);

        foreach (int threads in (int[])[1, 2, 7])
            RequireSame(expected, Fit(algorithm, threads));

        KMeansModel Fit(KMeansAlgorithm chosen, int threads) =>
            new KMeansTrainer(new()
            {
                ClusterCount = 70, Starts = 1, MaxIterations = 12, Tolerance = 0, Algorithm = chosen, Threads = threads,
            }).Fit(samples, weights, null, Token);
    }

    private static void RequireSame(KMeansModel expected, KMeansModel actual)
    {
        Assert.Equal(expected.TrainingLabels.ToArray(), actual.TrainingLabels.ToArray());
        Assert.Equal(expected.Centers.Memory.ToArray(), actual.Centers.Memory.ToArray());
        Assert.Equal(expected.Report.Objectives, actual.Report.Objectives);
        Assert.Equal(expected.Inertia, actual.Inertia);
    }

    private static KMeansModel Fit(Matrix samples, int clusters, KMeansAlgorithm algorithm, Matrix? initial = null)
    {
        if (initial is null)
        {
            initial = new Matrix(clusters, samples.Columns);
            for (int cluster = 0; cluster < clusters; cluster++)
                samples.Row(cluster * 7).CopyTo(initial.Row(cluster));
        }

        return new KMeansTrainer(new()
        {
            ClusterCount = clusters, InitialCenters = initial, MaxIterations = 40, Tolerance = 0, Algorithm = algorithm,
        }).Fit(samples, null, Token);
    }

    private static Matrix Clouds(int rows, int columns, int clouds, float distance, float offset)
    {
        RandomStream random = new((ulong)(rows + columns), "clouds");
        Matrix middles = new(clouds, columns), samples = new(rows, columns);
        foreach (ref float value in middles.Values) value = offset + (distance * (float)random.NextGaussian());
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> middle = middles.Row(random.NextInt32(clouds));
            Span<float> sample = samples.Row(row);
            for (int column = 0; column < columns; column++)
                sample[column] = middle[column] + (float)random.NextGaussian();
        }

        return samples;
    }
}

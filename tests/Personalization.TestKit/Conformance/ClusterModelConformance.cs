using Personalization.Core;
using Personalization.Numerics;
using Xunit;

namespace Personalization.TestKit;

/// <summary>What every clustering must do. Derive, say how to fit, and every test here runs.</summary>
public abstract class ClusterModelConformance<TModel> : ModelConformance<TModel>
    where TModel : class, IClusterModel, IModel<TModel>
{
    /// <summary>So that seven threads are seven, also where there are fewer processors.</summary>
    static ClusterModelConformance()
    {
        ThreadPool.GetMinThreads(out int workers, out int ports);
        ThreadPool.SetMinThreads(Math.Max(workers, 8), ports);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Fits with a fixed seed, asking for 3 clusters where the algorithm takes a number.</summary>
    protected abstract TModel Fit(MatrixView samples, int? threads, CancellationToken cancellationToken);

    protected override TModel Sample() => Fit(Blobs(3, 20, 4, 1), null, Token);

    [Fact]
    public void Fit_NoSamples_ArgumentException() => Assert.ThrowsAny<ArgumentException>(() => Fit(new Matrix(0, 3), null, Token));

    [Fact]
    public void Fit_OneRow_ArgumentException() => Assert.ThrowsAny<ArgumentException>(() => Fit(Matrix.FromRows([1, 2]), null, Token));

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Fit_NotFinite_ErrorNamesTheRow(float value)
    {
        Matrix samples = Blobs(3, 20, 4, 1);
        samples[17, 2] = value;

        Assert.Contains("Row 17 ", Assert.ThrowsAny<ArgumentException>(() => Fit(samples, null, Token)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_NotANumber_ArgumentException()
    {
        TModel model = Fit(Blobs(3, 20, 4, 1), null, Token);
        Matrix samples = Blobs(1, 5, 4, 2);
        samples[3, 1] = float.NaN;

        Assert.Contains(
            "Row 3 ", Assert.ThrowsAny<ArgumentException>(() => model.Predict(samples, new int[5])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_WrongWidthOrLength_ArgumentException()
    {
        TModel model = Fit(Blobs(3, 20, 4, 1), null, Token);

        Assert.ThrowsAny<ArgumentException>(() => model.Predict(new Matrix(5, 3), new int[5]));
        Assert.ThrowsAny<ArgumentException>(() => model.Predict(new Matrix(5, 4), new int[4]));
    }

    [Fact]
    public void Predict_NoSamples_Nothing() => Fit(Blobs(3, 20, 4, 1), null, Token).Predict(new Matrix(0, 4), []);

    [Theory]
    [InlineData(3)]
    [InlineData(12)]
    public void Save_AnyNumberOfThreads_SameBytes(int columns)
    {
        Matrix samples = Blobs(3, 4_000, columns, 1);
        byte[] one = Bytes(Fit(samples, 1, Token));

        Assert.Equal(one, Bytes(Fit(samples, 2, Token)));
        Assert.Equal(one, Bytes(Fit(samples, 7, Token)));
        Assert.Equal(one, Bytes(Fit(samples, null, Token)));
    }

    [Fact]
    public void Fit_Cancelled_OperationCanceledException()
    {
        using CancellationTokenSource source = new();
        source.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => Fit(Blobs(3, 2_000, 4, 1), null, source.Token));
    }

    /// <summary>Fits borrow memory from pools: what one returned, by its end or by being cancelled, another may have at once.</summary>
    [Fact]
    public void Fit_ManyAtOnce_SameBytesAsAlone()
    {
        Matrix[] samples = [Blobs(3, 300, 12, 1), Blobs(3, 300, 4, 2)];
        TModel[] alone = [.. samples.Select(rows => Fit(rows, 1, Token))];
        byte[][] expected = [.. alone.Select(Bytes)];
        int[][] labels = [.. alone.Zip(samples, (model, rows) => Labels(model, rows))];

        Parallel.For(0, 12, i =>
        {
            using CancellationTokenSource source = new();
            source.CancelAfter(TimeSpan.FromMicroseconds(100 * i));
            _ = Record.Exception(() => Fit(samples[i % 2], 2, source.Token));
            Assert.Equal(expected[i % 2], Bytes(Fit(samples[i % 2], 2, Token)));
        });

        Assert.Equal(labels, alone.Zip(samples, (model, rows) => Labels(model, rows)));
    }

    [Fact]
    public void FitAndPredict_Samples_Untouched()
    {
        Matrix samples = Blobs(3, 50, 12, 1);
        float[] before = samples.Values.ToArray();

        Fit(samples, null, Token).Predict(samples, new int[150]);

        Assert.Equal(before, samples.Values.ToArray());
    }

    [Fact]
    public void Predict_ManyThreadsAtOnce_SameAsOne()
    {
        Matrix samples = Blobs(3, 500, 4, 1);
        TModel model = Fit(samples, null, Token);
        int[] expected = Labels(model, samples);

        Parallel.For(0, 16, _ => Assert.Equal(expected, Labels(model, samples)));
    }

    [Fact]
    public void Load_Saved_SamePredictions()
    {
        Matrix samples = Blobs(3, 100, 4, 1), others = Blobs(5, 40, 4, 9);
        TModel model = Fit(samples, null, Token);

        TModel loaded = TModel.Kind.Load(new MemoryStream(Bytes(model)));

        Assert.Equal(Labels(model, others), Labels(loaded, others));
        Assert.Equal(model.ClusterCount, loaded.ClusterCount);
        Assert.Equal(model.FeatureNames, loaded.FeatureNames);
        Assert.Equal(model.Scaling, loaded.Scaling);
    }

    /// <summary>Gaussian clouds of rowsEach points with deviation 1, 20 apart.</summary>
    protected static Matrix Blobs(int clouds, int rowsEach, int columns, ulong seed)
    {
        RandomStream random = new(seed, "blobs");
        Matrix samples = new(clouds * rowsEach, columns);
        for (int row = 0; row < samples.Rows; row++)
        {
            for (int column = 0; column < columns; column++)
                samples[row, column] = (float)random.NextGaussian((20 * (row % clouds)) + column, 1);
        }

        return samples;
    }

    protected static int[] Labels(IClusterModel model, MatrixView samples)
    {
        int[] labels = new int[samples.Rows];
        model.Predict(samples, labels);
        return labels;
    }
}

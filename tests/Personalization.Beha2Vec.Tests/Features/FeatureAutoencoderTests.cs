using System.Security.Cryptography;
using Personalization.Core;
using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.Beha2Vec.Tests;

public sealed class FeatureAutoencoderTests
{
    /// <summary>Without hidden layers it finds the plane that the first principal components span: its error is theirs.</summary>
    [Fact]
    public void Fit_NoHiddenLayers_ErrorOfPrincipalComponents()
    {
        const int Dimensions = 2, Rows = 400, Features = 6;
        RandomStream random = new(1, "plane");
        Matrix mixing = Normal(random, Features, Features), raw = new(Rows, Features);
        for (int row = 0; row < Rows; row++)
        {
            for (int source = 0; source < Features; source++)
            {
                float strength = (float)random.NextGaussian(0, 2.0 / (1 + source));
                for (int i = 0; i < Features; i++) raw[row, i] += strength * mixing[source, i];
            }
        }

        FeatureTable table = AutoencoderSamples.Table(raw).Standardize();
        FeatureAutoencoderOptions linear = new()
        {
            Dimensions = Dimensions,
            HiddenLayers = [],
            FeatureDropout = 0,
            ValidationShare = 0,
            LearningRate = .02,
            LearningRateDecay = LearningRateDecay.Cosine,
            BatchSize = 100,
            MaxEpochs = 500,
        };
        double error = Fit(table, linear).ReconstructionErrors(table).Average();

        double all = Squares(table.Values), kept = Squares(PrincipalComponents.Of(table.Values, Dimensions));
        double least = (all - kept) / (Rows * Features);
        Assert.InRange(least, .05, .5);
        Assert.InRange(error, least * .9999, least * 1.02);
    }

    /// <summary>Four groups in twelve features: whoever is nearest by embeddings of two numbers is of the same group.</summary>
    [Fact]
    public void Embed_Blobs_KeepsThem()
    {
        FeatureTable table = AutoencoderSamples.Blobs(240).Standardize();
        Matrix embeddings = Fit(table, new() { Dimensions = 2, Seed = 2 }).Embed(table);

        int right = 0;
        for (int row = 0; row < embeddings.Rows; row++)
        {
            int nearest = Enumerable.Range(0, 240).Where(other => other != row).MinBy(other => Distance(embeddings, row, other));
            right += nearest % 4 == row % 4 ? 1 : 0;
        }

        Assert.InRange(right, 235, 240);
    }

    [Fact]
    public void ReconstructionErrors_CustomersUnlikeAllOthers_AreTheLargest()
    {
        FeatureAutoencoderModel model = Fit(AutoencoderSamples.Blobs(240).Standardize(), new() { Dimensions = 4 });
        double[] errors = model.ReconstructionErrors(AutoencoderSamples.Blobs(240, outliers: 3));

        int[] worst = [.. Enumerable.Range(0, errors.Length).OrderByDescending(row => errors[row]).Take(3).Order()];
        Assert.Equal([237, 238, 239], worst);
    }

    [Fact]
    public void Fit_Blobs_ReportsBothCurvesAndStopsEarly()
    {
        FeatureTable table = AutoencoderSamples.Blobs(240).Standardize();
        FeatureAutoencoderModel model = Fit(table, new() { MaxEpochs = 2_000, Patience = 3, LearningRate = .01 });

        Assert.Equal(StopReason.NoImprovement, model.Report.StopReason);
        FitSeries validation = model.Report.Series[1];
        Assert.Equal("−rmse", validation.Name);
        Assert.Equal(model.Report.Iterations, validation.Values.Count);
        Assert.InRange(model.Report.Objective, 0, .3 * model.Report.Objectives[0]);
        Assert.Equal(validation.Values.Count - 4, validation.Values.ToList().IndexOf(validation.Values.Max()));
    }

    /// <summary>Held-out customers must not reach the weights: other features of theirs change no loss.</summary>
    [Fact]
    public void Fit_HeldOutCustomersChange_SameLosses()
    {
        Matrix values = AutoencoderSamples.Blobs(100).Values.ToMatrix();
        int[] rows = [.. Enumerable.Range(0, 100)];
        new RandomStream(0, "validation customers").Shuffle(rows.AsSpan());
        FeatureAutoencoderOptions options = new() { ValidationShare = .2, MaxEpochs = 3 };
        FitReport before = Fit(AutoencoderSamples.Table(values), options).Report;
        foreach (int row in rows[..20]) values.Row(row).Fill(3);
        FitReport after = Fit(AutoencoderSamples.Table(values), options).Report;

        Assert.Equal(before.Objectives, after.Objectives);
        Assert.NotEqual(before.Series[1].Values, after.Series[1].Values);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Fit_AnyThreads_SameBytesOnEveryMachine(int threads)
    {
        // No logarithm in the samples, whose last digit might be another elsewhere.
        FeatureAutoencoderOptions options = AutoencoderSamples.Small with { Threads = threads };
        FeatureAutoencoderModel model = Fit(AutoencoderSamples.Table(ReferencePoints.TwoHundred()).Standardize(), options);
        using MemoryStream bytes = new();
        model.Save(bytes);
        Assert.Equal("22dc19bc97708f1d", Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()))[..16]);
    }

    [Fact]
    public void EmbedAndReconstruct_TableColumnAndRow_SameBits()
    {
        FeatureTable raw = AutoencoderSamples.Blobs(300), scaled = raw.Standardize();
        FeatureAutoencoderModel model = Fit(scaled, AutoencoderSamples.Small);
        Matrix embeddings = model.Embed(scaled, threads: 2), reconstructed = model.Reconstruct(scaled);
        float[] embedding = new float[3], features = new float[12];

        Assert.Equal(embeddings.Values.ToArray(), model.Embed(raw).Values.ToArray());
        for (int row = 0; row < 300; row += 37)
        {
            model.Embed(scaled.Values.Row(row), embedding);
            model.Reconstruct(scaled.Values.Row(row), features);
            Assert.Equal(embeddings.Row(row).ToArray(), embedding);
            Assert.Equal(reconstructed.Row(row).ToArray(), features);
        }
    }

    [Fact]
    public void ToColumn_CustomerTableWithCategories_AsTheFeaturesOfTheFit()
    {
        IdIndex<CustomerId> ids = IdIndex<CustomerId>.From(Enumerable.Range(100, 40).Select(i => new CustomerId($"{i}")));
        CustomerTable customers = new CustomerTable(ids, Shops.Start).With(
            new NumberColumn("spend", [.. Enumerable.Range(0, 40).Select(i => i * 1.5)]),
            new CategoryColumn("channel", [.. Enumerable.Range(0, 40).Select(i => i % 3 == 0 ? "web" : "store")]));
        FeatureTable features = FeatureTable.From(customers, "spend", "channel").Standardize();
        FeatureAutoencoderModel model = Fit(features, AutoencoderSamples.Small);

        VectorColumn column = model.ToColumn(customers, "code");

        Assert.Equal("code", column.Name);
        Assert.Equal(model.Embed(features).Values.ToArray(), column.Values.ToMatrix().Values.ToArray());
        Assert.Equal(40, customers.With(column).Column<VectorColumn>("code").Values.Rows);
    }

    [Fact]
    public void Fit_NothingToLearnFrom_SaysSo()
    {
        FeatureAutoencoderTrainer trainer = new();
        FeatureTable nobody = AutoencoderSamples.Table(new Matrix(0, 3)), nothing = AutoencoderSamples.Table(new Matrix(3, 0));

        Assert.Contains("0 customers", Assert.Throws<ArgumentException>(() => trainer.Fit(nobody)).Message);
        Assert.Contains("0 features", Assert.Throws<ArgumentException>(() => trainer.Fit(nothing)).Message);
    }

    [Fact]
    public void Embed_WhatDoesntFit_SaysWhat()
    {
        FeatureTable table = AutoencoderSamples.Blobs(40);
        FeatureAutoencoderModel model = Fit(table.Standardize(), AutoencoderSamples.Small);
        FeatureTable other = AutoencoderSamples.Table(new Matrix(2, 3));
        float[] sample = new float[12], embedding = new float[3];

        Assert.Contains("x0, x1, x2;", Assert.Throws<ArgumentException>(() => model.Embed(other)).Message);
        Assert.Contains("another way", Assert.Throws<ArgumentException>(() => model.Embed(table.MinMax())).Message);
        Assert.Contains("room for 2", Assert.Throws<ArgumentException>(() => model.Embed(sample, embedding.AsSpan(1))).Message);
        sample[7] = float.NaN;
        Assert.Contains("feature 7", Assert.Throws<ArgumentException>(() => model.Embed(sample, embedding)).Message);
        Array.Fill(sample, float.MaxValue);
        Assert.Contains("so far", Assert.Throws<ArgumentException>(() => model.Reconstruct(sample, new float[12])).Message);
    }

    [Fact]
    public void Fit_LearningRateFarTooHigh_TellsOptions() => Assert.Contains(
        "LearningRate 1E+30",
        Assert.Throws<TrainingDivergedException>(
            () => Fit(AutoencoderSamples.Blobs(60).Standardize(), AutoencoderSamples.Small with { LearningRate = 1e30 })).Message);

    private static FeatureAutoencoderModel Fit(FeatureTable table, FeatureAutoencoderOptions options) =>
        new FeatureAutoencoderTrainer(options).Fit(table, cancellationToken: TestContext.Current.CancellationToken);

    private static Matrix Normal(RandomStream random, int rows, int columns)
    {
        Matrix matrix = new(rows, columns);
        foreach (ref float value in matrix.Values) value = (float)random.NextGaussian();
        return matrix;
    }

    private static double Squares(MatrixView values) => values.ToMatrix().Values.ToArray().Sum(value => (double)value * value);

    private static double Distance(Matrix rows, int left, int right) =>
        rows.Row(left).ToArray().Zip(rows.Row(right).ToArray(), (a, b) => (double)(a - b) * (a - b)).Sum();
}

using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering.Tests;

/// <summary>Samples for tests of clusterings by centers.</summary>
internal static class ClusterSamples
{
    /// <summary>Independent standard normal values.</summary>
    public static Matrix Gaussian(int rows, int columns, ulong seed)
    {
        RandomStream random = new(seed, "test");
        Matrix samples = new(rows, columns);
        foreach (ref float value in samples.Values) value = (float)random.NextGaussian();
        return samples;
    }

    /// <summary>Row r belongs to cloud r mod count; clouds ascend in every feature, 30 standard deviations apart.</summary>
    public static Matrix Clouds(int count, int rowsEach, int columns, ulong seed = 5)
    {
        Matrix samples = Gaussian(count * rowsEach, columns, seed);
        for (int row = 0; row < samples.Rows; row++)
        {
            foreach (ref float value in samples.Row(row)) value += 30 * (row % count);
        }

        return samples;
    }

    /// <summary>Labels that <see cref="Clouds"/> deserve.</summary>
    public static int[] CloudLabels(int count, int rowsEach) => [.. Enumerable.Range(0, count * rowsEach).Select(row => row % count)];

    /// <summary>Two raw features, a (not negative) and b, of as many customers as there are rows.</summary>
    public static FeatureTable Table(Matrix values)
    {
        IdIndex<CustomerId> customers = IdIndex<CustomerId>.From(Enumerable.Range(1000, values.Rows).Select(i => new CustomerId($"{i}")));
        return FeatureTable.Create(
            customers,
            ("a", [.. Enumerable.Range(0, values.Rows).Select(row => Math.Abs(values[row, 0]) * 100)]),
            ("b", [.. Enumerable.Range(0, values.Rows).Select(row => values[row, 1])]));
    }

    public static int[] Predict(IClusterModel model, MatrixView samples)
    {
        int[] labels = new int[samples.Rows];
        model.Predict(samples, labels);
        return labels;
    }

    /// <summary>What saving writes and loading reads again.</summary>
    public static TModel Reload<TModel>(TModel model)
        where TModel : CenterClusterModel, IModel<TModel>
    {
        using MemoryStream stream = new();
        model.Save(stream);
        stream.Position = 0;
        return TModel.Kind.Load(stream);
    }

    /// <summary>
    /// The same of a model of a table: both models must give the raw table, which they scale themselves, the labels of training.
    /// </summary>
    public static TModel ReloadOfTable<TModel>(TModel model, FeatureTable raw)
        where TModel : CenterClusterModel, IModel<TModel>
    {
        TModel loaded = Reload(model);
        Assert.Equal(model.TrainingLabels.ToArray(), model.Predict(raw));
        Assert.Equal(model.TrainingLabels.ToArray(), loaded.Predict(raw));
        Assert.Equal(model.Sizes, loaded.Sizes);
        return loaded;
    }
}

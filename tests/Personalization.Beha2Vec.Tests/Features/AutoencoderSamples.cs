using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Beha2Vec.Tests;

/// <summary>Features that tests of autoencoders share.</summary>
internal static class AutoencoderSamples
{
    public static FeatureAutoencoderOptions Small { get; } = new()
    {
        Dimensions = 3,
        HiddenLayers = [7, 5],
        Dropout = .1,
        BatchSize = 16,
        MaxEpochs = 4,
        Seed = 3,
    };

    /// <summary>Features x0, x1, … of customers 100, 101, …</summary>
    public static FeatureTable Table(MatrixView values) => FeatureTable.Create(
        IdIndex<CustomerId>.From(Enumerable.Range(100, values.Rows).Select(i => new CustomerId($"{i}"))),
        [
            .. Enumerable.Range(0, values.Columns).Select(column =>
                ($"x{column}", Enumerable.Range(0, values.Rows).Select(row => values[row, column]).ToArray())),
        ]);

    /// <summary>Four groups in turn, in twelve features; the last customers may belong to none.</summary>
    public static FeatureTable Blobs(int rows, int outliers = 0)
    {
        RandomStream random = new(7, "blobs");
        Matrix centers = new(4, 12), values = new(rows, 12);
        foreach (ref float value in centers.Values) value = (float)random.NextGaussian(0, 4);
        for (int row = 0; row < rows; row++)
        {
            bool isOutlier = row >= rows - outliers;
            for (int i = 0; i < 12; i++)
                values[row, i] = (float)random.NextGaussian(isOutlier ? 0 : centers[row % 4, i], isOutlier ? 8 : 1);
        }

        return Table(values);
    }
}

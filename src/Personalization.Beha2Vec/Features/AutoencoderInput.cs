using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>Checks of features against a fit.</summary>
internal static class AutoencoderInput
{
    /// <exception cref="ArgumentException">A value is NaN or infinite; the message names row and feature.</exception>
    public static void RequireFinite(MatrixView samples)
    {
        for (int row = 0; row < samples.Rows; row++) RequireFinite(samples.Row(row), row);
    }

    public static void RequireFinite(ReadOnlySpan<float> sample, int row = 0)
    {
        for (int column = 0; column < sample.Length; column++)
        {
            if (float.IsFinite(sample[column])) continue;
            throw new ArgumentException($"Row {row} has {sample[column]} in feature {column}; features must be finite.", nameof(sample));
        }
    }

    /// <exception cref="ArgumentException">Features so far out that what is made of them isn't finite.</exception>
    public static void RequireFiniteOutput(ReadOnlySpan<float> output, int row)
    {
        foreach (float value in output)
        {
            if (float.IsFinite(value)) continue;
            throw new ArgumentException(
                $"The features of row {row} are so far from those of the fit that {value} comes out; clip them.", nameof(row));
        }
    }

    /// <summary>
    /// The values of a table in the scale of a model: a raw table is scaled, one scaled in the same way is taken as it is.
    /// </summary>
    /// <exception cref="ArgumentException">The table has other features, or is scaled or encoded in another way.</exception>
    public static MatrixView Scaled(FeatureTable table, IReadOnlyList<string> featureNames, FeatureScaling scaling)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (!table.Names.SequenceEqual(featureNames, StringComparer.Ordinal))
        {
            throw new ArgumentException(
                $"The table's features are {string.Join(", ", table.Names)}; the model was fitted to {string.Join(", ", featureNames)}.",
                nameof(table));
        }

        if (table.Scaling.Equals(scaling)) return table.Values;
        return table.Scaling.Steps.Count == 0
            ? table.Scale(scaling).Values
            : throw new ArgumentException(
                "The table was scaled in another way than the model's training data; pass the raw table, and the model scales it.",
                nameof(table));
    }
}

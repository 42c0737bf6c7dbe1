using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>Checks of samples against a fit, the same for every model.</summary>
internal static class ClusterInput
{
    /// <exception cref="ArgumentException">A value is NaN or infinite; the message names row and feature.</exception>
    public static void RequireFinite(MatrixView samples)
    {
        for (int row = 0; row < samples.Rows; row++)
            RequireFinite(samples.Row(row), row);
    }

    public static void RequireFinite(ReadOnlySpan<float> samples, int row = 0)
    {
        for (int column = 0; column < samples.Length; column++)
        {
            if (!float.IsFinite(samples[column]))
                throw new ArgumentException(
                    $"Row {row} has {samples[column]} in feature {column}; samples must be finite.", nameof(samples));
        }
    }

    /// <exception cref="ArgumentException">
    /// The samples have another number of features, or there is another number of labels than of samples.
    /// </exception>
    public static void RequireShape(MatrixView samples, int features, int labels)
    {
        if (samples.Columns != features)
            throw Invalid(samples, $"have {samples.Columns} features; the model was fitted to {features}.");
        if (samples.Rows != labels)
            throw new ArgumentException($"There are {labels} labels for {samples.Rows} samples.", nameof(labels));
    }

    /// <summary>The error for samples that a fit can't use.</summary>
    public static ArgumentException Invalid(MatrixView samples, string message) =>
        new($"The {samples.Rows} × {samples.Columns} samples {message}", nameof(samples));

    /// <summary>
    /// The values of a table in the scale of a model: a raw table is scaled, one scaled in the same way is taken as it is.
    /// </summary>
    public static MatrixView Scaled(FeatureTable table, IReadOnlyList<string> featureNames, FeatureScaling scaling)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (!table.Names.SequenceEqual(featureNames, StringComparer.Ordinal))
        {
            throw new ArgumentException(
                $"The table's features are {string.Join(", ", table.Names)}; the model was fitted to {string.Join(", ", featureNames)}.",
                nameof(table));
        }

        if (table.Scaling.Equals(scaling))
            return table.Values;

        return table.Scaling.Steps.Count == 0
            ? table.Scale(scaling).Values
            : throw new ArgumentException(
                "The table was scaled in another way than the model's training data; pass the raw table, and the model scales it.",
                nameof(table));
    }

    /// <summary>Names for the columns of a matrix without names: x0, x1, …</summary>
    public static string[] DefaultNames(int columns)
    {
        string[] names = new string[columns];
        for (int column = 0; column < names.Length; column++)
            names[column] = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"x{column}");

        return names;
    }
}

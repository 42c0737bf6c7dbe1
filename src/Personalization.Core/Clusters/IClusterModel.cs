using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>Assigns samples to clusters 0 … <see cref="ClusterCount"/> − 1.</summary>
/// <remarks>Implementations are immutable: any member may be called from any number of threads at once.</remarks>
public interface IClusterModel
{
    /// <summary>Number of clusters.</summary>
    int ClusterCount { get; }

    /// <summary>Names of the features, in the order of a sample's elements.</summary>
    IReadOnlyList<string> FeatureNames { get; }

    /// <summary>How raw features were scaled before the fit.</summary>
    FeatureScaling Scaling { get; }

    /// <summary>
    /// Clusters of scaled samples (n × d, row-major) into <paramref name="labels"/> (n); −1 for noise where the algorithm knows noise.
    /// </summary>
    /// <exception cref="ArgumentException">Widths or lengths disagree, or a value is NaN.</exception>
    void Predict(MatrixView scaledSamples, Span<int> labels);

    /// <summary>
    /// The cluster of each row of a table. A raw table is scaled as the training data was; one that was already scaled must have been
    /// scaled the same way.
    /// </summary>
    /// <exception cref="ArgumentException">The features aren't those of the fit, or were scaled in another way.</exception>
    int[] Predict(FeatureTable table);
}

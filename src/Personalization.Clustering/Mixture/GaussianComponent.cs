using Personalization.Core;

namespace Personalization.Clustering;

/// <summary>
/// One Gaussian of a mixture, in the scale of the training data unless a member says otherwise. Immutable and thread-safe.
/// </summary>
public sealed class GaussianComponent
{
    private readonly MixtureParameters _parameters;
    private readonly int _component;

    internal GaussianComponent(MixtureParameters parameters, int component, FeatureScaling scaling)
    {
        _parameters = parameters;
        _component = component;
        Mean = parameters.Mean(component).ToArray();
        double[] raw = new double[Mean.Count];
        for (int feature = 0; feature < raw.Length; feature++)
            raw[feature] = scaling.Invert(Mean[feature], feature);

        RawMean = raw;
    }

    /// <summary>Share of the mixture, 0 to 1; the weights of all components sum to 1.</summary>
    public double Weight => _parameters.Weights[_component];

    /// <summary>d means.</summary>
    public IReadOnlyList<double> Mean { get; }

    /// <summary>The means in the units of the raw features: after a logarithm these are geometric, not arithmetic, means.</summary>
    public IReadOnlyList<double> RawMean { get; }

    /// <summary>Covariance of two features, regularization included; 0 between different ones of a diagonal or spherical mixture.</summary>
    /// <param name="first">From 0 to d − 1.</param>
    /// <param name="second">From 0 to d − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such feature.</exception>
    public double Covariance(int first, int second)
    {
        Guard.InRange(first, 0, Mean.Count - 1, nameof(first));
        Guard.InRange(second, 0, Mean.Count - 1, nameof(second));
        return _parameters.Covariance(_component, first, second);
    }

    /// <summary>Standard deviation of a feature.</summary>
    /// <param name="feature">From 0 to d − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such feature.</exception>
    public double StandardDeviation(int feature) => Math.Sqrt(Covariance(feature, feature));
}

namespace Personalization.Rfm;

/// <summary>
/// How sure the parameters of a fit are: the inverse of the observed information, which is that of the logarithms of the parameters, for
/// there the likelihood is nearest to normal. Immutable and thread-safe.
/// </summary>
public sealed class LifetimeUncertainty
{
    private readonly double[] _covariance, _errors;

    internal LifetimeUncertainty(double[] values, double[] covariance)
    {
        _covariance = covariance;
        _errors = new double[values.Length];
        for (int i = 0; i < values.Length; i++) _errors[i] = values[i] * Math.Sqrt(covariance[(i * values.Length) + i]);
    }

    /// <summary>Number of parameters, in the order of <see cref="LifetimeModel.Parameters"/>.</summary>
    public int Count => _errors.Length;

    /// <summary>Standard errors of the parameters themselves, by the delta method: parameter × standard error of its logarithm.</summary>
    public ReadOnlySpan<double> StandardErrors => _errors;

    /// <summary>Count × Count covariances of the logarithms of the parameters, row by row.</summary>
    public ReadOnlySpan<double> LogCovariance => _covariance;

    /// <summary>
    /// Correlation of two parameters' logarithms, −1 to 1: near ±1 the data tell a combination of both, and neither alone.
    /// </summary>
    /// <param name="first">0 ≤ first &lt; <see cref="Count"/>.</param>
    /// <param name="second">0 ≤ second &lt; <see cref="Count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such parameter.</exception>
    public double Correlation(int first, int second)
    {
        Guard.InRange(first, 0, Count - 1);
        Guard.InRange(second, 0, Count - 1);
        double variances = _covariance[(first * Count) + first] * _covariance[(second * Count) + second];
        return first == second ? 1 : Math.Clamp(_covariance[(first * Count) + second] / Math.Sqrt(variances), -1, 1);
    }
}

using System.Numerics;
using System.Numerics.Tensors;
using Personalization.Numerics;

namespace Personalization.Bandits;

/// <summary>
/// Bayesian linear regression that learns one reward at a time: coefficients and their covariance, in units of the noise. What was learned
/// may fade: coefficients drift back to the prior, and grow unsure, with the time that passes.
/// </summary>
/// <remarks>
/// Recursive least squares (Sherman and Morrison 1950); fading is a Kalman filter of coefficients that follow an Ornstein–Uhlenbeck process
/// around 0 whose standing variance is the prior's. Products are elementwise across rows with fused multiply-add, hence the same bits at
/// any vector width.
/// </remarks>
internal sealed class LinearArm
{
    private readonly double _variance;
    private double[] _covariance = [];
    private double[] _coefficients = [];
    private double[] _product = [];
    private int _stride;

    /// <param name="variance">Variance of each coefficient before anything is learned, in units of the noise.</param>
    public LinearArm(double variance) => _variance = variance;

    /// <summary>Rewards learned.</summary>
    public long Count { get; private set; }

    /// <summary>Step of the policy at which it was touched last.</summary>
    public long Step { get; private set; }

    public ReadOnlySpan<double> Covariance => _covariance;

    public ReadOnlySpan<double> Coefficients => _coefficients;

    public void Restore(long count, long step, double[] coefficients, double[] covariance)
    {
        (Count, Step, _coefficients, _covariance, _stride) = (count, step, coefficients, covariance, coefficients.Length);
        _product = new double[_stride];
    }

    /// <summary>Expected reward and its variance in units of the noise.</summary>
    /// <param name="x">Features, padded with zeros to a multiple of 8.</param>
    /// <param name="step">Step of the policy: what fades until then is counted in, and nothing changed.</param>
    /// <param name="keep">Share of a coefficient that is kept at a step, above 0 to 1.</param>
    public (double Mean, double Variance) Predict(ReadOnlySpan<double> x, long step, double keep)
    {
        // Features that this arm hasn't met are as unsure as in the beginning.
        int size = Math.Min(x.Length, _stride);
        (double mean, double variance) = Predict(x[..size]);
        if (keep < 1 && step > Step)
        {
            double kept = StableMath.Pow(keep, step - Step), squared = kept * kept;
            mean *= kept;
            variance = (squared * variance) + ((1 - squared) * Prior(x[..size], _variance));
        }

        return (mean, variance + Prior(x[size..], _variance));
    }

    /// <summary>Variance of an expected reward before anything is learned, in units of the noise.</summary>
    public static double Prior(ReadOnlySpan<double> x, double variance)
    {
        double sum = 0;
        foreach (double own in x) sum += own * own;
        return sum * variance;
    }

    private (double Mean, double Variance) Predict(ReadOnlySpan<double> x)
    {
        Multiply(x);
        double mean = 0, variance = 0;
        for (int i = 0; i < x.Length; i++)
        {
            mean += x[i] * _coefficients[i];
            variance += x[i] * _product[i];
        }

        return (mean, Math.Max(variance, 0));
    }

    /// <summary>Lets fade what was learned, for the steps that passed.</summary>
    /// <param name="step">Step of the policy.</param>
    /// <param name="keep">Share of a coefficient that is kept at a step, above 0 to 1.</param>
    public void Fade(long step, double keep)
    {
        if (keep < 1 && step > Step && Count > 0)
        {
            double kept = StableMath.Pow(keep, step - Step), squared = kept * kept;
            for (int i = 0; i < _coefficients.Length; i++) _coefficients[i] *= kept;
            for (int i = 0; i < _covariance.Length; i++) _covariance[i] *= squared;
            for (int i = 0; i < _stride; i++) _covariance[(i * _stride) + i] += (1 - squared) * _variance;
        }

        Step = step;
    }

    /// <summary>Learns a reward; gives its surprise: (reward − expected)² ÷ (1 + variance), whose mean is the noise.</summary>
    public double Learn(ReadOnlySpan<double> x, double reward)
    {
        Grow(x.Length);
        (double mean, double variance) = Predict(x);
        double spread = 1 + variance, error = reward - mean;
        int size = x.Length;
        for (int i = 0; i < size; i++)
        {
            double gain = _product[i] / spread;
            _coefficients[i] += gain * error;
            Span<double> row = _covariance.AsSpan(i * _stride, size);
            TensorPrimitives.FusedMultiplyAdd(_product.AsSpan(0, size), -gain, row, row);
        }

        Count++;
        return error * error / spread;
    }

    /// <summary>Makes room for features met since: their coefficients are as unsure as all were in the beginning.</summary>
    private void Grow(int size)
    {
        if (size <= _stride) return;
        double[] covariance = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            if (i < _stride) _covariance.AsSpan(i * _stride, _stride).CopyTo(covariance.AsSpan(i * size));
            else covariance[(i * size) + i] = _variance;
        }

        Array.Resize(ref _coefficients, size);
        (_covariance, _product, _stride) = (covariance, new double[size], size);
    }

    /// <summary>Covariance times x, four vectors of rows at a time, so that their chains of additions overlap.</summary>
    private void Multiply(ReadOnlySpan<double> x)
    {
        int width = Vector<double>.Count, block = 4 * width, size = x.Length, i = 0;
        ReadOnlySpan<double> matrix = _covariance;
        for (; i + block <= size; i += block)
        {
            Vector<double> a = default, b = default, c = default, d = default;
            for (int j = 0; j < size; j++)
            {
                if (x[j] == 0) continue;
                Vector<double> own = new(x[j]);
                ReadOnlySpan<double> row = matrix.Slice((j * _stride) + i, block);
                a = Vector.FusedMultiplyAdd(new Vector<double>(row), own, a);
                b = Vector.FusedMultiplyAdd(new Vector<double>(row[width..]), own, b);
                c = Vector.FusedMultiplyAdd(new Vector<double>(row[(2 * width)..]), own, c);
                d = Vector.FusedMultiplyAdd(new Vector<double>(row[(3 * width)..]), own, d);
            }

            Span<double> to = _product.AsSpan(i, block);
            a.CopyTo(to);
            b.CopyTo(to[width..]);
            c.CopyTo(to[(2 * width)..]);
            d.CopyTo(to[(3 * width)..]);
        }

        for (; i < size; i++)
        {
            double sum = 0;
            for (int j = 0; j < size; j++)
            {
                if (x[j] != 0) sum = Math.FusedMultiplyAdd(matrix[(j * _stride) + i], x[j], sum);
            }

            _product[i] = sum;
        }
    }
}

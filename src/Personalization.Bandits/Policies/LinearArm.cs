using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Personalization.Numerics;

namespace Personalization.Bandits;

/// <summary>
/// Bayesian linear regression that learns one reward at a time: coefficients and their covariance, in units of the noise. What was learned
/// may fade: coefficients drift back to the prior, and grow unsure, with the time that passes.
/// </summary>
/// <remarks>
/// Recursive least squares (Sherman and Morrison 1950); fading is a Kalman filter of coefficients that follow an Ornstein–Uhlenbeck process
/// around 0 whose standing variance is the prior's. Products are elementwise across rows with fused multiply-add, hence the same bits at
/// any vector width. The prior's mean of the constant may be any number at any time: coefficients are linear in it, and its share of each
/// is kept beside them.
/// </remarks>
internal sealed class LinearArm
{
    private readonly double _variance;
    private double[] _covariance = [];
    private double[] _coefficients = [];
    private double[] _ofMean = [];
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

    /// <summary>What the prior's mean adds to each coefficient, for a mean of 1.</summary>
    public ReadOnlySpan<double> OfMean => _ofMean;

    public void Restore(long count, long step, double[] coefficients, double[] ofMean, double[] covariance)
    {
        (Count, Step, _coefficients, _ofMean, _covariance) = (count, step, coefficients, ofMean, covariance);
        _stride = coefficients.Length;
        _product = new double[_stride];
    }

    /// <summary>Expected reward and its variance in units of the noise.</summary>
    /// <param name="x">Features, padded with zeros to a multiple of 8.</param>
    /// <param name="step">Step of the policy: what fades until then is counted in, and nothing changed.</param>
    /// <param name="keep">Share of a coefficient that is kept at a step, above 0 to 1.</param>
    /// <param name="prior">The constant's mean before anything is learned.</param>
    public (double Mean, double Variance) Predict(ReadOnlySpan<double> x, long step, double keep, double prior)
    {
        // Features that this arm hasn't met are as unsure as in the beginning.
        int size = Math.Min(x.Length, _stride);
        if (size == 0) return (prior * x[0], Prior(x, _variance));
        (double mean, double variance) = Predict(x[..size], prior);
        if (keep < 1 && step > Step)
        {
            double kept = StableMath.Pow(keep, step - Step), squared = kept * kept;
            mean = (kept * mean) + ((1 - kept) * prior * x[0]);
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

    private (double Mean, double Variance) Predict(ReadOnlySpan<double> x, double prior)
    {
        Multiply(x);
        double mean = Dot(x, _coefficients) + (prior == 0 ? 0 : prior * Dot(x, _ofMean));
        return (mean, Math.Max(Dot(x, _product), 0));
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
            for (int i = 0; i < _ofMean.Length; i++) _ofMean[i] *= kept;
            _ofMean[0] += 1 - kept;
            for (int i = 0; i < _covariance.Length; i++) _covariance[i] *= squared;
            for (int i = 0; i < _stride; i++) _covariance[(i * _stride) + i] += (1 - squared) * _variance;
        }

        Step = step;
    }

    /// <summary>Learns a reward; gives its surprise: (reward − expected)² ÷ (1 + variance), whose mean is the noise.</summary>
    public double Learn(ReadOnlySpan<double> x, double reward, double prior = 0)
    {
        Grow(x.Length);
        (double mean, double variance) = Predict(x, prior: 0);
        double spread = 1 + variance, error = reward - mean, ofMean = Dot(x, _ofMean), surprise = error - (prior * ofMean);
        int size = x.Length;
        for (int i = 0; i < size; i++)
        {
            double gain = _product[i] / spread;
            _coefficients[i] += gain * error;
            _ofMean[i] -= gain * ofMean;
            Span<double> row = _covariance.AsSpan(i * _stride, size);
            TensorPrimitives.FusedMultiplyAdd(_product.AsSpan(0, size), -gain, row, row);
        }

        Count++;
        return surprise * surprise / spread;
    }

    /// <summary>In four sums, a fixed number, whose additions overlap; the length is a multiple of 8.</summary>
    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        y = y[..x.Length];
        double a = 0, b = 0, c = 0, d = 0;
        for (int i = 0; i + 3 < x.Length; i += 4)
        {
            a = Math.FusedMultiplyAdd(x[i], y[i], a);
            b = Math.FusedMultiplyAdd(x[i + 1], y[i + 1], b);
            c = Math.FusedMultiplyAdd(x[i + 2], y[i + 2], c);
            d = Math.FusedMultiplyAdd(x[i + 3], y[i + 3], d);
        }

        return a + b + (c + d);
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
        Array.Resize(ref _ofMean, size);
        if (_stride == 0) _ofMean[0] = 1;
        (_covariance, _product, _stride) = (covariance, new double[size], size);
    }

    /// <summary>Covariance times x, four vectors of rows at a time, so that their chains of additions overlap.</summary>
    private void Multiply(ReadOnlySpan<double> x)
    {
        int width = Vector<double>.Count, block = 4 * width, size = x.Length, i = 0;
        ReadOnlySpan<double> matrix = _covariance;
        for (; i + block <= size; i += block)
        {
            // The last row read ends at the matrix's end at most: checked here once, and not in the loop.
            ref double row = ref MemoryMarshal.GetReference(matrix.Slice(i, ((size - 1) * _stride) + block));
            Vector<double> a = default, b = default, c = default, d = default;
            for (int j = 0; j < size; j++, row = ref Unsafe.Add(ref row, _stride))
            {
                Vector<double> own = new(x[j]);
                a = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref row), own, a);
                b = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref row, (nuint)width), own, b);
                c = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref row, (nuint)(2 * width)), own, c);
                d = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref row, (nuint)(3 * width)), own, d);
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
                sum = Math.FusedMultiplyAdd(matrix[(j * _stride) + i], x[j], sum);
            }

            _product[i] = sum;
        }
    }
}

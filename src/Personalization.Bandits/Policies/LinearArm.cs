using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Personalization.Numerics;

namespace Personalization.Bandits;

/// <summary>
/// Bayesian linear regression that learns one reward at a time: coefficients and their covariance, in units of the noise. What was learned
/// may fade: coefficients drift back to the prior, and grow unsure, with the time that passes.
/// </summary>
/// <remarks>
/// Recursive least squares (Sherman and Morrison 1950); fading is a Kalman filter of coefficients that follow an Ornstein–Uhlenbeck
/// process around 0 whose standing variance is the prior's. Products are elementwise across rows with fused multiply-add, hence the same
/// bits at any vector width. The prior's mean of the constant may be any number at any time: coefficients are linear in it, and its share
/// of each is kept beside them.
/// </remarks>
/// <param name="variance">Variance of each coefficient before anything is learned, in units of the noise.</param>
/// <param name="scratch">Room that all arms of a policy share, so that it stays in the cache.</param>
internal sealed class LinearArm(double variance, ProductScratch scratch)
{
    private const int CacheLine = 64 / sizeof(double);

    /// <summary>
    /// Coefficients, their shares of the mean, and the covariance, one behind the other: they are read together. Pinned and begun at a
    /// cache line, as a load that crosses two lines costs twice.
    /// </summary>
    private double[] _block = [];
    private int _start;
    private int _stride;

    /// <summary>Rewards learned.</summary>
    public long Count { get; private set; }

    /// <summary>Step of the policy at which it was touched last.</summary>
    public long Step { get; private set; }

    public ReadOnlySpan<double> Coefficients => CoefficientsHere;

    /// <summary>What the prior's mean adds to each coefficient, for a mean of 1.</summary>
    public ReadOnlySpan<double> OfMean => OfMeanHere;

    public ReadOnlySpan<double> Covariance => CovarianceHere;

    private Span<double> CoefficientsHere => _block.AsSpan(_start, _stride);

    private Span<double> OfMeanHere => _block.AsSpan(_start + _stride, _stride);

    private Span<double> CovarianceHere => _block.AsSpan(_start + (2 * _stride), _stride * _stride);

    public void Restore(
        long count, long step, ReadOnlySpan<double> coefficients, ReadOnlySpan<double> ofMean, ReadOnlySpan<double> covariance)
    {
        (Count, Step) = (count, step);
        Allocate(coefficients.Length);
        coefficients.CopyTo(CoefficientsHere);
        ofMean.CopyTo(OfMeanHere);
        covariance.CopyTo(CovarianceHere);
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
        if (size == 0) return (prior * x[0], Prior(x, variance));
        (double mean, double ofMean, double unsure) = Multiply(x[..size], scratch.Of(size));
        if (prior != 0) mean += prior * ofMean;
        if (keep < 1 && step > Step)
        {
            double kept = StableMath.Pow(keep, step - Step), squared = kept * kept;
            mean = (kept * mean) + ((1 - kept) * prior * x[0]);
            unsure = (squared * unsure) + ((1 - squared) * Prior(x[..size], variance));
        }

        return (mean, unsure + Prior(x[size..], variance));
    }

    /// <summary>Variance of an expected reward before anything is learned, in units of the noise.</summary>
    public static double Prior(ReadOnlySpan<double> x, double variance)
    {
        double sum = 0;
        foreach (double own in x) sum += own * own;
        return sum * variance;
    }

    /// <summary>Lets fade what was learned, for the steps that passed.</summary>
    /// <param name="step">Step of the policy.</param>
    /// <param name="keep">Share of a coefficient that is kept at a step, above 0 to 1.</param>
    public void Fade(long step, double keep)
    {
        if (keep < 1 && step > Step && Count > 0)
        {
            double kept = StableMath.Pow(keep, step - Step), squared = kept * kept;
            foreach (ref double own in CoefficientsHere) own *= kept;
            foreach (ref double own in OfMeanHere) own *= kept;
            OfMeanHere[0] += 1 - kept;
            Span<double> covariance = CovarianceHere;
            foreach (ref double own in covariance) own *= squared;
            for (int i = 0; i < _stride; i++) covariance[(i * _stride) + i] += (1 - squared) * variance;
        }

        Step = step;
    }

    /// <summary>Learns a reward; gives its surprise: (reward − expected)² ÷ (1 + variance), whose mean is the noise.</summary>
    public double Learn(ReadOnlySpan<double> x, double reward, double prior = 0)
    {
        Grow(x.Length);
        Span<double> product = scratch.Of(x.Length);
        (double mean, double ofMean, double unsure) = Multiply(x, product);
        double spread = 1 + unsure, error = reward - mean, surprise = error - (prior * ofMean);
        Count++;
        // Of features that are very large, rounding may leave less than nothing: then nothing is left to learn there.
        if (unsure == 0) return surprise * surprise;
        Span<double> coefficients = CoefficientsHere, ofMeans = OfMeanHere, covariance = CovarianceHere;
        int size = x.Length;
        for (int i = 0; i < size; i++)
        {
            double gain = product[i] / spread;
            coefficients[i] += gain * error;
            ofMeans[i] -= gain * ofMean;
            Span<double> row = covariance.Slice(i * _stride, size);
            TensorPrimitives.FusedMultiplyAdd(product, -gain, row, row);
        }

        return surprise * surprise / spread;
    }

    /// <summary>x times the coefficients and times their shares of the mean, and xᵀΣx; leaves Σx in the product.</summary>
    private (double Mean, double OfMean, double Variance) Multiply(ReadOnlySpan<double> x, Span<double> product)
    {
        CovarianceProduct.Multiply(Covariance, _stride, x, product);
        (double mean, double ofMean, double unsure) = CovarianceProduct.Dots(x, Coefficients, OfMean, product);
        return (mean, ofMean, Math.Max(unsure, 0));
    }

    /// <summary>Makes room for features met since: their coefficients are as unsure as all were in the beginning.</summary>
    private void Grow(int size)
    {
        int before = _stride;
        if (size <= before) return;
        ReadOnlySpan<double> coefficients = Coefficients, ofMean = OfMean, covariance = Covariance;
        Allocate(size);
        coefficients.CopyTo(CoefficientsHere);
        ofMean.CopyTo(OfMeanHere);
        if (before == 0) OfMeanHere[0] = 1;
        Span<double> grown = CovarianceHere;
        for (int i = 0; i < size; i++)
        {
            if (i < before) covariance.Slice(i * before, before).CopyTo(grown[(i * size)..]);
            else grown[(i * size) + i] = variance;
        }
    }

    private void Allocate(int size)
    {
        _stride = size;
        _block = GC.AllocateArray<double>(checked((size * (size + 2)) + CacheLine), pinned: true);
        int beyond = (int)(Marshal.UnsafeAddrOfPinnedArrayElement(_block, 0) / sizeof(double) % CacheLine);
        _start = (CacheLine - beyond) % CacheLine;
    }
}

/// <summary>Room for a product, which grows as it is asked for more.</summary>
internal sealed class ProductScratch
{
    private double[] _values = [];

    public Span<double> Of(int size)
    {
        if (_values.Length < size) _values = new double[size];
        return _values.AsSpan(0, size);
    }
}

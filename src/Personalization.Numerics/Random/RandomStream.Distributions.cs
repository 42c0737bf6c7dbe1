namespace Personalization.Numerics;

public sealed partial class RandomStream
{
    private double _spareGaussian;
    private bool _hasSpareGaussian;

    /// <summary>A normal draw (Marsaglia's polar method, 1964; the second value of each pair is kept for the next call).</summary>
    /// <param name="mean">Finite. Default 0.</param>
    /// <param name="standardDeviation">At least 0 and finite. Default 1.</param>
    public double NextGaussian(double mean = 0, double standardDeviation = 1)
    {
        Guard.Finite(mean);
        Guard.InRange(standardDeviation, 0, double.MaxValue);
        return mean + (standardDeviation * NextStandardGaussian());
    }

    /// <summary>A draw whose logarithm is normal.</summary>
    /// <param name="logMean">Mean of the logarithm, finite.</param>
    /// <param name="logStandardDeviation">Standard deviation of the logarithm, at least 0.</param>
    public double NextLogNormal(double logMean, double logStandardDeviation) => StableMath.Exp(NextGaussian(logMean, logStandardDeviation));

    /// <summary>An exponential draw with mean 1 / <paramref name="rate"/>.</summary>
    /// <param name="rate">Events per unit of time, above 0. Default 1.</param>
    public double NextExponential(double rate = 1) => -LogUniform() / Guard.Positive(rate);

    /// <summary>A gamma draw with mean shape · scale (Marsaglia and Tsang 2000).</summary>
    /// <param name="shape">Above 0.</param>
    /// <param name="scale">Above 0. Default 1.</param>
    public double NextGamma(double shape, double scale = 1)
    {
        Guard.Positive(scale);
        return scale * StableMath.Exp(NextLogGamma(Guard.Positive(shape)));
    }

    /// <summary>A beta draw with mean alpha / (alpha + beta); stays defined for parameters near 0.</summary>
    /// <param name="alpha">Above 0.</param>
    /// <param name="beta">Above 0.</param>
    public double NextBeta(double alpha, double beta)
    {
        double first = NextLogGamma(Guard.Positive(alpha));
        double second = NextLogGamma(Guard.Positive(beta));
        return 1 / (1 + StableMath.Exp(second - first));
    }

    /// <summary>A Poisson draw: products of uniforms below a mean of 10, Hörmann's PTRS (1993) from there on.</summary>
    /// <param name="mean">From 0 to 1,000,000,000.</param>
    public int NextPoisson(double mean)
    {
        Guard.InRange(mean, 0, 1e9);
        if (mean >= 10)
            return NextLargePoisson(mean);

        double limit = StableMath.Exp(-mean);
        double product = NextDouble();
        int count = 0;
        while (product > limit)
        {
            product *= NextDouble();
            count++;
        }

        return count;
    }

    private double NextStandardGaussian()
    {
        if (_hasSpareGaussian)
        {
            _hasSpareGaussian = false;
            return _spareGaussian;
        }

        double x, y, radius;
        do
        {
            x = (2 * NextDouble()) - 1;
            y = (2 * NextDouble()) - 1;
            radius = (x * x) + (y * y);
        }
        while (radius >= 1 || radius == 0);

        double factor = Math.Sqrt(-2 * StableMath.Log(radius) / radius);
        _spareGaussian = y * factor;
        _hasSpareGaussian = true;
        return x * factor;
    }

    // Of 1 − U, because U may be 0.
    private double LogUniform() => StableMath.Log(1 - NextDouble());

    // In logarithms, because draws of small shapes underflow.
    private double NextLogGamma(double shape)
    {
        if (shape < 1)
            return Math.Max(double.MinValue, NextLogGamma(shape + 1) + (LogUniform() / shape));

        double d = shape - (1.0 / 3);
        double c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = NextStandardGaussian();
            double root = 1 + (c * x);
            if (root <= 0)
                continue;

            double logCube = 3 * StableMath.Log(root);
            if (LogUniform() < (0.5 * x * x) + (d * (1 - (root * root * root) + logCube)))
                return StableMath.Log(d) + logCube;
        }
    }

    private int NextLargePoisson(double mean)
    {
        double b = 0.931 + (2.53 * Math.Sqrt(mean));
        double a = -0.059 + (0.02483 * b);
        double inverseAlpha = 1.1239 + (1.1328 / (b - 3.4));
        double accept = 0.9277 - (3.6224 / (b - 2));
        double logMean = StableMath.Log(mean);
        while (true)
        {
            double u = NextDouble() - 0.5;
            double v = NextDouble();
            double edge = 0.5 - Math.Abs(u);
            double k = Math.Floor((((2 * a / edge) + b) * u) + mean + 0.43);
            if (edge >= 0.07 && v <= accept)
                return (int)k;

            if (k < 0 || (edge < 0.013 && v > edge))
                continue;

            if (StableMath.Log(v * inverseAlpha / ((a / (edge * edge)) + b)) <= (k * logMean) - mean - LogFactorial(k))
                return (int)k;
        }
    }

    private static double LogFactorial(double n)
    {
        // Stirling's series is exact to double precision from 10 on.
        if (n >= 10)
        {
            return ((n + 0.5) * StableMath.Log(n)) - n + (0.5 * StableMath.Log(Math.Tau))
                + (((1.0 / 12) - (((1.0 / 360) - (1 / (1260 * n * n))) / (n * n))) / n);
        }

        double factorial = 1;
        for (int i = 2; i <= (int)n; i++)
            factorial *= i;

        return StableMath.Log(factorial);
    }
}

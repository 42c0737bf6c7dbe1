using Personalization.Numerics;

namespace Personalization.Incentives;

/// <summary>Spreads counts over the places around them on a clock of so many places; weights sum to 1.</summary>
internal sealed class CircularKernel
{
    private readonly double[] _weights;

    /// <param name="places">Places of the clock.</param>
    /// <param name="width">Standard deviation in places; 0: nothing is spread.</param>
    public CircularKernel(int places, double width)
    {
        _weights = new double[places];
        double sum = 0;
        for (int i = 0; i < places; i++)
        {
            // Both ways around the clock; further rounds are below 1e-8 at the widest.
            double near = Math.Min(i, places - i), far = places - near;
            _weights[i] = width == 0 ? (i == 0 ? 1 : 0) : Bell(near / width) + (near == far ? 0 : Bell(far / width));
            sum += _weights[i];
        }

        for (int i = 0; i < places; i++) _weights[i] /= sum;
    }

    public int Places => _weights.Length;

    /// <summary>The weight that a count keeps in its own place.</summary>
    public double Peak => _weights[0];

    /// <summary>The counts spread.</summary>
    public double[] Spread(ReadOnlySpan<float> counts)
    {
        double[] spread = new double[Places];
        for (int from = 0; from < Places; from++)
        {
            if (counts[from] == 0) continue;
            for (int step = 0; step < Places; step++) spread[(from + step) % Places] += counts[from] * _weights[step];
        }

        return spread;
    }

    private static double Bell(double z) => StableMath.Exp(-.5 * z * z);
}

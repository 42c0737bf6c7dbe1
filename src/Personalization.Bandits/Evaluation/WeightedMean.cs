using Personalization.Numerics;

namespace Personalization.Bandits;

/// <summary>
/// The form that all estimators share: mean of a + Σ w·b ÷ n, or ÷ Σ w where it is self-normalized, over rounds summed up by what was drawn
/// independently; with its error by the delta method, and an interval that allows for one hypothetical round.
/// </summary>
/// <remarks>
/// Where weights are skewed or rewards rare, what would move the estimate most is what the log happens not to hold: the error, estimated
/// from the log, misses it too, and an interval of ± t errors holds the value in 70 to 90 % of logs instead of 95 %. So each end is
/// computed on the log and one more round, with the best (or worst) reward possible and the weight of −ln(1 − level) typical rounds, at
/// most the largest weight seen. −ln(1 − level), 3 at 95 %, is how many events may be expected of which none was seen (the rule of three;
/// Hanley and Lippman-Hand 1983), and Σ w² ÷ Σ w the weight of a typical one, as in the gamma interval of weighted counts (Fay and Feuer
/// 1997; Tiwari, Clegg and Zou 2006).
/// </remarks>
internal sealed class WeightedMean
{
    private readonly double[] _constants, _products, _weights, _counts;
    private readonly bool _selfNormalized;
    private readonly double _rounds, _constantSum, _productSum, _weightSum;

    /// <param name="units">What was drawn independently.</param>
    /// <param name="weights">w of each round.</param>
    /// <param name="constants">a of each round; empty: 0.</param>
    /// <param name="values">b of each round.</param>
    /// <param name="selfNormalized">Whether Σ w · b is divided by Σ w.</param>
    public WeightedMean(
        Units units, ReadOnlySpan<double> weights, ReadOnlySpan<double> constants, ReadOnlySpan<double> values, bool selfNormalized)
    {
        (_constants, _products) = (new double[units.Count], new double[units.Count]);
        (_weights, _counts) = (new double[units.Count], new double[units.Count]);
        for (int round = 0; round < weights.Length; round++)
        {
            int unit = units.Of(round);
            if (!constants.IsEmpty) _constants[unit] += constants[round];
            _products[unit] += weights[round] * values[round];
            _weights[unit] += weights[round];
            _counts[unit]++;
        }

        (_selfNormalized, _rounds) = (selfNormalized, weights.Length);
        (_constantSum, _productSum, _weightSum) = (_constants.Sum(), _products.Sum(), _weights.Sum());
        (Value, StandardError) = With(null);
    }

    /// <summary>The estimate; 0 for the self-normalized part where all weights are 0.</summary>
    public double Value { get; }

    /// <summary>Its error; NaN with one unit.</summary>
    public double StandardError { get; }

    /// <summary>
    /// The weight of the hypothetical round at a level: −ln(1 − level) · Σ W² ÷ Σ W over units, at most the largest W; 0 without weights.
    /// </summary>
    public static double HypotheticalWeight(ReadOnlySpan<double> unitWeights, double level)
    {
        double sum = 0, squares = 0, largest = 0;
        foreach (double weight in unitWeights)
        {
            sum += weight;
            squares += weight * weight;
            largest = Math.Max(largest, weight);
        }

        return sum > 0 ? Math.Min(-StableMath.Log(1 - level) * squares / sum, largest) : 0;
    }

    /// <summary>The interval; without ends where there is one unit, or no weight.</summary>
    /// <param name="level">Above 0, below 1.</param>
    /// <param name="lowest">b of the hypothetical round for the lower end; its a is the mean of a.</param>
    /// <param name="highest">The same for the upper end.</param>
    public (double Low, double High) Interval(double level, double lowest, double highest)
    {
        if (_weights.Length < 2 || _weightSum <= 0) return (double.NegativeInfinity, double.PositiveInfinity);
        double weight = HypotheticalWeight(_weights, level);
        double reach = NormalQuantiles.Student((1 + level) / 2, _weights.Length);
        (double low, double lowError) = With((weight, lowest));
        (double high, double highError) = With((weight, highest));
        return (low - (reach * lowError), high + (reach * highError));
    }

    /// <summary>Estimate and error of the log, with one more round if there is one.</summary>
    private (double Value, double Error) With((double Weight, double Value)? more)
    {
        (double weight, double value) = more ?? default;
        double meanConstant = _constantSum / _rounds;
        double rounds = _rounds + (more is null ? 0 : 1), constants = _constantSum + (more is null ? 0 : meanConstant);
        double products = _productSum + (weight * value), weights = _weightSum + weight;
        double mean = constants / rounds;
        double normalizer = _selfNormalized ? weights : rounds;
        double part = normalizer > 0 ? products / normalizer : 0;
        double squares = 0;
        for (int unit = 0; unit < _weights.Length; unit++)
            squares += Square(_constants[unit], _counts[unit], _products[unit], _weights[unit]);
        if (more is not null) squares += Square(meanConstant, 1, weight * value, weight);
        double units = _weights.Length + (more is null ? 0 : 1);
        return (mean + part, units > 1 ? Math.Sqrt(squares * units / (units - 1)) : double.NaN);

        double Square(double a, double count, double product, double w)
        {
            double influence = ((a - (mean * count)) / rounds)
                + (normalizer > 0 ? (product - (part * (_selfNormalized ? w : count))) / normalizer : 0);
            return influence * influence;
        }
    }
}

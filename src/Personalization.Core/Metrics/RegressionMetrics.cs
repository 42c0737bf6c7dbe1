namespace Personalization.Core;

/// <summary>What <see cref="RegressionMetrics.MeanAbsolutePercentageError"/> does where the actual value is 0.</summary>
public enum ZeroActuals
{
    /// <summary>Leaves the pair out of the mean.</summary>
    Skip,

    /// <summary>Throws, and the message names the position.</summary>
    Throw,
}

/// <summary>
/// Measures of predictions against actual values: y actual, p predicted, n pairs. A NaN on either side gives NaN.
/// Running example: actual 1, 2, 4 and predicted 1, 3, 2.
/// </summary>
public static class RegressionMetrics
{
    /// <summary><c>MAE</c>: Σ|y − p| / n. Example: (0 + 1 + 2) / 3 = 1.</summary>
    /// <param name="actual">What happened; at least one value.</param>
    /// <param name="predicted">What was predicted, pair by pair.</param>
    /// <exception cref="ArgumentException">The lengths differ, or there is nothing to measure.</exception>
    public static double MeanAbsoluteError(ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted)
    {
        Check(actual, predicted);
        double sum = 0;
        for (int i = 0; i < actual.Length; i++) sum += Math.Abs(actual[i] - predicted[i]);
        return sum / actual.Length;
    }

    /// <summary><c>RMSE</c>: √(Σ(y − p)² / n). Example: √(5/3) = 1.2910.</summary>
    /// <inheritdoc cref="MeanAbsoluteError"/>
    public static double RootMeanSquaredError(ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted)
    {
        Check(actual, predicted);
        return Math.Sqrt(SquaredError(actual, predicted) / actual.Length);
    }

    /// <summary>
    /// <c>R2</c>, the coefficient of determination: 1 − Σ(y − p)² / Σ(y − ȳ)². At most 1, below 0 where the mean predicts better. Where all
    /// actual values are equal: 1 for perfect predictions, else 0, as in scikit-learn. Example: 1 − 5 / (14/3) = −.0714.
    /// </summary>
    /// <inheritdoc cref="MeanAbsoluteError"/>
    public static double RSquared(ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted)
    {
        Check(actual, predicted);
        double mean = 0;
        foreach (double value in actual) mean += value;
        mean /= actual.Length;
        double spread = 0;
        foreach (double value in actual) spread += (value - mean) * (value - mean);
        double error = SquaredError(actual, predicted);
        if (double.IsNaN(error) || double.IsNaN(spread)) return double.NaN;
        if (spread == 0) return error == 0 ? 1 : 0;
        return 1 - (error / spread);
    }

    /// <summary>
    /// <c>MAPE</c>: the mean of |y − p| / |y|, a fraction (.25 is 25 %). Undefined where y is 0, so the caller says what then. Example:
    /// (0 + 1/2 + 2/4) / 3 = 1/3.
    /// </summary>
    /// <param name="actual">What happened; at least one value.</param>
    /// <param name="predicted">What was predicted, pair by pair.</param>
    /// <param name="zeros">What to do where the actual value is 0. With <see cref="ZeroActuals.Skip"/>, NaN where all are.</param>
    /// <exception cref="ArgumentException">
    /// The lengths differ, there is nothing to measure, or an actual value is 0 and mustn't be.
    /// </exception>
    public static double MeanAbsolutePercentageError(ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted, ZeroActuals zeros)
    {
        Check(actual, predicted);
        double sum = 0;
        int count = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            if (actual[i] == 0)
            {
                if (zeros == ZeroActuals.Skip) continue;
                throw new ArgumentException(
                    $"The actual value {i} is 0, where a percentage error isn't defined; skip zeros or use MAE.", nameof(actual));
            }

            sum += Math.Abs((actual[i] - predicted[i]) / actual[i]);
            count++;
        }

        return sum / count;
    }

    private static double SquaredError(ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted)
    {
        double sum = 0;
        for (int i = 0; i < actual.Length; i++) sum += (actual[i] - predicted[i]) * (actual[i] - predicted[i]);
        return sum;
    }

    private static void Check(ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted)
    {
        if (actual.Length != predicted.Length)
        {
            throw new ArgumentException(
                $"There are {actual.Length} actual values and {predicted.Length} predictions; they must be pairs.", nameof(predicted));
        }

        if (actual.IsEmpty) throw new ArgumentException("There is nothing to measure: no pair of values was given.", nameof(actual));
    }
}

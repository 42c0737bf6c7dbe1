using Personalization.Numerics;

namespace Personalization.Neural;

/// <summary>
/// Losses of one chunk: each returns the sum over its examples in double precision, and writes gradients of that sum times <c>scale</c>
/// (1 ÷ batch size for a mean). On the caller's thread, the same bits at any vector width. Lengths that differ are an
/// <see cref="ArgumentException"/>.
/// </summary>
public static class Losses
{
    /// <summary>Binary cross-entropy on logits: ln(1 + eˣ) − y x, which overflows nowhere. The gradient is sigmoid(x) − y.</summary>
    /// <param name="logits">x, n values.</param>
    /// <param name="targets">y, n values from 0 to 1.</param>
    /// <param name="gradient">Receives n gradients; other memory than the logits'.</param>
    /// <param name="scale">Factor of the gradients.</param>
    public static double BinaryCrossEntropy(ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, Span<float> gradient, float scale)
    {
        Check(logits.Length, targets.Length, gradient.Length);
        double loss = SoftplusSum(logits, gradient);
        for (int i = 0; i < logits.Length; i++) loss -= (double)targets[i] * logits[i];
        Elementwise.Sigmoid(logits, gradient);
        for (int i = 0; i < logits.Length; i++) gradient[i] = (gradient[i] - targets[i]) * scale;
        return loss;
    }

    /// <summary>Mean squared error without the mean: Σ (x − y)². The gradient is 2 (x − y).</summary>
    /// <param name="predictions">x, n values.</param>
    /// <param name="targets">y, n values.</param>
    /// <param name="gradient">Receives n gradients; may be the predictions' memory.</param>
    /// <param name="scale">Factor of the gradients.</param>
    public static double SquaredError(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, Span<float> gradient, float scale)
    {
        Check(predictions.Length, targets.Length, gradient.Length);
        double loss = 0;
        for (int i = 0; i < predictions.Length; i++)
        {
            float error = predictions[i] - targets[i];
            loss += (double)error * error;
            gradient[i] = 2 * error * scale;
        }

        return loss;
    }

    /// <summary>
    /// Bayesian personalized ranking: ln(1 + e^(negative − positive)) (Rendle et al. 2009). The negatives' gradient is the sigmoid of the
    /// difference, the positives' its opposite.
    /// </summary>
    /// <param name="positives">Scores of what was chosen, n values.</param>
    /// <param name="negatives">Scores of what wasn't, n values, pair by pair.</param>
    /// <param name="positiveGradient">Receives n gradients; may be the positives' memory.</param>
    /// <param name="negativeGradient">Receives n gradients; may be the negatives' memory.</param>
    /// <param name="scale">Factor of the gradients.</param>
    public static double BayesianPersonalizedRanking(
        ReadOnlySpan<float> positives, ReadOnlySpan<float> negatives, Span<float> positiveGradient, Span<float> negativeGradient,
        float scale)
    {
        Check(positives.Length, negatives.Length, positiveGradient.Length);
        Check(positives.Length, negatives.Length, negativeGradient.Length);
        for (int i = 0; i < positives.Length; i++) positiveGradient[i] = negatives[i] - positives[i];
        double loss = SoftplusSum(positiveGradient, negativeGradient);
        Elementwise.Sigmoid(positiveGradient, negativeGradient);
        for (int i = 0; i < positives.Length; i++)
        {
            negativeGradient[i] *= scale;
            positiveGradient[i] = -negativeGradient[i];
        }

        return loss;
    }

    /// <summary>
    /// Softmax cross-entropy of rows of logits, in place: −ln softmax(x)[target]; what comes out is softmax − one-hot, times the scale. For
    /// a sampled softmax give the logits of the sampled items, less the logarithm of how likely each was to be drawn (log-Q, Bengio and
    /// Senécal 2008), target among them.
    /// </summary>
    /// <param name="logits">n × classes going in, gradients coming out.</param>
    /// <param name="targets">n columns.</param>
    /// <param name="scale">Factor of the gradients.</param>
    public static double SoftmaxCrossEntropy(MutableMatrixView logits, ReadOnlySpan<int> targets, float scale)
    {
        if (targets.Length != logits.Rows)
            throw new ArgumentException($"There are {logits.Rows} rows of logits and {targets.Length} targets.", nameof(targets));

        double loss = 0;
        for (int row = 0; row < targets.Length; row++)
        {
            if ((uint)targets[row] >= (uint)logits.Columns)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(targets), targets[row], $"The target of row {row} is {targets[row]}; there are {logits.Columns} classes.");
            }

            loss += SoftmaxCrossEntropy(logits.Row(row), targets[row], scale);
        }

        return loss;
    }

    /// <summary>The same of one row.</summary>
    internal static double SoftmaxCrossEntropy(Span<float> logits, int target, float scale)
    {
        double logit = logits[target];
        double loss = VectorFunctions.SoftmaxTimes(scale, logits, LaneWidths.Widest) - logit;
        logits[target] -= scale;
        return loss;
    }

    private static void Check(int values, int others, int gradients)
    {
        if (values == others && values == gradients) return;
        throw new ArgumentException(
            $"There are {values} values, {others} beside them, and room for {gradients} gradients.", nameof(gradients));
    }

    /// <summary>Σ ln(1 + eˣ) = Σ max(x, 0) + ln(1 + e^−|x|).</summary>
    private static double SoftplusSum(ReadOnlySpan<float> values, Span<float> scratch)
    {
        for (int i = 0; i < values.Length; i++) scratch[i] = -Math.Abs(values[i]);
        Elementwise.Exp(scratch, scratch);
        for (int i = 0; i < values.Length; i++) scratch[i] += 1;
        Elementwise.Log(scratch, scratch);
        double sum = 0;
        for (int i = 0; i < values.Length; i++) sum += scratch[i] + (double)Math.Max(values[i], 0);
        return sum;
    }
}

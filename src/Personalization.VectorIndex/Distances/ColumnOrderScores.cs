using Personalization.Numerics;

namespace Personalization.VectorIndex;

/// <summary>
/// Scores as <see cref="ExactSearch"/> sums them, in the order of the columns, so that a search along the graph and an exact one tell the
/// same score to the bit. Four rows at a time, because each addition waits for the one before.
/// </summary>
internal static unsafe class ColumnOrderScores
{
    /// <summary>Inner products, or squared distances, of a vector with four rows.</summary>
    public static void Four(float* query, ReadOnlySpan<nint> rows, int columns, VectorMetric metric, Span<float> scores)
    {
        float* first = (float*)rows[0], second = (float*)rows[1], third = (float*)rows[2], fourth = (float*)rows[3];
        float a = 0, b = 0, c = 0, d = 0;
        if (metric == VectorMetric.Euclidean)
        {
            for (int i = 0; i < columns; i++)
            {
                float value = query[i];
                a = Squared(first[i] - value, a);
                b = Squared(second[i] - value, b);
                c = Squared(third[i] - value, c);
                d = Squared(fourth[i] - value, d);
            }
        }
        else
        {
            for (int i = 0; i < columns; i++)
            {
                float value = query[i];
                a = MathF.FusedMultiplyAdd(first[i], value, a);
                b = MathF.FusedMultiplyAdd(second[i], value, b);
                c = MathF.FusedMultiplyAdd(third[i], value, c);
                d = MathF.FusedMultiplyAdd(fourth[i], value, d);
            }
        }

        (scores[0], scores[1], scores[2], scores[3]) = (a, b, c, d);
    }

    private static float Squared(float difference, float sum) => MathF.FusedMultiplyAdd(difference, difference, sum);
}

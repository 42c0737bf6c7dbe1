namespace Personalization.Rfm;

/// <summary>How sharply a likelihood peaks: its second derivatives by the logarithms of the parameters, and their inverse.</summary>
internal static class ObservedInformation
{
    /// <summary>Step of the differences of the analytic gradient: an error of 1e-8 by the step, of 1e-11 by rounding.</summary>
    private const double Step = 1e-4;

    /// <summary>
    /// Covariance of the logarithms, n × n; null where the objective, a mean negative log-likelihood, doesn't curve upwards in all
    /// directions. 2n evaluations.
    /// </summary>
    public static double[]? Covariance(BfgsObjective objective, double[] at, int customers)
    {
        int n = at.Length;
        double[] information = new double[n * n], point = [.. at], above = new double[n], below = new double[n];
        for (int j = 0; j < n; j++)
        {
            point[j] = at[j] + Step;
            objective(point, above);
            point[j] = at[j] - Step;
            objective(point, below);
            point[j] = at[j];
            for (int i = 0; i < n; i++)
            {
                double second = (above[i] - below[i]) / (2 * Step) * customers;
                information[(i * n) + j] += second / 2;
                information[(j * n) + i] += second / 2;
            }
        }

        return Lower(information, n) is { } lower ? Inverse(lower, n) : null;
    }

    /// <summary>L of A = L Lᵀ; null where A isn't positive definite, or nearly so.</summary>
    public static double[]? Lower(double[] matrix, int n)
    {
        double[] lower = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = matrix[(i * n) + j];
                for (int k = 0; k < j; k++) sum -= lower[(i * n) + k] * lower[(j * n) + k];
                if (i != j)
                {
                    lower[(i * n) + j] = sum / lower[(j * n) + j];
                    continue;
                }

                if (!(sum > 1e-11 * matrix[(i * n) + i]) || !double.IsFinite(sum)) return null;
                lower[(i * n) + i] = Math.Sqrt(sum);
            }
        }

        return lower;
    }

    /// <summary>(L Lᵀ)⁻¹, column by column; the lower half is copied to the upper.</summary>
    private static double[] Inverse(double[] lower, int n)
    {
        double[] inverse = new double[n * n], column = new double[n];
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < n; i++)
            {
                double sum = i == j ? 1 : 0;
                for (int k = 0; k < i; k++) sum -= lower[(i * n) + k] * column[k];
                column[i] = sum / lower[(i * n) + i];
            }

            for (int i = n - 1; i >= 0; i--)
            {
                double sum = column[i];
                for (int k = i + 1; k < n; k++) sum -= lower[(k * n) + i] * column[k];
                column[i] = sum / lower[(i * n) + i];
            }

            for (int i = j; i < n; i++) inverse[(i * n) + j] = inverse[(j * n) + i] = column[i];
        }

        return inverse;
    }
}

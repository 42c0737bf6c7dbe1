using static Personalization.Numerics.StableMath;
using static Personalization.Rfm.LifetimeFunctions;

namespace Personalization.Rfm;

/// <summary>The likelihood of mean amounts: equation 1a of Fader and Hardie (2013).</summary>
internal readonly struct GammaGammaLikelihood((int Purchases, double Spend)[] customers) : ILikelihood
{
    public int ParameterCount => 3;

    public int CellCount => customers.Length;

    /// <exception cref="ArgumentException">Nobody has a mean amount above 0.</exception>
    public static GammaGammaLikelihood From(LifetimeSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        List<(int Purchases, double Spend)> customers = [];
        for (int row = 0; row < summary.Count; row++)
        {
            if (Takes(summary[row])) customers.Add((summary.RepeatPurchases[row], summary.AverageSpends[row]));
        }

        if (customers.Count == 0)
        {
            throw new ArgumentException(
                $"None of the {summary.Count} customers has a repeat purchase of an amount above 0; the model of spend needs at least one.",
                nameof(summary));
        }

        customers.Sort();
        return new GammaGammaLikelihood([.. customers]);
    }

    public static bool Takes(LifetimeRow row) => row.RepeatPurchases > 0 && row.AverageSpend > 0 && double.IsFinite(row.AverageSpend);

    public static double LogLikelihood(double p, double q, double gamma, int purchases, double spend, Span<double> gradient)
    {
        double x = purchases, power = (p * x) + q, sum = gamma + (x * spend), logSum = Log(sum), atPower = Digamma(power);
        double share = Log(x * spend) - logSum;
        gradient[0] = x * (atPower - Digamma(p * x) + share);
        gradient[1] = atPower - Digamma(q) + Log(gamma) - logSum;
        gradient[2] = (q / gamma) - (power / sum);
        return LogGamma(power) - LogGamma(p * x) - LogGamma(q) + (q * (Log(gamma) - logSum)) + (p * x * share) - Log(spend);
    }

    public int CustomersAt(int cell) => 1;

    public double[] Start() => [2, 3, customers.Average(customer => customer.Spend)];

    public double At(int cell, ReadOnlySpan<double> parameters, Span<double> gradient) =>
        LogLikelihood(parameters[0], parameters[1], parameters[2], customers[cell].Purchases, customers[cell].Spend, gradient);
}

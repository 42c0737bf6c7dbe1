namespace Personalization.Incentives;

/// <summary>Chooses how much the level above weighs: by what foretells each event best when it is left out.</summary>
internal static class PriorStrength
{
    private const int Steps = 25, EnoughCustomers = 10_000;

    /// <summary>Which customers a strength is judged by: every one, or evenly some ten thousand of many.</summary>
    public static int StepOver(int customers) => Math.Max(1, customers / EnoughCustomers);

    /// <param name="logLikelihood">
    /// Sum of the logarithms of what was foretold of each event left out, at a strength; strengths go from .25 to 1,024 by factors of √2.
    /// </param>
    public static double Best(Func<double, double> logLikelihood) => BestOf(logLikelihood).Strength;

    /// <summary>The strength, and its log-likelihood.</summary>
    public static (double Strength, double LogLikelihood) BestOf(Func<double, double> logLikelihood)
    {
        (double best, double most) = (0, double.NegativeInfinity);
        for (int step = 0; step < Steps; step++)
        {
            double strength = .25 * (1 << (step / 2)) * (step % 2 == 0 ? 1 : 1.4142135623730951);
            double value = logLikelihood(strength);
            // The larger strength where nothing tells: then the level above is trusted.
            if (value >= most) (best, most) = (strength, value);
        }

        return (best, most);
    }
}

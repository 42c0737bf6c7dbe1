using static Personalization.Numerics.StableMath;

namespace Personalization.Rfm;

/// <summary>
/// Expected purchases of a customer who is alive and leaves after a purchase with a beta distributed probability, as a sum over how many
/// there would be without leaving. All terms are positive: slower than a closed form, and never wrong where that overflows.
/// </summary>
internal static class PurchaseSums
{
    private const double Huge = 1e200;

    private const double Negligible = 1e-17;

    /// <summary>
    /// Σₘ P(m) S(⌊(m + stage)/k⌋), where m steps follow a negative binomial distribution, every k-th step is a purchase, and S(n) is the
    /// expected number of n purchases that a customer stays for: Σ B(a, b + i)/B(a, b), i &lt; n. O(k + what is bought).
    /// </summary>
    /// <param name="shape">Shape of the rate of steps, gamma distributed.</param>
    /// <param name="odds">t ÷ its scale, above 0.</param>
    /// <param name="a">First shape of leaving after a purchase.</param>
    /// <param name="b">Second shape of it.</param>
    /// <param name="k">Steps a purchase.</param>
    /// <param name="stage">Steps done already towards the next purchase, below k.</param>
    public static double Expected(double shape, double odds, double a, double b, int k = 1, int stage = 0)
    {
        double z = odds / (1 + odds), weight = 1, total = 0, sum = 0, stayed = 0, stays = 1, scale = 0;
        int bought = 0;
        for (long m = 0; ; m++)
        {
            if (m > 0 && (m + stage) % k == 0)
            {
                stayed += stays;
                stays *= (b + bought) / (a + b + bought);
                bought++;
            }

            total += weight;
            sum += weight * stayed;
            double ratio = (shape + m) / (m + 1) * z, next = weight * ratio;
            if (ratio < 1 && next * (stayed + stays + (1 / (1 - ratio))) / (1 - ratio) <= Negligible * sum) return sum / total;

            // Nobody is left who would buy once more: what hasn't been added yet has the same sum.
            if (bought > 0 && stays * (1 + bought + shape) <= Negligible * stayed)
            {
                double share = Exp(scale - (shape * LogOnePlus(odds)));
                return (sum * share) + (stayed * Math.Max(0, 1 - (total * share)));
            }

            weight = next;
            if (total < Huge) continue;
            (weight, total, sum, scale) = (weight / Huge, total / Huge, sum / Huge, scale + Log(Huge));
        }
    }
}

namespace Personalization.Neural;

/// <summary>What a step of AdamW multiplies by.</summary>
/// <param name="Rate">Learning rate ÷ (1 − β₁ᵗ).</param>
/// <param name="Correction">1 ÷ √(1 − β₂ᵗ).</param>
/// <param name="Decay">1 − learning rate · weight decay.</param>
internal readonly record struct StepFactors(float Rate, float Correction, float Decay);

/// <summary>
/// Several steps without a gradient in one. Without ε they add up exactly: step j changes a weight by rate_j β₁ʲ / (correction_j √β₂ʲ) ·
/// m / √v. ε stands beside √v as its mean over the steps, by how much each of them changes: a few steps span so little of √β₂ that this is
/// good to about 1e-6 of the change.
/// </summary>
/// <param name="Decay">What is left of a weight that decays.</param>
/// <param name="Rate">Factor of m / (√v + ε) for it.</param>
/// <param name="RateWithoutDecay">That of a weight that doesn't decay.</param>
/// <param name="Epsilon">ε beside √v.</param>
/// <param name="FirstLeft">What is left of m.</param>
/// <param name="SecondLeft">What is left of v.</param>
internal readonly record struct MissedSteps(
    float Decay, float Rate, float RateWithoutDecay, float Epsilon, float FirstLeft, float SecondLeft)
{
    private const int MostAtOnce = 8;
    private const double LeastRootLeft = .995;

    /// <summary>Steps that may be taken in one: so many that √β₂ leaves √v nearly as it was.</summary>
    public static int Most(AdamWOptions options)
    {
        int steps = 1;
        for (double root = options.Beta2; steps < MostAtOnce && root > LeastRootLeft * LeastRootLeft; root *= options.Beta2) steps++;
        return steps;
    }

    /// <summary>Adds up steps that follow each other.</summary>
    public static MissedSteps Of(ReadOnlySpan<StepFactors> factors, AdamWOptions options)
    {
        // Rounded as each step on its own would have them.
        double beta1 = (float)options.Beta1, rootOfBeta2 = Math.Sqrt((float)options.Beta2);
        double first = 1, root = 1, decay = 1, rate = 0, plain = 0, epsilon = 0;
        foreach (StepFactors step in factors)
        {
            first *= beta1;
            root *= rootOfBeta2;
            double divisor = step.Correction * root, change = step.Rate * first / divisor;
            rate = (rate * step.Decay) + change;
            decay *= step.Decay;
            plain += change;
            epsilon += change * (options.Epsilon / divisor);
        }

        return new MissedSteps(
            (float)decay, (float)rate, (float)plain, plain > 0 ? (float)(epsilon / plain) : (float)options.Epsilon, (float)first,
            (float)(root * root));
    }
}

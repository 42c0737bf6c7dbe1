namespace Personalization.Bandits;

/// <summary>The weights of estimators that take some of the variance away for some bias, and the choice of how much.</summary>
internal static class WeightTuning
{
    private static readonly double[] Switches = [double.PositiveInfinity, 500, 200, 100, 50, 20, 10, 5, 2, 1, .5, 0];

    private static readonly double[] Shrinkages =
        [double.PositiveInfinity, 100_000, 10_000, 5_000, 1_000, 500, 100, 50, 10, 5, 1, 0];

    /// <summary>The weight where it is at most τ, else 0.</summary>
    public static double Switched(double weight, double tau) => weight <= tau ? weight : 0;

    /// <summary>λw ÷ (w² + λ); the weight itself where λ is infinite.</summary>
    public static double Shrunk(double weight, double lambda) =>
        double.IsInfinity(lambda) ? weight : lambda == 0 ? 0 : lambda * weight / ((weight * weight) + lambda);

    /// <summary>τ with the least estimated mean squared error.</summary>
    public static double ChooseSwitch(WeightedRounds rounds, double[] residuals) => Choose(rounds, residuals, Switches, Switched);

    /// <summary>λ with the least estimated mean squared error.</summary>
    public static double ChooseShrinkage(WeightedRounds rounds, double[] residuals) => Choose(rounds, residuals, Shrinkages, Shrunk);

    /// <summary>Weights changed one by one.</summary>
    public static double[] Changed(double[] weights, Func<double, double, double> change, double parameter) =>
        Array.ConvertAll(weights, weight => change(weight, parameter));

    private static double Choose(
        WeightedRounds rounds, double[] residuals, double[] candidates, Func<double, double, double> change)
    {
        (double best, double least) = (candidates[0], double.PositiveInfinity);
        foreach (double candidate in candidates)
        {
            double[] weights = Changed(rounds.Weights, change, candidate);
            double bias = 0;
            for (int round = 0; round < weights.Length; round++) bias += (rounds.Weights[round] - weights[round]) * residuals[round];
            bias /= weights.Length;
            WeightedMean mean = new(rounds.Log.Units, weights, rounds.Expected, residuals, selfNormalized: false);
            double error = (mean.StandardError * mean.StandardError) + (bias * bias);
            if (error < least) (best, least) = (candidate, error);
        }

        return best;
    }
}

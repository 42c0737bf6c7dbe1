namespace Personalization.Bandits;

/// <summary>What a model missed.</summary>
/// <param name="Values">Reward less what was expected of the taken action, of each round.</param>
/// <param name="PredictedMean">Weighted mean of what was expected of the taken actions.</param>
internal sealed record ModelResiduals(double[] Values, double PredictedMean)
{
    public static ModelResiduals Of(WeightedRounds rounds)
    {
        double[] residuals = new double[rounds.Weights.Length];
        double sum = 0, weights = 0;
        for (int round = 0; round < residuals.Length; round++)
        {
            residuals[round] = rounds.Log.Rewards[round] - rounds.Predicted[round];
            sum += rounds.Weights[round] * rounds.Predicted[round];
            weights += rounds.Weights[round];
        }

        return new ModelResiduals(residuals, weights > 0 ? sum / weights : 0);
    }
}

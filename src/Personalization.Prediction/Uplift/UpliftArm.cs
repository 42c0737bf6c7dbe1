using Personalization.Core;

namespace Personalization.Prediction;

/// <summary>The effect of one treatment: a weighted sum of models of outcomes or effects. Immutable.</summary>
/// <remarks>
/// One model in all arms' learners: with the treatment +1, without −1. Two models: treated +1, control −1. Imputed effects: by the share of
/// each arm. Pseudo-outcomes: one with weight 1.
/// </remarks>
internal sealed class UpliftArm(IReadOnlyList<(OutcomeModel Model, double Weight, string? Level)> parts, bool areEffects)
{
    public IReadOnlyList<(OutcomeModel Model, double Weight, string? Level)> Parts { get; } = parts;

    /// <summary>Whether the models are of effects, whose errors are known.</summary>
    public bool AreEffects { get; } = areEffects;

    public IEnumerable<string> ColumnNames => Parts.SelectMany(part => part.Model.ColumnNames);

    public double[] Effects(CustomerTable customers, CancellationToken cancellationToken)
    {
        double[] effects = new double[customers.Count];
        foreach ((OutcomeModel model, double weight, string? level) in Parts)
        {
            double[] values = model.Predict(Given(customers, level), cancellationToken);
            for (int row = 0; row < effects.Length; row++) effects[row] += weight * values[row];
        }

        return effects;
    }

    public double[]? StandardErrors(CustomerTable customers, CancellationToken cancellationToken)
    {
        if (!AreEffects) return null;
        double[] variances = new double[customers.Count];
        foreach ((OutcomeModel model, double weight, _) in Parts)
        {
            double[] errors = ((LinearRegressionModel)model.Model).StandardErrors(customers, cancellationToken);
            for (int row = 0; row < variances.Length; row++) variances[row] += weight * weight * errors[row] * errors[row];
        }

        return Array.ConvertAll(variances, Math.Sqrt);
    }

    public UpliftReasons Explain(CustomerProfile customer)
    {
        double effect = 0, baseline = 0;
        Dictionary<string, ColumnContribution> sums = new(StringComparer.Ordinal);
        foreach ((OutcomeModel model, double weight, string? level) in Parts)
        {
            CustomerTable one = Given(customer.Table.ForCustomers([customer.Id]), level);
            (double value, double average, IReadOnlyList<ColumnContribution> parts) = model.Explain(one[0]);
            effect += weight * value;
            baseline += weight * average;
            foreach (ColumnContribution part in parts)
            {
                if (part.Column == UpliftModel.TreatmentColumn)
                {
                    baseline += weight * part.Contribution;
                    continue;
                }

                double before = sums.TryGetValue(part.Column, out ColumnContribution? known) ? known.Contribution : 0;
                sums[part.Column] = part with { Contribution = before + (weight * part.Contribution) };
            }
        }

        return new UpliftReasons(effect, baseline, ProbabilityReasons.Sorted(sums.Values));
    }

    private static CustomerTable Given(CustomerTable customers, string? level) => level is null
        ? customers
        : customers.With(UpliftTrainer.Treatment([.. Enumerable.Repeat(level, customers.Count)]));
}

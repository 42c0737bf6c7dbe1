using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Prediction;

/// <summary>Expected outcome of one arm: a probability or an amount. Immutable.</summary>
internal sealed class OutcomeModel(IModel model)
{
    public IModel Model { get; } = model;

    public IReadOnlyList<string> ColumnNames =>
        Model is IProbabilityModel own ? own.ColumnNames : ((LinearRegressionModel)Model).ColumnNames;

    public static OutcomeModel Fit(
        string outcome, IReadOnlyList<FeatureColumn> columns, IReadOnlyList<(CustomerTable Customers, double[] Outcomes)> slices,
        bool isBinary, UpliftOptions options, CancellationToken cancellationToken)
    {
        (CustomerTable Customers, double[] Outcomes)[] known = [.. slices.Where(slice => slice.Customers.Count > 0)];
        double sum = known.Sum(slice => slice.Outcomes.Sum());
        // An arm where it happened to nobody, or to all, has nothing to tell apart: a straight mean.
        bool tells = isBinary && sum > 0 && sum < known.Sum(slice => slice.Outcomes.Length);
        return tells
            ? new OutcomeModel(options.Probability.Fit(
                new ProbabilityData(
                    outcome, columns,
                    [.. known.Select(slice => new ProbabilitySlice(
                        slice.Customers, Array.ConvertAll(slice.Outcomes, value => value == 1)))]),
                null, cancellationToken))
            : new OutcomeModel(new LinearRegressionTrainer(options.Regression).Fit(
                new RegressionData(
                    outcome, columns, [.. known.Select(slice => new RegressionSlice(slice.Customers, slice.Outcomes))]),
                null, cancellationToken));
    }

    public double[] Predict(CustomerTable customers, CancellationToken cancellationToken) => Model is IProbabilityModel own
        ? own.Predict(customers, cancellationToken)
        : ((LinearRegressionModel)Model).Predict(customers, cancellationToken);

    /// <summary>
    /// The outcome, that of an average customer, and what each column adds: the parts of a probability are those of its score, scaled to
    /// what they change together (the path from the average along a straight line).
    /// </summary>
    public (double Value, double Baseline, IReadOnlyList<ColumnContribution> Parts) Explain(CustomerProfile customer)
    {
        if (Model is LinearRegressionModel linear)
        {
            (double value, IReadOnlyList<ColumnContribution> own) = linear.Explain(customer);
            return (value, linear.Intercept, own);
        }

        ProbabilityReasons reasons = ((IProbabilityModel)Model).Explain(customer);
        double baseline = StableMath.Sigmoid(reasons.Baseline), change = reasons.Score - reasons.Baseline;
        bool changes = Math.Abs(change) > 1e-12;
        double scale = changes ? (reasons.Probability - baseline) / change : 0;
        return (
            reasons.Probability, changes ? baseline : reasons.Probability,
            [.. reasons.Contributions.Select(part => part with { Contribution = scale * part.Contribution })]);
    }
}

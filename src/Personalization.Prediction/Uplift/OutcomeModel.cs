using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Prediction;

/// <summary>Expected outcome of one arm: a probability or an amount. Immutable.</summary>
/// <param name="model">The model.</param>
/// <param name="departure">How the arm departs from a model of all arms, in log-odds; null: not.</param>
internal sealed class OutcomeModel(IModel model, LogisticRegressionModel? departure = null)
{
    public IModel Model { get; } = model;

    public LogisticRegressionModel? Departure { get; } = departure;

    public IEnumerable<string> ColumnNames =>
    [
        .. Model is IProbabilityModel own ? own.ColumnNames : ((LinearRegressionModel)Model).ColumnNames, .. Departure?.ColumnNames ?? [],
    ];

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

    public double[] Predict(CustomerTable customers, CancellationToken cancellationToken)
    {
        if (Model is LinearRegressionModel linear) return linear.Predict(customers, cancellationToken);
        double[] probabilities = ((IProbabilityModel)Model).Predict(customers, cancellationToken);
        if (Departure is null) return probabilities;
        double[] departures = Departure.Predict(customers, cancellationToken);
        for (int row = 0; row < departures.Length; row++)
            departures[row] = StableMath.Sigmoid(LogOdds(probabilities[row]) + LogOdds(departures[row]));
        return departures;
    }

    /// <summary>Of 0 and 1 what a probability of 10⁻¹² has.</summary>
    public static double LogOdds(double probability)
    {
        double bounded = Math.Clamp(probability, 1e-12, 1 - 1e-12);
        return StableMath.Log(bounded / (1 - bounded));
    }

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
        ProbabilityReasons? more = Departure?.Explain(customer);
        double probability = more is null
            ? reasons.Probability
            : StableMath.Sigmoid(LogOdds(reasons.Probability) + LogOdds(more.Probability));
        double baseline = StableMath.Sigmoid(reasons.Baseline + (more?.Baseline ?? 0));
        double change = reasons.Score - reasons.Baseline + ((more?.Score - more?.Baseline) ?? 0);
        double scale = Math.Abs(change) > 1e-12 ? (probability - baseline) / change : 0;
        return (
            probability, Math.Abs(change) > 1e-12 ? baseline : probability,
            [
                .. reasons.Contributions.Concat(more?.Contributions ?? [])
                    .Select(part => part with { Contribution = scale * part.Contribution }),
            ]);
    }
}

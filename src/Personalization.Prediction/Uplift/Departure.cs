using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Prediction;

/// <summary>
/// How one arm departs from the model of all arms, in log-odds: a logistic regression with that model's scores given, whose penalty is
/// chosen by customers who weren't learned from. Where no departure foretells best there is none.
/// </summary>
internal static class Departure
{
    private static readonly double[] Penalties = [1_000, 300, 100, 30, 10, 3];

    /// <param name="Customers">Customers of the arm.</param>
    /// <param name="Happened">What came of each.</param>
    /// <param name="Scores">Log-odds by the model of all arms.</param>
    internal readonly record struct Slice(CustomerTable Customers, bool[] Happened, double[] Scores);

    /// <summary>Null: the arm is as the model of all arms says.</summary>
    public static LogisticRegressionModel? Fit(
        string outcome, IReadOnlyList<FeatureColumn> columns, IReadOnlyList<Slice> slices, UpliftOptions options,
        CancellationToken cancellationToken)
    {
        Slice[] known = [.. slices.Where(slice => slice.Customers.Count > 0)];
        if (known.Length == 0) return null;
        LogisticRegressionOptions logistic = new() { Knots = 0, Log1P = options.Regression.Log1P, Threads = options.Regression.Threads };
        double[] losses = new double[Penalties.Length];
        double without = 0;
        for (int fold = 0; fold < options.Folds; fold++)
        {
            Slice[] rest = [.. known.Select(slice => Part(slice, own => own != fold, options.Folds)).Where(part => part.Scores.Length > 0)];
            Slice[] held = [.. known.Select(slice => Part(slice, own => own == fold, options.Folds)).Where(part => part.Scores.Length > 0)];
            if (rest.Length == 0 || held.Length == 0) return null;
            without += held.Sum(part => Loss(part, part.Scores));
            (RegressionTerms terms, LogisticFit fit) = Prepare(outcome, columns, rest, logistic, cancellationToken);
            for (int i = 0; i < Penalties.Length; i++)
            {
                double[] coefficients = fit.Run(Penalties[i], null, cancellationToken).Coefficients;
                foreach (Slice part in held)
                {
                    double[] scores = LogisticRegressionModel.Scores(
                        terms, coefficients, part.Customers, logistic.Threads, cancellationToken);
                    for (int row = 0; row < scores.Length; row++) scores[row] += part.Scores[row];
                    losses[i] += Loss(part, scores);
                }
            }
        }

        int best = Array.IndexOf(losses, losses.Min());
        if (losses[best] >= without) return null;
        (RegressionTerms all, LogisticFit last) = Prepare(outcome, columns, known, logistic, cancellationToken);
        (double[] chosen, List<double> objectives, StopReason reason) = last.Run(Penalties[best], null, cancellationToken);
        return new LogisticRegressionModel(
            outcome, logistic with { Penalty = Penalties[best] }, all, chosen, ScoreCalibration.None,
            new FitReport(objectives.Count, reason, objectives, TimeSpan.Zero));
    }

    private static (RegressionTerms Terms, LogisticFit Fit) Prepare(
        string outcome, IReadOnlyList<FeatureColumn> columns, Slice[] slices, LogisticRegressionOptions options,
        CancellationToken cancellationToken)
    {
        ProbabilityData data = new(outcome, columns, [.. slices.Select(slice => new ProbabilitySlice(slice.Customers, slice.Happened))]);
        RegressionTerms terms = RegressionTerms.Fit(
            columns, [.. slices.Select(slice => slice.Customers)], (0, options.Log1P), options.Threads, cancellationToken);
        return (terms, new LogisticFit(terms, data, options, [.. slices.Select(slice => slice.Scores)]));
    }

    private static Slice Part(Slice slice, Func<int, bool> takes, int folds)
    {
        int[] rows =
            [.. Enumerable.Range(0, slice.Scores.Length).Where(row => takes(UpliftTrainer.Fold(slice.Customers.Customers[row], folds)))];
        return new Slice(
            slice.Customers.ForCustomers(rows.Select(row => slice.Customers.Customers[row])),
            Array.ConvertAll(rows, row => slice.Happened[row]), Array.ConvertAll(rows, row => slice.Scores[row]));
    }

    private static double Loss(Slice slice, double[] scores)
    {
        double loss = 0;
        for (int row = 0; row < scores.Length; row++)
            loss += StableMath.SoftPlus(scores[row]) - (slice.Happened[row] ? scores[row] : 0);
        return loss;
    }
}

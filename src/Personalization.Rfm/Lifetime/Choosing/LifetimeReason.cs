using System.Globalization;

namespace Personalization.Rfm;

/// <summary>Which of several models is the best by a criterion, and that in words.</summary>
internal static class LifetimeReason
{
    /// <summary>The position of the lowest; the first of equals.</summary>
    public static int Best(IReadOnlyList<LifetimeCandidate> candidates, LifetimeCriterion criterion)
    {
        int best = 0;
        for (int i = 1; i < candidates.Count; i++)
        {
            // Not a number, where there is nobody to forecast, is worse than any.
            double value = Value(candidates[i], criterion), lowest = Value(candidates[best], criterion);
            if (value < lowest || (double.IsNaN(lowest) && !double.IsNaN(value))) best = i;
        }

        return best;
    }

    /// <param name="options">How it was chosen.</param>
    /// <param name="candidates">All of them.</param>
    /// <param name="chosen">The best one's position.</param>
    /// <param name="steady">Rate × time.</param>
    /// <param name="validation">What was forecast.</param>
    /// <param name="forecasts">Of each candidate, of each customer.</param>
    public static string Of(
        LifetimeChoiceOptions options, LifetimeCandidate[] candidates, int chosen, LifetimeForecastScore steady,
        LifetimeSummary validation, double[][] forecasts)
    {
        LifetimeCandidate best = candidates[chosen];
        LifetimeCriterion criterion = options.Criterion;
        bool validated = criterion is LifetimeCriterion.ValidationSquaredError or LifetimeCriterion.ValidationAbsoluteError;
        double days = validation.HoldOutLength * options.Summary.Unit.TotalDays;
        string what = criterion switch
        {
            LifetimeCriterion.ValidationSquaredError =>
                Text($"forecast the last {days:0} days of the calibration with the smallest squared error"),
            LifetimeCriterion.ValidationAbsoluteError =>
                Text($"forecast the last {days:0} days of the calibration with the smallest absolute error"),
            LifetimeCriterion.Aic => "has the lowest AIC on the calibration",
            _ => "has the lowest BIC on the calibration",
        };
        string reason = candidates.Length == 1
            ? $"{best.Name} was the only candidate"
            : Text($"{best.Name} {what} of {candidates.Length} models: {Measure(criterion)} {Shown(best, criterion)}");
        if (candidates.Length > 1)
        {
            int second = Second(candidates, chosen, criterion);
            reason += Text($", {candidates[second].Name} {Shown(candidates[second], criterion)}");
            if (validated) reason += Margin(validation.HoldOutPurchases, forecasts[chosen], forecasts[second], criterion);
        }

        reason += ".";
        if (validated && steady.RootMeanSquaredError < best.Validation.RootMeanSquaredError)
            reason += Text($" Rate × time did better ({steady.RootMeanSquaredError:F4}): don't rely on the model's forecasts.");
        if (!best.Model.Fit.HasConverged) reason += $" {best.Model.Fit.Explanation}";
        return reason;
    }

    private static double Value(LifetimeCandidate candidate, LifetimeCriterion criterion) => criterion switch
    {
        LifetimeCriterion.ValidationSquaredError => candidate.Validation.RootMeanSquaredError,
        LifetimeCriterion.ValidationAbsoluteError => candidate.Validation.MeanAbsoluteError,
        LifetimeCriterion.Aic => candidate.Aic,
        _ => candidate.Bic,
    };

    private static int Second(LifetimeCandidate[] candidates, int chosen, LifetimeCriterion criterion)
    {
        LifetimeCandidate[] others = [.. candidates.Where((_, i) => i != chosen)];
        int second = Best(others, criterion);
        return second < chosen ? second : second + 1;
    }

    /// <summary>
    /// Whether the two differ by more than two standard errors of the mean difference of their losses, customer by customer.
    /// </summary>
    private static string Margin(ReadOnlySpan<int> followed, double[] best, double[] second, LifetimeCriterion criterion)
    {
        double sum = 0, squares = 0;
        for (int row = 0; row < best.Length; row++)
        {
            double ours = Math.Abs(best[row] - followed[row]), theirs = Math.Abs(second[row] - followed[row]);
            double difference = criterion == LifetimeCriterion.ValidationAbsoluteError
                ? theirs - ours
                : (theirs * theirs) - (ours * ours);
            sum += difference;
            squares += difference * difference;
        }

        double mean = sum / best.Length, variance = Math.Max(0, (squares / best.Length) - (mean * mean));
        return mean > 2 * Math.Sqrt(variance / best.Length) ? "" : ", a difference that may be chance";
    }

    private static string Measure(LifetimeCriterion criterion) => criterion switch
    {
        LifetimeCriterion.ValidationSquaredError => "RMSE",
        LifetimeCriterion.ValidationAbsoluteError => "MAE",
        LifetimeCriterion.Aic => "AIC",
        _ => "BIC",
    };

    private static string Shown(LifetimeCandidate candidate, LifetimeCriterion criterion) =>
        Value(candidate, criterion).ToString(
            criterion is LifetimeCriterion.Aic or LifetimeCriterion.Bic ? "F1" : "F4", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}

using Personalization.Core;
using Personalization.Numerics;
using Personalization.Rfm;

namespace Personalization;

/// <summary>
/// How probable a purchase within the horizon is without an offer, and what tells it: the rates that were counted, or the model of who
/// stays away where it foretold the last horizon clearly better. Immutable.
/// </summary>
/// <param name="Customers">Customers whose last horizon was foretold both ways; 0 where there is no such model.</param>
/// <param name="RatesLogLoss">Mean log loss of the rates in nats; NaN where they weren't compared.</param>
/// <param name="ModelLogLoss">The same of the model.</param>
/// <param name="ByModel">Whether the model tells.</param>
public sealed record PurchaseProbabilities(int Customers, double RatesLogLoss, double ModelLogLoss, bool ByModel)
{
    private const int Folds = 5;

    /// <summary>Standard errors by which the model must be better: it isn't taken for chance.</summary>
    private const double Clearly = 2;

    /// <summary>Beyond these log-odds a probability is 0 or 1 to four digits.</summary>
    private const double Certain = 1e-6;

    /// <summary>From the score of staying away to the probability of a purchase within the horizon; null where rates tell.</summary>
    internal ScoreCalibration? Calibration { get; private init; }

    /// <summary>The probabilities of customers with these probabilities of staying away.</summary>
    internal double Of(double churn) => Calibration!.Apply(Score(churn));

    /// <summary>Looks from one horizon ago, with what was known then.</summary>
    internal static PurchaseProbabilities Compare(PipelineContext context, RepeatPurchaseOptions options)
    {
        PurchaseProbabilities none = new(0, double.NaN, double.NaN, false);
        if (context.Find<ChurnEstimate>() is not { Earlier: { } model, Features: { } features } churn) return none;
        if (options.HorizonDays > churn.HorizonDays) return none;
        // The earlier model's outcomes end a horizon of its own before now, which is no later than this moment.
        DateTime at = context.Customers.AsOf.AddDays(-options.HorizonDays);
        CustomerTable then = context.CustomersAt(at, features);
        OrderTable orders = context.Get<OrderTable>();
        RepeatPurchaseRates rates = RepeatPurchaseRates.From(orders, options with { ReferenceDate = at });
        if (rates.Windows == 0) return none;
        double[] counted = [.. rates.ToColumn(then).Values];
        double[] scores = Array.ConvertAll(model.Predict(then, context.CancellationToken), Score);
        bool[] bought = Bought(orders, then, at, at.AddDays(options.HorizonDays));
        int[] known = [.. Enumerable.Range(0, bought.Length).Where(row => double.IsFinite(counted[row]) && double.IsFinite(scores[row]))];
        if (known.Length < Folds * 20 || known.All(row => bought[row]) || !known.Any(row => bought[row])) return none;

        double[] calibrated = CrossFitted(then, scores, bought, known);
        double[] gains = [.. known.Select(row => Loss(counted[row], bought[row]) - Loss(calibrated[row], bought[row]))];
        double mean = gains.Average(), variance = gains.Sum(gain => (gain - mean) * (gain - mean)) / (gains.Length - 1);
        bool better = mean > Clearly * Math.Sqrt(variance / gains.Length);
        return new PurchaseProbabilities(
            known.Length, known.Average(row => Loss(counted[row], bought[row])), known.Average(row => Loss(calibrated[row], bought[row])),
            better)
        {
            Calibration = better ? Fit(scores, bought, known) : null,
        };
    }

    /// <summary>Log-odds of buying within the longer horizon.</summary>
    private static double Score(double churn)
    {
        double bounded = Math.Clamp(churn, Certain, 1 - Certain);
        return StableMath.Log((1 - bounded) / bounded);
    }

    private static ScoreCalibration Fit(double[] scores, bool[] bought, int[] rows) => ScoreCalibration.Fit(
        CalibrationKind.Platt, [.. rows.Select(row => scores[row])], [.. rows.Select(row => bought[row])]);

    /// <summary>Each fifth of the customers, by the hash of their ids, calibrated on the others.</summary>
    private static double[] CrossFitted(CustomerTable then, double[] scores, bool[] bought, int[] known)
    {
        double[] calibrated = new double[scores.Length];
        foreach (IGrouping<int, int> fold in known.GroupBy(
            row => (int)(StableHash.Mix(StableHash.Fnv1a(then.Customers[row].Value)) % Folds)))
        {
            ScoreCalibration others = Fit(scores, bought, [.. known.Except(fold)]);
            foreach (int row in fold) calibrated[row] = others.Apply(scores[row]);
        }

        return calibrated;
    }

    private static double Loss(double probability, bool happened) =>
        -StableMath.Log(Math.Max(happened ? probability : 1 - probability, 1e-15));

    private static bool[] Bought(OrderTable orders, CustomerTable customers, DateTime from, DateTime until)
    {
        int[] rows = customers.Customers.RowsIn(orders.Customers);
        return Array.ConvertAll(rows, row =>
        {
            CustomerOrders own = orders.OrdersOf(row);
            for (int i = own.Count - 1; i >= 0 && own.TimeAt(i) >= from.Ticks; i--)
            {
                if (own.TimeAt(i) < until.Ticks) return true;
            }

            return false;
        });
    }
}

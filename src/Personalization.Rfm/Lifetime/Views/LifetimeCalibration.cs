namespace Personalization.Rfm;

/// <summary>Customers by their number of repeat purchases: how many there are and were expected, and what they bought afterwards.</summary>
/// <param name="RepeatPurchases">Number of repeat purchases in calibration; of the last class, so many or more.</param>
/// <param name="Customers">Customers who have so many.</param>
/// <param name="ExpectedCustomers">Customers whom the model expects to have so many, given their ages alone.</param>
/// <param name="HoldOutMean">Mean purchases of these customers in the hold-out; NaN without customers or hold-out.</param>
/// <param name="ForecastMean">Mean forecast of these customers for the hold-out; NaN without customers or hold-out.</param>
public sealed record LifetimeFrequencyClass(
    int RepeatPurchases, int Customers, double ExpectedCustomers, double HoldOutMean, double ForecastMean);

/// <summary>
/// Whether a model fits, in the two pictures of Fader, Hardie and Lee (2005): customers by number of repeat purchases, actual and expected
/// (in sample), and their mean purchases in the hold-out, actual and forecast (out of sample).
/// </summary>
public static class LifetimeCalibration
{
    /// <summary>Classes 0, 1, …, <paramref name="last"/> or more. O(customers · last).</summary>
    /// <param name="model">Fitted to the summary's calibration.</param>
    /// <param name="summary">The customers.</param>
    /// <param name="last">The class that takes all above it, 1 to 1,000. Default 7.</param>
    /// <param name="cancellationToken">Stops between customers.</param>
    /// <exception cref="ArgumentOutOfRangeException">The last class is outside its range.</exception>
    public static IReadOnlyList<LifetimeFrequencyClass> Of(
        IPurchaseModel model, LifetimeSummary summary, int last = 7, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(summary);
        Guard.InRange(last, 1, 1_000);
        int[] customers = new int[last + 1];
        double[] expected = new double[last + 1], actual = new double[last + 1], forecast = new double[last + 1];
        Dictionary<double, double[]> byAge = [];
        for (int row = 0; row < summary.Count; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            LifetimeRow customer = summary[row];
            int of = Math.Min(customer.RepeatPurchases, last);
            customers[of]++;
            actual[of] += summary.HoldOutPurchases[row];
            if (summary.HoldOutLength > 0) forecast[of] += model.ExpectedPurchases(customer, summary.HoldOutLength);
            if (!byAge.TryGetValue(customer.Age, out double[]? shares)) byAge.Add(customer.Age, shares = Shares(model, customer.Age, last));
            for (int k = 0; k <= last; k++) expected[k] += shares[k];
        }

        LifetimeFrequencyClass[] classes = new LifetimeFrequencyClass[last + 1];
        for (int k = 0; k <= last; k++)
        {
            double count = summary.HoldOutLength > 0 && customers[k] > 0 ? customers[k] : double.NaN;
            classes[k] = new LifetimeFrequencyClass(k, customers[k], expected[k], actual[k] / count, forecast[k] / count);
        }

        return classes;
    }

    private static double[] Shares(IPurchaseModel model, double age, int last)
    {
        double[] shares = new double[last + 1];
        double rest = 1;
        for (int k = 0; k < last; k++)
        {
            shares[k] = model.ProbabilityOfPurchasesOfNew(k, age);
            rest -= shares[k];
        }

        shares[last] = Math.Max(0, rest);
        return shares;
    }
}

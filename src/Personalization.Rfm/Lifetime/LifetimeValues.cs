using System.Globalization;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Rfm;

/// <summary>What customers are worth from now on, by a model of purchases and one of spend.</summary>
public static class LifetimeValues
{
    private const int CustomersPerChunk = 4096;

    /// <summary>
    /// Expected purchases over the horizon, each discounted to now: Σ (E(tₖ) − E(tₖ₋₁)) e^(−δ (tₖ + tₖ₋₁)/2). O(steps).
    /// </summary>
    /// <param name="model">The model of purchases.</param>
    /// <param name="customer">What is known of the customer.</param>
    /// <param name="options">How far to look, and how to discount; null: the defaults.</param>
    /// <exception cref="ArgumentException">The row can't be: see <see cref="LifetimeRow"/>.</exception>
    public static double DiscountedPurchases(this IPurchaseModel model, LifetimeRow customer, LifetimeValueOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new LifetimeValueOptions();
        if (options.DiscountRate == 0) return model.ExpectedPurchases(customer, options.Horizon);
        double sum = 0, before = 0, step = options.Horizon / options.Steps;
        for (int k = 1; k <= options.Steps; k++)
        {
            double until = model.ExpectedPurchases(customer, k == options.Steps ? options.Horizon : k * step);
            sum += (until - before) * StableMath.Exp(-options.DiscountRate * step * (k - .5));
            before = until;
        }

        return sum;
    }

    /// <summary>
    /// Residual lifetime value in the currency of the amounts: margin × expected spend × discounted purchases; NaN where the expected spend
    /// doesn't exist. What the customer has bought already isn't in it.
    /// </summary>
    /// <param name="model">The model of purchases.</param>
    /// <param name="spend">The model of amounts.</param>
    /// <param name="customer">What is known of the customer.</param>
    /// <param name="options">How far to look, and how to discount; null: the defaults.</param>
    /// <exception cref="ArgumentException">The row can't be: see <see cref="LifetimeRow"/>.</exception>
    public static double LifetimeValue(
        this IPurchaseModel model, GammaGammaModel spend, LifetimeRow customer, LifetimeValueOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(spend);
        options ??= new LifetimeValueOptions();
        return options.Margin * spend.ExpectedSpend(customer) * model.DiscountedPurchases(customer, options);
    }

    /// <summary>
    /// All customers of a summary with the columns <c>probability_alive</c> and <c>expected_purchases</c>, and with a model of spend
    /// <c>expected_spend</c>, <c>lifetime_value</c> and <c>win_back_value</c>, missing where they don't exist. O(customers · steps).
    /// </summary>
    /// <param name="model">The model of purchases, fitted in the summary's unit.</param>
    /// <param name="summary">The customers.</param>
    /// <param name="spend">The model of amounts; null: without the columns of money.</param>
    /// <param name="options">How far to look, and how to discount; null: the defaults.</param>
    /// <param name="cancellationToken">Stops between chunks of customers.</param>
    public static CustomerTable Score(
        this IPurchaseModel model, LifetimeSummary summary, GammaGammaModel? spend = null, LifetimeValueOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(summary);
        options ??= new LifetimeValueOptions();
        double[] alive = new double[summary.Count], purchases = new double[summary.Count];
        double[] spends = new double[summary.Count], values = new double[summary.Count];
        ParallelChunks.Run(
            summary.Count,
            CustomersPerChunk,
            (_, start, end) =>
            {
                LifetimeAnswers answers = new(model, options.Horizon);
                for (int row = start; row < end; row++)
                {
                    LifetimeRow customer = summary[row];
                    (alive[row], purchases[row]) = answers.Of(customer);
                    if (spend is null) continue;
                    spends[row] = spend.ExpectedSpend(customer);
                    values[row] = options.Margin * spends[row]
                        * (options.DiscountRate == 0 ? purchases[row] : model.DiscountedPurchases(customer, options));
                }
            },
            options.Threads,
            cancellationToken);

        return LifetimeScoreColumns.Of(summary, options, alive, purchases, spend is null ? null : (spends, values));
    }
}

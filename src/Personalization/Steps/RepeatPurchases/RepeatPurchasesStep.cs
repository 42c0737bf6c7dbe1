using Personalization.Core;
using Personalization.Rfm;

namespace Personalization;

/// <summary>
/// Counts in the shop's own past how often customers come back without an offer. Finds <see cref="RepeatPurchaseRates"/>, writes the column
/// purchase_probability.
/// </summary>
/// <param name="options">How; null: the defaults. Its reference date is that of the run.</param>
public sealed class RepeatPurchasesStep(RepeatPurchaseOptions? options = null) : IPipelineStep
{
    /// <inheritdoc />
    public string Name => "repeat_purchases";

    /// <inheritdoc />
    public void Run(PipelineContext context)
    {
        RepeatPurchaseRates rates = RepeatPurchaseRates.From(
            context.Get<OrderTable>(), (options ?? new RepeatPurchaseOptions()) with { ReferenceDate = context.Customers.AsOf });
        context.Add(rates);
        context.AddColumns(rates.ToColumn(context.Customers));
    }
}

/// <summary>What <see cref="RepeatPurchasesStep"/> found.</summary>
public static class RepeatPurchasesFindings
{
    extension(PersonalizationResult result)
    {
        /// <summary>How often customers come back without an offer.</summary>
        public RepeatPurchaseRates RepeatPurchases => result.Get<RepeatPurchaseRates>();
    }
}

using System.Text.Json;
using Personalization.Core;
using Personalization.Rfm;

namespace Personalization;

/// <summary>
/// Counts in the shop's own past how often customers come back without an offer. Finds <see cref="RepeatPurchaseRates"/> and
/// <see cref="PurchaseProbabilities"/>, writes the column purchase_probability: by the rates, or by the model of <see cref="ChurnStep"/>
/// where that ran before and foretold the last horizon clearly better.
/// </summary>
/// <param name="options">How; null: the defaults. Its reference date is that of the run.</param>
public sealed class RepeatPurchasesStep(RepeatPurchaseOptions? options = null) : IPipelineStep
{
    /// <inheritdoc />
    public string Name => "repeat_purchases";

    /// <inheritdoc />
    public void Run(PipelineContext context)
    {
        RepeatPurchaseOptions asked = (options ?? new RepeatPurchaseOptions()) with { ReferenceDate = context.Customers.AsOf };
        RepeatPurchaseRates rates = RepeatPurchaseRates.From(context.Get<OrderTable>(), asked);
        context.Add(rates);
        PurchaseProbabilities by = PurchaseProbabilities.Compare(context, asked);
        context.Add(by);
        NumberColumn column = rates.ToColumn(context.Customers);
        if (!by.ByModel)
        {
            context.AddColumns(column);
            return;
        }

        // Whom the model doesn't know keeps the rate.
        NumericColumn churn = context.Customers.Column<NumericColumn>(ColumnNames.ChurnProbability);
        context.AddColumns(new NumberColumn(
            column.Name,
            [.. Enumerable.Range(0, column.Count).Select(row => churn.IsMissing(row) ? column.Values[row] : by.Of(churn.NumberAt(row)))])
        {
            Description = column.Description,
        });
    }

    /// <inheritdoc />
    public void Summarize(PersonalizationResult result, Utf8JsonWriter summary)
    {
        PurchaseProbabilities by = result.Get<PurchaseProbabilities>();
        summary.WriteStartObject("purchase_probability");
        summary.WriteString("by", by.ByModel ? "churn" : "rates");
        if (by.Customers > 0)
        {
            summary.WriteNumber("rates_log_loss", Math.Round(by.RatesLogLoss, 4));
            summary.WriteNumber("model_log_loss", Math.Round(by.ModelLogLoss, 4));
        }

        summary.WriteEndObject();
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

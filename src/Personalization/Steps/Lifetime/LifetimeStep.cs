using System.Text.Json;
using Personalization.Core;
using Personalization.Insights;
using Personalization.Rfm;

namespace Personalization;

/// <summary>
/// Learns of the shop's own past who is still there, how often they will buy and what that is worth. Finds <see cref="LifetimeEstimate"/>,
/// writes the columns probability_alive, expected_purchases, expected_spend, lifetime_value and win_back_value, and saves the models
/// <c>lifetime</c> and <c>spend</c>.
/// </summary>
/// <param name="options">How; null: the defaults.</param>
public sealed class LifetimeStep(LifetimeStepOptions? options = null) : IPipelineStep
{
    private readonly LifetimeStepOptions _options = options ?? new LifetimeStepOptions();

    /// <inheritdoc />
    public string Name => "lifetime";

    /// <inheritdoc />
    public double Weight => 3;

    /// <inheritdoc />
    public void Run(PipelineContext context)
    {
        LifetimeEstimate estimate = Estimate(context);
        context.Add(estimate);
        if (estimate is not { Choice: { } choice, Customers: { } customers }) return;
        context.AddModel(PersonalizationFiles.Lifetime, choice.Model);
        if (estimate.Spend is { } spend) context.AddModel(PersonalizationFiles.Spend, spend);
        int[] rows = context.Customers.Customers.RowsIn(customers.Customers);
        context.AddColumns([.. customers.Columns.Select(column => column.Take(rows))]);
    }

    /// <inheritdoc />
    public void Report(PersonalizationResult result, ReportBuilder report) => LifetimeReport.Add(report, result);

    /// <inheritdoc />
    public IEnumerable<OutputFile> Files(PersonalizationResult result)
    {
        if (result.Lifetime.Choice is null) yield return PersonalizationFiles.NoModel(PersonalizationFiles.Lifetime);
        if (result.Lifetime.Spend is null) yield return PersonalizationFiles.NoModel(PersonalizationFiles.Spend);
    }

    /// <inheritdoc />
    public void Summarize(PersonalizationResult result, Utf8JsonWriter summary)
    {
        LifetimeEstimate estimate = result.Lifetime;
        summary.WriteStartObject("lifetime");
        if (estimate.Reason is { } reason) summary.WriteString("reason", reason);
        if (estimate is { Choice: { } choice })
        {
            summary.WriteString("model", choice.Chosen.Name);
            summary.WriteString("reason", choice.Reason);
            if (double.IsFinite(choice.Chosen.Validation.TotalError))
                summary.WriteNumber("validation_total_error", Math.Round(choice.Chosen.Validation.TotalError, 4));
        }

        summary.WriteEndObject();
    }

    private LifetimeEstimate Estimate(PipelineContext context)
    {
        int? threads = context.Options.Threads;
        LifetimeChoiceOptions choosing = _options.Choice with
        {
            // The reference date is the moment after all that counts: midnight means that the day before was the last.
            Summary = _options.Choice.Summary with
            {
                CalibrationEnd = context.Customers.AsOf.AddTicks(-1).Date,
                HoldOutEnd = null,
                AllowMixedCurrencies =
                    _options.Choice.Summary.AllowMixedCurrencies || context.Find<RfmTable>()?.Options.AllowMixedCurrencies == true,
            },
            Threads = threads,
        };
        OrderTable orders = context.Get<OrderTable>();
        LifetimeSummary summary = LifetimeSummary.From(orders, choosing.Summary with { Threads = threads }, context.CancellationToken);
        int repeat = summary.RepeatPurchases.ToArray().Count(own => own > 0);
        if (repeat < _options.FewestRepeatCustomers)
        {
            return new LifetimeEstimate(
                _options,
                $"No lifetime value: {ReportText.Counted(repeat, "customer", "customers")} of {ReportText.Count(summary.Count)} came back "
                + $"on another day, and with fewer than {ReportText.Count(_options.FewestRepeatCustomers)} very different futures fit "
                + "equally.");
        }

        LifetimeChoice choice = new LifetimeChooser(choosing).Choose(orders, context.Progress, context.CancellationToken);
        GammaGammaModel? spend = summary.AverageSpends.ToArray().Any(own => own > 0)
            ? new GammaGammaTrainer(choosing.Fit with { Threads = threads }).Fit(summary, null, context.CancellationToken)
            : null;
        CustomerTable scores = choice.Model.Score(summary, spend, _options.Value with { Threads = threads }, context.CancellationToken);
        return new LifetimeEstimate(_options, choice, spend, scores);
    }
}

/// <summary>What <see cref="LifetimeStep"/> found.</summary>
public static class LifetimeFindings
{
    extension(PersonalizationResult result)
    {
        /// <summary>What customers are worth from here on.</summary>
        public LifetimeEstimate Lifetime => result.Get<LifetimeEstimate>();
    }
}

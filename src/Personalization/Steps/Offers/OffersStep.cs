using System.Globalization;
using System.Text.Json;
using Personalization.Core;
using Personalization.Incentives;
using Personalization.Insights;

namespace Personalization;

/// <summary>What <see cref="OffersStep"/> offers. Immutable; every default is valid.</summary>
public sealed record OffersStepOptions
{
    /// <summary>The offers. Default: the shipped example.</summary>
    public OfferCatalogue Catalogue { get; init; } = OfferCatalogue.Example;

    /// <summary>How offers are given; budget and threads follow from the run's options.</summary>
    public AllocationOptions Allocation { get; init; } = new();

    /// <summary>Codes that offers hand out; null (default): offers with codes aren't held back for want of them.</summary>
    public CodePools? Codes { get; init; }
}

/// <summary>Decides on an offer for each customer, within the budget. Finds <see cref="OfferPlan"/>.</summary>
/// <param name="options">What; null: the defaults.</param>
public sealed class OffersStep(OffersStepOptions? options = null) : IPipelineStep
{
    private readonly OffersStepOptions _options = options ?? new OffersStepOptions();

    /// <inheritdoc />
    public string Name => "offers";

    /// <inheritdoc />
    public double Weight => 3;

    /// <inheritdoc />
    public void Run(PipelineContext context) => context.Add(new OfferAllocator(
            _options.Allocation with { Budget = context.Options.Budget, Threads = context.Options.Threads })
        .Allocate(
            context.Customers,
            new EligibilityContext
            {
                At = new DateTimeOffset(context.Customers.AsOf, TimeSpan.Zero),
                Catalogue = _options.Catalogue,
                History = context.Options.History,
                Consent = context.Consent,
                Events = context.Find<EventLog>(),
                Codes = _options.Codes,
            },
            context.Progress, context.CancellationToken));

    /// <inheritdoc />
    public void Report(PersonalizationResult result, ReportBuilder report) => OffersReport.Add(report, result.Offers, RfmGroups.Of(result));

    /// <inheritdoc />
    public IEnumerable<OutputFile> Files(PersonalizationResult result) =>
        [new OutputFile(PersonalizationFiles.Offers, stream => Write(result.Offers, stream))];

    /// <inheritdoc />
    public void Summarize(PersonalizationResult result, Utf8JsonWriter summary)
    {
        summary.WriteStartObject("offers");
        summary.WriteNumber("count", result.Offers.Total.Offers);
        summary.WriteNumber("cost", result.Offers.BudgetUsed);
        summary.WriteNumber("budget", result.Offers.Budget);
        summary.WriteNumber("expected_value", result.Offers.Total.ExpectedNet);
        summary.WriteEndObject();
    }

    private static string Words(PutOffOffer put) => put.Until is { } until
        ? string.Create(CultureInfo.InvariantCulture, $"{put.OfferId} until {until:yyyy-MM-dd'T'HH:mm}: {put.Reason}")
        : $"{put.OfferId} dropped: {put.Reason}";

    private static void Write(OfferPlan plan, Stream destination)
    {
        using CsvTableWriter csv = new(
            destination,
            [
                "customer_id", "segment", "offer_id", "offer", "expected_cost", "worst_case_cost", "expected_margin",
                "expected_later_margin", "expected_value", "baseline_probability", "uplift", "uplift_error", "expires", "variant", "items",
                "put_off", "reasons",
            ],
            leaveOpen: true);
        // A row for each offer: a customer may get several.
        foreach (OfferDecision decision in plan.Decisions.SelectMany(first => (OfferDecision[])[first, .. first.Beside]))
        {
            csv.Write(decision.Customer.Value).Write(decision.Profile.Segment).Write(decision.Offer?.Id).Write(decision.Offer?.Name);
            csv.Write(decision.ExpectedCost).Write(decision.WorstCaseCost).Write(decision.ExpectedMargin);
            csv.Write(decision.ExpectedLaterMargin).Write(decision.ExpectedNet);
            csv.Write(Math.Round(decision.BaselineProbability, NumberColumn.DefaultDecimals)).Write(
                Math.Round(decision.Uplift, NumberColumn.DefaultDecimals));
            csv.Write(Math.Round(decision.UpliftError, NumberColumn.DefaultDecimals));
            csv.Write(decision.Expires?.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));
            csv.Write(decision.Variant).Write(string.Join(' ', decision.Items.Select(item => item.Value)));
            csv.Write(string.Join(" | ", decision.PutOff.Select(Words))).Write(string.Join(" | ", decision.Reasons));
            csv.EndRow();
        }
    }
}

/// <summary>What <see cref="OffersStep"/> found.</summary>
public static class OffersFindings
{
    extension(PersonalizationResult result)
    {
        /// <summary>A decision for each customer, within the budget.</summary>
        public OfferPlan Offers => result.Get<OfferPlan>();
    }
}

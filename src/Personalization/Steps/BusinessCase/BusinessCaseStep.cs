using System.Text.Json;
using Personalization.Incentives;
using Personalization.Insights;

namespace Personalization;

/// <summary>
/// Says what the plan of offers is worth over years, how sure that is, and when it has paid. Finds <see cref="PlanBusinessCase"/>. Not
/// among the default steps: a shop adds it behind <see cref="OffersStep"/> with its own figures.
/// </summary>
/// <param name="options">What is assumed beside the plan; null: the defaults.</param>
public sealed class BusinessCaseStep(BusinessCaseOptions? options = null) : IPipelineStep
{
    private readonly BusinessCaseOptions _options = options ?? new BusinessCaseOptions();

    /// <inheritdoc />
    public string Name => "business_case";

    /// <inheritdoc />
    public void Run(PipelineContext context) => context.Add(PlanBusinessCase.Of(context.Get<OfferPlan>(), _options));

    /// <inheritdoc />
    public void Report(PersonalizationResult result, ReportBuilder report) => BusinessCaseSection.Add(report, result.BusinessCase);

    /// <inheritdoc />
    public void Summarize(PersonalizationResult result, Utf8JsonWriter summary)
    {
        PlanBusinessCase own = result.BusinessCase;
        (decimal low, decimal high) = own.Uncertainty.Interval;
        summary.WriteStartObject("business_case");
        summary.WriteNumber("years", own.Options.Years);
        summary.WriteNumber("net_present_value", own.Flows.NetPresentValue);
        summary.WriteNumber("low", low);
        summary.WriteNumber("high", high);
        if (own.Flows.PaidBackIn is { } paid) summary.WriteNumber("paid_back_in", paid);
        summary.WriteEndObject();
    }
}

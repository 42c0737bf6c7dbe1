using Personalization.Incentives;
using Personalization.Insights;

namespace Personalization;

/// <summary>Prints a value model in the report beside the plan. Not among the default steps: a shop adds it with its own figures.</summary>
/// <param name="value">The value model, computed.</param>
public sealed class BusinessValueStep(BusinessValueReport value) : IPipelineStep
{
    private readonly BusinessValueReport _value = value ?? throw new ArgumentNullException(nameof(value));

    /// <inheritdoc />
    public string Name => "business_value";

    /// <inheritdoc />
    public void Run(PipelineContext context) => context.Add(_value);

    /// <inheritdoc />
    public void Report(PersonalizationResult result, ReportBuilder report) => BusinessValueSection.Add(report, _value);
}

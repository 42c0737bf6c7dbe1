using Personalization.Core;
using Personalization.Insights;
using Personalization.Recommendations;

namespace Personalization;

/// <summary>
/// Measures what each customer is drawn to: categories, and cheap or dear items within them. Finds <see cref="CustomerAffinities"/>, writes
/// its columns, and shows categories by segment where segments differ.
/// </summary>
/// <param name="options">How; null: the defaults.</param>
public sealed class AffinityStep(AffinityOptions? options = null) : IPipelineStep
{
    /// <inheritdoc />
    public string Name => "affinity";

    /// <inheritdoc />
    public void Run(PipelineContext context)
    {
        CustomerAffinities affinities = CustomerAffinities.From(context.Log, options, context.CancellationToken);
        context.Add(affinities);
        context.AddColumns(affinities.ToColumns(context.Customers.Customers));
    }

    /// <inheritdoc />
    public void Report(PersonalizationResult result, ReportBuilder report) => AffinityReport.Add(report, result);
}

/// <summary>What <see cref="AffinityStep"/> found.</summary>
public static class AffinityFindings
{
    extension(PersonalizationResult result)
    {
        /// <summary>What each customer is drawn to.</summary>
        public CustomerAffinities Affinities => result.Get<CustomerAffinities>();
    }
}

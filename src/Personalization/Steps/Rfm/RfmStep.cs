using System.Text.Json;
using Personalization.Core;
using Personalization.Insights;
using Personalization.Rfm;

namespace Personalization;

/// <summary>Measures recency, frequency and monetary value. Finds <see cref="RfmTable"/>, writes its columns.</summary>
/// <param name="options">
/// How orders become R, F and M; null: the defaults. Its reference date and threads follow from the run's options.
/// </param>
public sealed class RfmStep(RfmOptions? options = null) : IPipelineStep
{
    /// <inheritdoc />
    public string Name => "rfm";

    /// <inheritdoc />
    public void Run(PipelineContext context)
    {
        RfmTable rfm = RfmTable.From(
            context.Get<OrderTable>(),
            (options ?? new RfmOptions()) with { ReferenceDate = context.Options.ReferenceDate, Threads = context.Options.Threads },
            context.CancellationToken);
        context.Add(rfm);
        context.AddCustomers(rfm.ToCustomerTable());
    }

    /// <inheritdoc />
    public void Report(PersonalizationResult result, ReportBuilder report) => RfmReport.Add(report, RfmGroups.Of(result));

    /// <inheritdoc />
    public void Summarize(PersonalizationResult result, Utf8JsonWriter summary) =>
        summary.WriteString(
            "reference_date",
            result.Rfm.ReferenceDate.ToString("yyyy-MM-dd'T'HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture));
}

/// <summary>What <see cref="RfmStep"/> found.</summary>
public static class RfmFindings
{
    extension(PersonalizationResult result)
    {
        /// <summary>Recency, frequency and monetary value of each customer who bought.</summary>
        public RfmTable Rfm => result.Get<RfmTable>();
    }
}

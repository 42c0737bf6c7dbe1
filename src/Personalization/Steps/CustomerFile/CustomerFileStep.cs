using System.Text.Json;
using Personalization.Core;
using Personalization.Data;
using Personalization.Insights;

namespace Personalization;

/// <summary>
/// What the shop knows of its customers beside their events: a second file, joined by customer id. Writes a column for each of its columns,
/// typed by the values, and the ages and days that its dates say; what its columns of consent say holds for every later step. Finds
/// <see cref="CustomerFileFindings"/>. Stands behind <c>rfm</c>, which makes the table:
/// <c>PipelineSteps.Default.AddAfter&lt;RfmStep&gt;(new CustomerFileStep("crm.csv"))</c>. A column whose name a step writes too is called
/// <c>given_</c> and its name.
/// </summary>
public sealed class CustomerFileStep : IPipelineStep
{
    /// <summary>Name of the step, on its columns too.</summary>
    public const string StepName = "customer_file";

    private readonly Func<CancellationToken, CustomerFileTable> _read;

    /// <summary>A step that reads a file with each run.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is read; null: the defaults.</param>
    public CustomerFileStep(string path, CustomerFileOptions? options = null)
    {
        Guard.NotBlank(path, nameof(path));
        _read = cancellationToken => CustomerFile.Read(path, options, cancellationToken);
    }

    /// <summary>A step for what was read already.</summary>
    public CustomerFileStep(CustomerFileTable customers)
    {
        ArgumentNullException.ThrowIfNull(customers);
        _read = _ => customers;
    }

    /// <inheritdoc />
    public string Name => StepName;

    /// <inheritdoc />
    /// <exception cref="EventFileException">The file can't be read, or knows none of the customers.</exception>
    public void Run(PipelineContext context)
    {
        CustomerFileTable file = _read(context.CancellationToken);
        CustomerFileJoin join = file.Join(context.Customers, context.Log.Customers);
        if (join.Matched == 0)
        {
            throw new EventFileException(
                $"{file.Report.Source}: none of its {file.Customers.Count:N0} customers has bought anything in the events. Its column "
                + $"'{file.Report.IdColumn}' has ids such as {Quoted(join.InFileOnlyExamples)}, the events have "
                + $"{Quoted(join.InTableOnlyExamples)}. Name the column of the same ids: --customers-id COLUMN "
                + "(CustomerFileOptions.IdColumn), or that of the events: --map customer=COLUMN.");
        }

        context.Add(new CustomerFileFindings(file.Report, join));
        context.AddGivenColumns(join.Columns);
        if (file.ToConsent() is { } consent) context.AddConsent(consent);
    }

    /// <inheritdoc />
    public void Report(PersonalizationResult result, ReportBuilder report)
    {
        if (result.Find<CustomerFileFindings>() is { } found) CustomerFileReportSection.Add(report, found, result.Customers);
    }

    /// <inheritdoc />
    public IEnumerable<OutputFile> Files(PersonalizationResult result) =>
    [
        new OutputFile(PersonalizationFiles.CustomerFile, result.Find<CustomerFileFindings>() is { } found ? found.WriteJson : null),
        new OutputFile(PersonalizationFiles.AttributeProfiles, GroupAttributes.Of(result).Write),
    ];

    /// <inheritdoc />
    public void Summarize(PersonalizationResult result, Utf8JsonWriter summary)
    {
        if (result.Find<CustomerFileFindings>() is not { } found) return;
        summary.WriteStartObject(StepName);
        summary.WriteNumber("rows_read", found.File.RowsRead);
        summary.WriteNumber("customers", found.File.Customers);
        summary.WriteNumber("matched", found.Join.Matched);
        summary.WriteNumber("in_file_only", found.Join.InFileOnly);
        summary.WriteNumber("in_events_only", found.Join.InTableOnly);
        summary.WriteNumber("columns", found.Join.Columns.Count);
        summary.WriteEndObject();
    }

    private static string Quoted(IReadOnlyList<string> ids) => string.Join(", ", ids.Take(3).Select(id => $"'{id}'"));
}

using System.Text.Json;
using Personalization.Core;
using Personalization.Insights;

namespace Personalization;

/// <summary>
/// Learns of the shop's own past how probable it is that a customer buys nothing within a horizon. Finds <see cref="ChurnEstimate"/>,
/// writes the column churn_probability, saves the model <c>churn</c> where the trainer's model can be.
/// </summary>
/// <param name="options">How; null: the defaults.</param>
public sealed class ChurnStep(ChurnStepOptions? options = null) : IPipelineStep
{
    private readonly ChurnStepOptions _options = options ?? new ChurnStepOptions();

    /// <inheritdoc />
    public string Name => "churn";

    /// <inheritdoc />
    public double Weight => 4;

    /// <inheritdoc />
    public void Run(PipelineContext context)
    {
        ChurnEstimate churn = new ChurnLearner(context, _options).Learn();
        context.Add(churn);
        if (churn is not { Model: { } model, Customers: { } customers }) return;
        if (CanBeSaved(model)) context.AddModel(PersonalizationFiles.Churn, model);
        double[] probabilities = model.Predict(customers, context.CancellationToken);
        int[] rows = context.Customers.Customers.RowsIn(customers.Customers);
        context.AddColumns(new NumberColumn(
            ColumnNames.ChurnProbability, Array.ConvertAll(rows, row => row < 0 ? double.NaN : probabilities[row]))
        {
            Description = $"Probability of {model.Outcome}.",
        });
    }

    /// <inheritdoc />
    public void Report(PersonalizationResult result, ReportBuilder report) => ChurnReport.Add(report, result);

    /// <inheritdoc />
    public IEnumerable<OutputFile> Files(PersonalizationResult result) =>
        result.Models.ContainsKey(PersonalizationFiles.Churn) ? [] : [PersonalizationFiles.NoModel(PersonalizationFiles.Churn)];

    /// <inheritdoc />
    public void Summarize(PersonalizationResult result, Utf8JsonWriter summary)
    {
        ChurnEstimate churn = result.Churn;
        summary.WriteStartObject("churn");
        summary.WriteNumber("horizon_days", churn.HorizonDays);
        if (churn.Reason is { } reason) summary.WriteString("reason", reason);
        if (churn.Validation is { } validation && double.IsFinite(validation.Auc))
        {
            summary.WriteNumber("auc", Math.Round(validation.Auc, 4));
            summary.WriteNumber("calibration_error", Math.Round(validation.CalibrationError, 4));
        }

        summary.WriteEndObject();
    }

    /// <summary>Some pipelines of other libraries can't be written; what they predict is told all the same.</summary>
    private static bool CanBeSaved(IProbabilityModel model)
    {
        try
        {
            model.Save(Stream.Null);
            return true;
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }
}

/// <summary>What <see cref="ChurnStep"/> found.</summary>
public static class ChurnFindings
{
    extension(PersonalizationResult result)
    {
        /// <summary>Who will buy nothing within a horizon.</summary>
        public ChurnEstimate Churn => result.Get<ChurnEstimate>();
    }
}

using System.Text.Json;
using Personalization.Core;
using Personalization.Data;
using Personalization.Insights;
using Personalization.Prediction;

namespace Personalization;

/// <summary>
/// How customers speak: reviews and notes, scored and joined by customer id. Writes <c>review_count</c>, <c>sentiment_mean</c> and
/// <c>sentiment_last</c>, of what was written before the table's moment alone, so that a model of the past doesn't see the future. Finds
/// <see cref="SentimentFindings"/>. Stands behind <c>rfm</c>, which makes the table:
/// <c>PipelineSteps.Default.AddAfter&lt;RfmStep&gt;(new SentimentStep("reviews.csv"))</c>.
/// </summary>
public sealed class SentimentStep : IPipelineStep
{
    /// <summary>Name of the step, on its columns too.</summary>
    public const string StepName = "sentiment";

    /// <summary>Name of the column of mean scores.</summary>
    public const string Mean = "sentiment_mean";

    /// <summary>Name of the column of the latest scores.</summary>
    public const string Last = "sentiment_last";

    /// <summary>Name of the column of numbers of notes.</summary>
    public const string Reviews = "review_count";

    private const int MostWords = 10;

    private readonly Func<CancellationToken, ScoredNotes> _read;

    /// <summary>A step that reads and scores a file with each run.</summary>
    /// <param name="path">The file, with columns of the customer, the time and the text.</param>
    /// <param name="options">How it is read; null: the defaults.</param>
    /// <param name="analyzer">Scores a text; null: by the English lexicon.</param>
    public SentimentStep(string path, NotesFileOptions? options = null, SentimentAnalyzer? analyzer = null)
    {
        Guard.NotBlank(path, nameof(path));
        _read = cancellationToken =>
            ScoredNotes.From(NotesFile.Read(path, options, cancellationToken), analyzer, cancellationToken);
    }

    /// <summary>A step for notes that were read and scored already, by words or by <see cref="ChatSentiment"/>.</summary>
    public SentimentStep(ScoredNotes notes)
    {
        ArgumentNullException.ThrowIfNull(notes);
        _read = _ => notes;
    }

    /// <inheritdoc />
    public string Name => StepName;

    /// <inheritdoc />
    /// <exception cref="EventFileException">The file can't be read.</exception>
    public void Run(PipelineContext context)
    {
        CustomerTable customers = context.Customers;
        ScoredNotes scored = _read(context.CancellationToken);
        long[] counts = new long[customers.Count];
        double[] sums = new double[customers.Count], last = new double[customers.Count];
        Array.Fill(last, double.NaN);
        Dictionary<string, int> good = new(StringComparer.Ordinal), bad = new(StringComparer.Ordinal);
        int later = 0, others = 0, positive = 0, negative = 0;
        // Notes stand in the order of their times, so the one that comes last is the latest.
        for (int i = 0; i < scored.Scores.Count; i++)
        {
            (CustomerNote note, SentimentScore score) = (scored.Notes.Notes[i], scored.Scores[i]);
            if (note.Time >= customers.AsOf)
            {
                later++;
                continue;
            }

            if (!customers.Customers.TryGetRow(note.Customer, out int row))
            {
                others++;
                continue;
            }

            counts[row]++;
            sums[row] += score.Value;
            last[row] = score.Value;
            if (score.Label == SentimentLabel.Positive) positive++;
            else if (score.Label == SentimentLabel.Negative) negative++;
            foreach (SentimentWord word in score.Words)
            {
                Dictionary<string, int> tally = word.Weight > 0 ? good : bad;
                string key = word.Text.ToLowerInvariant();
                tally[key] = tally.GetValueOrDefault(key) + 1;
            }
        }

        CustomerNotes notes = scored.Notes;
        context.Add(new SentimentFindings
        {
            Source = notes.Source,
            Notes = (int)counts.Sum(),
            Customers = counts.Count(count => count > 0),
            Positive = positive,
            Negative = negative,
            ByChat = scored.ByChat,
            Later = later,
            OfOthers = others,
            LeftOut = notes.RowsWithoutCustomer + notes.RowsWithoutText + notes.UnreadableTimes,
            DateOrder = notes.DateOrder,
            GoodWords = Most(good),
            BadWords = Most(bad),
        });
        double[] means = new double[customers.Count];
        for (int row = 0; row < means.Length; row++) means[row] = counts[row] > 0 ? sums[row] / counts[row] : double.NaN;
        context.AddColumns(
            new WholeNumberColumn(Reviews, counts) { Description = "Reviews and notes before the reference date." },
            new NumberColumn(Mean, means)
            {
                Decimals = 3,
                Description = "Mean of how the reviews and notes speak, -1 to 1; missing where there is none.",
            },
            new NumberColumn(Last, last)
            {
                Decimals = 3,
                Description = "How the latest review or note speaks, -1 to 1; missing where there is none.",
            });
    }

    /// <inheritdoc />
    public void Report(PersonalizationResult result, ReportBuilder report)
    {
        if (result.Find<SentimentFindings>() is { Notes: > 0 } found) SentimentReport.Add(report, found, result.Customers);
    }

    /// <inheritdoc />
    public void Summarize(PersonalizationResult result, Utf8JsonWriter summary)
    {
        if (result.Find<SentimentFindings>() is not { } found) return;
        summary.WriteStartObject(StepName);
        summary.WriteNumber("notes", found.Notes);
        summary.WriteNumber("customers", found.Customers);
        summary.WriteNumber("positive", found.Positive);
        summary.WriteNumber("negative", found.Negative);
        summary.WriteNumber("by_chat", found.ByChat);
        summary.WriteNumber("later", found.Later);
        summary.WriteNumber("of_others", found.OfOthers);
        summary.WriteNumber("left_out", found.LeftOut);
        summary.WriteEndObject();
    }

    private static KeyValuePair<string, int>[] Most(Dictionary<string, int> tally) =>
        [.. tally.OrderByDescending(word => word.Value).ThenBy(word => word.Key, StringComparer.Ordinal).Take(MostWords)];
}

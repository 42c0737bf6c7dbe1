using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Personalization.Core;

/// <summary>A <see cref="RecommenderComparison"/> as Markdown, CSV and JSON.</summary>
public static class RecommenderComparisonFiles
{
    /// <summary>
    /// A Markdown table with a line below that explains it: the best of each column is bold, ▲ and ▼ stand by what is above and below the
    /// baseline where the 95 % interval of the difference leaves out 0. Four decimals of what is below 10, one of the rest.
    /// </summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="segment">A segment to show instead of all customers, without differences. Null (default): all customers.</param>
    /// <exception cref="KeyNotFoundException">A model has no customer of that segment.</exception>
    public static string ToMarkdown(this RecommenderComparison comparison, string? segment = null)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        StringBuilder text = new();
        text.Append("| model |").AppendJoin("", comparison.Columns.Select(column => $" {column} |")).Append('\n');
        text.Append("|---|").AppendJoin("", comparison.Columns.Select(_ => "---:|")).Append('\n');
        foreach (ComparedRecommender row in comparison.Rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {Escaped(row.Name)} |");
            foreach (string column in comparison.Columns)
                text.Append(' ').Append(segment is null ? Cell(comparison, row, column) : Number(Of(row, segment)[column])).Append(" |");
            text.Append('\n');
        }

        RankingScores first = segment is null ? comparison.Rows[0].Scores : Of(comparison.Rows[0], segment);
        string[] lower = [.. comparison.Columns.Where(column => !RankingMeasure.Of(column).HigherIsBetter)];
        text.Append(CultureInfo.InvariantCulture, $"\n{first.CustomerCount:N0} customers");
        if (segment is not null) return text.Append(CultureInfo.InvariantCulture, $" of {segment}.\n").ToString();
        text.Append(". Bold: best of the column").Append(lower.Length == 0 ? "" : $", the lowest of {string.Join(", ", lower)}");
        return text.Append(
            CultureInfo.InvariantCulture,
            $". ▲ ▼: above, below {comparison.Baseline} (paired bootstrap over customers, {comparison.Resamples:N0} resamples, 95 %).\n")
            .ToString();
    }

    /// <summary>
    /// Writes a CSV table, a line for each model, segment and figure: <c>model, segment, figure, value, customers, difference, low, high,
    /// p</c>. The segment is empty for all customers; what is of the difference is empty where there is none. All that was measured is
    /// written, not the columns alone.
    /// </summary>
    public static void WriteCsv(this RecommenderComparison comparison, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        using CsvTableWriter csv = new(
            destination, ["model", "segment", "figure", "value", "customers", "difference", "low", "high", "p"], leaveOpen: true);
        foreach ((ComparedRecommender row, string segment, RankingScores scores) in Parts(comparison))
        {
            foreach ((string figure, double value) in scores.Figures)
            {
                PairedDifference? difference = segment.Length == 0 ? row.DifferenceIn(figure) : null;
                csv.Write(row.Name).Write(segment).Write(figure).Write(value).Write(scores.CustomerCount)
                    .Write(difference?.Mean ?? double.NaN).Write(difference?.Low ?? double.NaN).Write(difference?.High ?? double.NaN)
                    .Write(difference?.PValue ?? double.NaN);
                csv.EndRow();
            }
        }
    }

    /// <summary>
    /// Writes a JSON object: <c>baseline</c>, <c>resamples</c>, <c>models</c> with their seconds, and <c>figures</c>, an array of objects
    /// with the fields of <see cref="WriteCsv"/>, and with <c>formula</c> and <c>source</c>, which say what exactly the figure is. Fields
    /// that have no value are left out.
    /// </summary>
    public static void WriteJson(this RecommenderComparison comparison, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        using Utf8JsonWriter json = new(destination, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteString("baseline", comparison.Baseline);
        json.WriteNumber("resamples", comparison.Resamples);
        json.WriteStartArray("models");
        foreach (ComparedRecommender row in comparison.Rows)
        {
            json.WriteStartObject();
            json.WriteString("model", row.Name);
            json.WriteNumber("fit_seconds", row.FitSeconds);
            json.WriteNumber("rank_seconds", row.RankSeconds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("figures");
        foreach ((ComparedRecommender row, string segment, RankingScores scores) in Parts(comparison))
        {
            foreach ((string figure, double value) in scores.Figures) WriteFigure(json, row, segment, scores.CustomerCount, figure, value);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFigure(
        Utf8JsonWriter json, ComparedRecommender row, string segment, int customers, string figure, double value)
    {
        RankingMeasure measure = RankingMeasure.Of(figure);
        json.WriteStartObject();
        json.WriteString("model", row.Name);
        if (segment.Length > 0) json.WriteString("segment", segment);
        json.WriteString("figure", figure);
        if (double.IsFinite(value)) json.WriteNumber("value", value);
        json.WriteNumber("customers", customers);
        if (segment.Length == 0 && row.DifferenceIn(figure) is { CustomerCount: > 0 } difference)
        {
            json.WriteNumber("difference", difference.Mean);
            json.WriteNumber("low", difference.Low);
            json.WriteNumber("high", difference.High);
            json.WriteNumber("p", difference.PValue);
        }

        json.WriteString("formula", measure.Formula);
        json.WriteString("source", measure.Source);
        json.WriteEndObject();
    }

    private static IEnumerable<(ComparedRecommender Row, string Segment, RankingScores Scores)> Parts(RecommenderComparison comparison)
    {
        foreach (ComparedRecommender row in comparison.Rows)
        {
            yield return (row, "", row.Scores);
            foreach ((string segment, RankingScores scores) in row.Scores.Segments) yield return (row, segment, scores);
        }
    }

    private static RankingScores Of(ComparedRecommender row, string segment)
    {
        foreach ((string name, RankingScores scores) in row.Scores.Segments)
        {
            if (name == segment) return scores;
        }

        throw new KeyNotFoundException(
            $"'{segment}' has no customer; there are {string.Join(", ", row.Scores.Segments.Select(each => each.Key))}.");
    }

    private static string Cell(RecommenderComparison comparison, ComparedRecommender row, string column)
    {
        string number = Number(row.Scores[column]);
        if (comparison.IsBest(row, column)) number = $"**{number}**";
        return row.DifferenceIn(column) is { IsSignificant: true } difference ? $"{number} {(difference.Mean > 0 ? "▲" : "▼")}" : number;
    }

    private static string Number(double value) => double.IsNaN(value)
        ? "–"
        : value.ToString(Math.Abs(value) < 10 ? "0.0000" : "#,##0.0", CultureInfo.InvariantCulture);

    private static string Escaped(string name) => name.Replace("|", "\\|", StringComparison.Ordinal);
}

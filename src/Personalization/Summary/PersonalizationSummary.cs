using System.Text.Json;

namespace Personalization;

/// <summary>What the clusters came to.</summary>
/// <param name="K">Number of clusters.</param>
/// <param name="Inertia">Sum of squared distances to the centres, on scaled features.</param>
/// <param name="Silhouette">Mean silhouette, −1 to 1.</param>
/// <param name="DaviesBouldin">Davies–Bouldin index, lower is better.</param>
/// <param name="Sizes">Customers in each cluster.</param>
public sealed record ClusterSummary(int K, double Inertia, double Silhouette, double DaviesBouldin, IReadOnlyList<long> Sizes);

/// <summary>What the offers came to, in the shop's currency.</summary>
/// <param name="Count">Customers who get an offer.</param>
/// <param name="Cost">What counts against the budget.</param>
/// <param name="Budget">The budget; never exceeded.</param>
/// <param name="ExpectedValue">Expected margin gained over offering nothing, costs taken off.</param>
public sealed record OfferSummary(int Count, decimal Cost, decimal Budget, decimal ExpectedValue);

/// <summary>A run in figures: the content of <c>summary.json</c>.</summary>
public sealed record PersonalizationSummary
{
    /// <summary>Rows of the file; events of the log where there was no file.</summary>
    public required long RowsRead { get; init; }

    /// <summary>Rows that became events.</summary>
    public required long RowsKept { get; init; }

    /// <summary>Customers with at least one order.</summary>
    public required int Customers { get; init; }

    /// <summary>Items seen in the events.</summary>
    public required int Items { get; init; }

    /// <summary>Orders.</summary>
    public required int Orders { get; init; }

    /// <summary>Quantity × price of all purchases, before refunds.</summary>
    public required decimal Revenue { get; init; }

    /// <summary>The day recency counts to.</summary>
    public required DateTime ReferenceDate { get; init; }

    /// <summary>The clusters; null where there were too few customers for any.</summary>
    public ClusterSummary? Clusters { get; init; }

    /// <summary>The offers.</summary>
    public required OfferSummary Offers { get; init; }

    /// <summary>Wall seconds of each step, in the order of the job. Differs from run to run.</summary>
    public required IReadOnlyList<KeyValuePair<string, double>> Seconds { get; init; }

    /// <summary>Peak working set of the process in bytes. Differs from run to run.</summary>
    public required long PeakBytes { get; init; }

    /// <summary>Writes the summary as indented JSON.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="includeTimings">False leaves out seconds and peak bytes, so that equal runs give equal bytes. Default true.</param>
    public void WriteJson(Stream destination, bool includeTimings = true)
    {
        ArgumentNullException.ThrowIfNull(destination);
        using Utf8JsonWriter json = new(destination, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteNumber("rows_read", RowsRead);
        json.WriteNumber("rows_kept", RowsKept);
        json.WriteNumber("customers", Customers);
        json.WriteNumber("items", Items);
        json.WriteNumber("orders", Orders);
        json.WriteNumber("revenue", Revenue);
        json.WriteString("reference_date", ReferenceDate.ToString("yyyy-MM-dd'T'HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture));
        WriteClusters(json);
        json.WriteStartObject("offers");
        json.WriteNumber("count", Offers.Count);
        json.WriteNumber("cost", Offers.Cost);
        json.WriteNumber("budget", Offers.Budget);
        json.WriteNumber("expected_value", Offers.ExpectedValue);
        json.WriteEndObject();
        if (includeTimings)
        {
            json.WriteStartObject("seconds");
            foreach ((string step, double seconds) in Seconds) json.WriteNumber(step, Math.Round(seconds, 4));
            json.WriteEndObject();
            json.WriteNumber("peak_bytes", PeakBytes);
        }

        json.WriteEndObject();
    }

    private void WriteClusters(Utf8JsonWriter json)
    {
        if (Clusters is null)
        {
            json.WriteNull("clusters");
            return;
        }

        json.WriteStartObject("clusters");
        json.WriteNumber("k", Clusters.K);
        json.WriteNumber("inertia", Clusters.Inertia);
        json.WriteNumber("silhouette", Clusters.Silhouette);
        json.WriteNumber("davies_bouldin", Clusters.DaviesBouldin);
        json.WriteStartArray("sizes");
        foreach (long size in Clusters.Sizes) json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}

using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Personalization.Incentives;

/// <summary>Writes an <see cref="OfferCatalogue"/> as JSON; what has its default is left out.</summary>
internal static class CatalogueWriter
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        // The file is read as JSON, never pasted into HTML, so apostrophes may stay as they are.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(OfferCatalogue catalogue, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        using Utf8JsonWriter json = new(destination, Options);
        json.WriteStartObject();
        json.WriteNumber("version", 1);
        Text(json, "name", catalogue.Name);
        Text(json, "currency", catalogue.Currency);
        TermsWriter.Rules(json, catalogue.Rules);
        json.WriteStartArray("offers");
        foreach (Offer offer in catalogue.Offers) WriteOffer(json, offer);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteOffer(Utf8JsonWriter json, Offer offer)
    {
        json.WriteStartObject();
        json.WriteString("id", offer.Id);
        Text(json, "scheme", offer.Scheme);
        json.WriteString("name", offer.Name);
        Text(json, "description", offer.Description);
        json.WriteString("kind", CatalogueNames.Of(offer.Kind));
        Number(json, "value", offer.Value);
        Group(json, "cost", offer.Cost, new OfferCost(), WriteCost);
        Number(json, "marginFloor", offer.MarginFloor);
        Group(json, "validity", offer.Validity, new OfferValidity(), WriteValidity);
        WriteEligibility(json, offer.Eligibility);
        Group(json, "caps", offer.Caps, new OfferCaps(), WriteCaps);
        WriteStacking(json, offer.Stacking);
        WriteResponse(json, offer.Response);
        if (offer.Priority > 0) json.WriteNumber("priority", offer.Priority);
        TermsWriter.Timing(json, offer.Timing);
        TermsWriter.Variants(json, offer);
        Text(json, "codePool", offer.CodePool);
        TermsWriter.Goal(json, offer.Goal);
        TermsWriter.Bundle(json, offer.Bundle);
        if (offer.RecommendedItems > 0) json.WriteNumber("recommendedItems", offer.RecommendedItems);
        json.WriteEndObject();
    }

    internal static void WriteCost(Utf8JsonWriter json, OfferCost cost)
    {
        Number(json, "contact", cost.Contact);
        if (cost.Redemption is not { } redemption) return;
        json.WriteStartObject("redemption");
        Number(json, "percentOfOrder", redemption.PercentOfOrder);
        Number(json, "fixed", redemption.Fixed);
        Number(json, "points", redemption.Points);
        Number(json, "pointValue", redemption.PointValue);
        if (redemption.Maximum is { } maximum) json.WriteNumber("maximum", maximum);
        json.WriteEndObject();
    }

    private static void WriteValidity(Utf8JsonWriter json, OfferValidity validity)
    {
        if (validity.From is { } from) json.WriteString("from", Time(from));
        if (validity.To is { } to) json.WriteString("to", Time(to));
        if (validity.IsLocal) json.WriteBoolean("local", true);
        if (validity.Duration is { } duration) json.WriteNumber("hours", duration.TotalHours);
    }

    private static void WriteEligibility(Utf8JsonWriter json, EligibilityRule rule)
    {
        json.WriteStartObject("eligibility");
        Texts(json, "segments", rule.Segments);
        if (rule.Clusters.Count > 0)
        {
            json.WriteStartArray("clusters");
            foreach (int cluster in rule.Clusters) json.WriteNumberValue(cluster);
            json.WriteEndArray();
        }

        Texts(json, "categories", rule.Categories);
        Group(json, "recencyDays", rule.RecencyDays, ValueRange.Any, WriteRange);
        Group(json, "frequency", rule.Frequency, ValueRange.Any, WriteRange);
        Group(json, "monetary", rule.Monetary, ValueRange.Any, WriteRange);
        Group(json, "averageOrder", rule.AverageOrder, ValueRange.Any, WriteRange);
        json.WriteEndObject();
    }

    private static void WriteRange(Utf8JsonWriter json, ValueRange range)
    {
        if (range.Min is { } min) json.WriteNumber("min", min);
        if (range.Max is { } max) json.WriteNumber("max", max);
    }

    private static void WriteCaps(Utf8JsonWriter json, OfferCaps caps)
    {
        json.WriteNumber("perCustomer", caps.PerCustomer);
        if (caps.Total is { } total) json.WriteNumber("total", total);
    }

    private static void WriteStacking(Utf8JsonWriter json, StackingRule stacking)
    {
        json.WriteStartObject("stacking");
        json.WriteBoolean("exclusive", stacking.Exclusive);
        Texts(json, "groups", stacking.Groups);
        Texts(json, "excludes", stacking.Excludes);
        Texts(json, "requires", stacking.Requires);
        json.WriteEndObject();
    }

    internal static void WriteResponse(Utf8JsonWriter json, OfferResponse response)
    {
        json.WriteStartObject("response");
        json.WriteNumber("redemption", response.Redemption);
        json.WriteNumber("uplift", response.Uplift);
        if (response.Segments.Count > 0)
        {
            json.WriteStartObject("segments");
            foreach ((string segment, SegmentResponse own) in response.Segments.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                json.WriteStartObject(segment);
                json.WriteNumber("redemption", own.Redemption);
                json.WriteNumber("uplift", own.Uplift);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Group<T>(Utf8JsonWriter json, string name, T value, T unset, Action<Utf8JsonWriter, T> write)
        where T : IEquatable<T>
    {
        if (value.Equals(unset)) return;
        json.WriteStartObject(name);
        write(json, value);
        json.WriteEndObject();
    }

    internal static void Text(Utf8JsonWriter json, string name, string value)
    {
        if (value.Length > 0) json.WriteString(name, value);
    }

    internal static void Texts(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0) return;
        json.WriteStartArray(name);
        foreach (string value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static void Number(Utf8JsonWriter json, string name, decimal value)
    {
        if (value != 0) json.WriteNumber(name, value);
    }

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture);
}

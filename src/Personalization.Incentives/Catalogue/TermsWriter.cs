using System.Text.Json;
using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>Writes what <see cref="TermsReader"/> reads; what has its default is left out.</summary>
internal static class TermsWriter
{
    public static void Rules(Utf8JsonWriter json, CatalogueRules rules)
    {
        if (rules.TimeZone != "UTC") json.WriteString("timeZone", rules.TimeZone);
        Quiet(json, rules.QuietHours);
        Frequency(json, rules.Frequency);
        CoolDown(json, rules.CoolDown);
        if (rules.DeferDays != new CatalogueRules().DeferDays) json.WriteNumber("deferDays", rules.DeferDays);
    }

    public static void Timing(Utf8JsonWriter json, OfferTiming timing)
    {
        if (timing.QuietHours.Count == 0 && timing.Frequency.Count == 0 && timing.CoolDown.IsNone) return;
        json.WriteStartObject("timing");
        Quiet(json, timing.QuietHours);
        Frequency(json, timing.Frequency);
        CoolDown(json, timing.CoolDown);
        json.WriteEndObject();
    }

    public static void Variants(Utf8JsonWriter json, Offer offer)
    {
        if (offer.VariantSeed > 0) json.WriteNumber("variantSeed", offer.VariantSeed);
        if (offer.Variants.Count == 0) return;
        json.WriteStartArray("variants");
        foreach (OfferVariant variant in offer.Variants)
        {
            json.WriteStartObject();
            json.WriteString("id", variant.Id);
            if (variant.Weight != 1) json.WriteNumber("weight", variant.Weight);
            if (variant.Name is not null) json.WriteString("name", variant.Name);
            if (variant.Description is not null) json.WriteString("description", variant.Description);
            if (variant.Value is { } value) json.WriteNumber("value", value);
            if (variant.Cost is { } cost)
            {
                json.WriteStartObject("cost");
                CatalogueWriter.WriteCost(json, cost);
                json.WriteEndObject();
            }

            Hours(json, "hours", variant.Duration);
            if (variant.RecommendedItems is { } items) json.WriteNumber("recommendedItems", items);
            if (variant.Response is { } response) CatalogueWriter.WriteResponse(json, response);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void Goal(Utf8JsonWriter json, OfferGoal? goal)
    {
        if (goal is null) return;
        json.WriteStartObject("goal");
        json.WriteString("kind", CatalogueNames.Goals.First(pair => pair.Value == goal.Kind).Key);
        json.WriteNumber("target", goal.Target);
        Hours(json, "hours", goal.Within);
        if (goal.Period != TimeSpan.FromDays(7)) Hours(json, "periodHours", goal.Period);
        if (goal.Counts != EventType.Purchase) json.WriteString("counts", goal.Counts.Name);
        if (goal.Category.Length > 0) json.WriteString("category", goal.Category);
        if (goal.PointsPerUnit != 1) json.WriteNumber("pointsPerUnit", goal.PointsPerUnit);
        json.WriteEndObject();
    }

    public static void Bundle(Utf8JsonWriter json, OfferBundle? bundle)
    {
        if (bundle is null) return;
        json.WriteStartObject("bundle");
        json.WriteNumber("price", bundle.Price);
        json.WriteStartArray("items");
        foreach (BundleItem item in bundle.Items)
        {
            json.WriteStartObject();
            json.WriteString("item", item.Item.Value);
            json.WriteNumber("price", item.Price);
            if (item.Quantity != 1) json.WriteNumber("quantity", item.Quantity);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Quiet(Utf8JsonWriter json, IReadOnlyList<QuietHours> all)
    {
        if (all.Count == 0) return;
        json.WriteStartArray("quietHours");
        foreach (QuietHours quiet in all)
        {
            json.WriteStartObject();
            json.WriteString("from", $"{quiet.From:HH\\:mm}");
            json.WriteString("to", $"{quiet.To:HH\\:mm}");
            CatalogueWriter.Texts(json, "days", [.. quiet.Days.Select(day => day.ToString().ToLowerInvariant())]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Frequency(Utf8JsonWriter json, IReadOnlyList<FrequencyCap> caps)
    {
        if (caps.Count == 0) return;
        json.WriteStartArray("frequency");
        foreach (FrequencyCap cap in caps)
        {
            json.WriteStartObject();
            json.WriteNumber("count", cap.Count);
            Hours(json, "hours", cap.Window);
            CatalogueWriter.Text(json, "scheme", cap.Scheme);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void CoolDown(Utf8JsonWriter json, CoolDown pause)
    {
        if (pause.IsNone) return;
        json.WriteStartObject("coolDown");
        Hours(json, "afterOfferHours", pause.AfterOffer);
        Hours(json, "afterRedemptionHours", pause.AfterRedemption);
        json.WriteEndObject();
    }

    private static void Hours(Utf8JsonWriter json, string name, TimeSpan? time)
    {
        if (time is { } length) json.WriteNumber(name, length.TotalHours);
    }
}

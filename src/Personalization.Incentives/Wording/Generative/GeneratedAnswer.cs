using System.Text.Json;

namespace Personalization.Incentives;

/// <summary>Reads what a chat model answered: one JSON object of three strings, alone or in a fence of code.</summary>
internal static class GeneratedAnswer
{
    /// <summary>The text; null where it isn't one, with what was wrong.</summary>
    public static OfferText? Read(string answer, int longest, OfferBrief brief, out string fault)
    {
        if (answer.Length > longest)
        {
            fault = $"has {answer.Length} characters; at most {longest} are read";
            return null;
        }

        string json = answer.Trim();
        if (json.StartsWith("```", StringComparison.Ordinal) && json.EndsWith("```", StringComparison.Ordinal) && json.Length > 6)
            json = json[3..^3].Trim() is { } inner && inner.StartsWith("json", StringComparison.OrdinalIgnoreCase) ? inner[4..]
                : json[3..^3];
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new() { MaxDepth = 2 });
            if (document.RootElement.ValueKind == JsonValueKind.Object && Text(document, "body") is { } body)
            {
                fault = "";
                return new()
                {
                    Subject = (Text(document, "subject") ?? "").Trim(),
                    Body = body.ReplaceLineEndings("\n").Trim(),
                    CallToAction = (Text(document, "call_to_action") ?? "").Trim(),
                    Language = OfferLocale.For(brief.Locale).Language,
                    Channel = brief.Channel,
                    Source = OfferTextSource.Generated,
                };
            }

            fault = "is no object with a text \"body\"";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A lone surrogate is invalid as text, and shows only when it is read.
            fault = "is no JSON";
        }

        return null;
    }

    private static string? Text(JsonDocument document, string name) =>
        document.RootElement.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()
            : null;
}

using System.Text.Json;

namespace Personalization.Bandits;

/// <summary>Features from JSON as the service that closed took them: objects of anything, nested.</summary>
internal static class FeatureSetJson
{
    private const int MaximumDepth = 16;

    public static IEnumerable<Feature> Read(JsonElement element) => Read("", element, 0);

    private static IEnumerable<Feature> Read(string name, JsonElement element, int depth)
    {
        if (depth > MaximumDepth)
            throw new ArgumentException($"Features are nested deeper than {MaximumDepth} levels, at '{name}'.", nameof(element));
        return element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().SelectMany(own => Read(Join(name, own.Name), own.Value, depth + 1)),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(own => Read(name, own, depth + 1)),
            JsonValueKind.Number => [new Feature(NotNameless(name), element.GetDouble())],
            JsonValueKind.True => [new Feature(NotNameless(name), 1)],
            JsonValueKind.String => [Feature.Level(NotNameless(name), element.GetString()!)],
            _ => [],
        };
    }

    private static string Join(string before, string name) => before.Length == 0 ? name : $"{before}.{name}";

    private static string NotNameless(string name) =>
        name.Length > 0 ? name : throw new ArgumentException(
            "A value has no name: features are objects, such as {\"device\": \"mobile\"}.", nameof(name));
}

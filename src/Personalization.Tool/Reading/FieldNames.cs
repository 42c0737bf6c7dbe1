using Personalization.Data;

namespace Personalization.Tool;

/// <summary>What <c>--map</c> calls the things that a column can stand for.</summary>
internal static class FieldNames
{
    private static readonly Dictionary<string, EventField> Others = new(StringComparer.OrdinalIgnoreCase)
    {
        ["price"] = EventField.UnitPrice,
        ["title"] = EventField.ItemTitle,
        ["event"] = EventField.Type,
        ["amount"] = EventField.Total,
        ["sku"] = EventField.Item,
        ["product"] = EventField.Item,
        ["date"] = EventField.Time,
        ["user"] = EventField.Customer,
    };

    /// <summary>Every name, in the order of <see cref="EventField"/>: <c>unit-price</c>.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<EventField>().Select(Of)];

    /// <summary>A field's name on the command line.</summary>
    public static string Of(EventField field) => string.Concat(
        field.ToString().Select((c, i) => char.IsUpper(c) && i > 0 ? $"-{char.ToLowerInvariant(c)}" : char.ToLowerInvariant(c).ToString()));

    public static bool TryParse(string name, out EventField field)
    {
        string plain = string.Concat(name.Where(char.IsAsciiLetterOrDigit));
        return Others.TryGetValue(plain, out field)
            || (plain.Length > 0 && char.IsAsciiLetter(plain[0]) && Enum.TryParse(plain, ignoreCase: true, out field));
    }
}

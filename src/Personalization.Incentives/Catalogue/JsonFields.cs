using System.Globalization;
using System.Text.Json;

namespace Personalization.Incentives;

/// <summary>
/// Reads the fields of one JSON object strictly: unknown, repeated, missing and unfit fields are noted with their path and value, and
/// reading goes on with a default, so that one pass finds every fault.
/// </summary>
internal sealed class JsonFields
{
    private const int MaximumErrors = 1_000;
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);
    private readonly string _path;
    private readonly string _offer;
    private readonly List<OfferCatalogueError> _errors;

    /// <param name="element">The element, which ought to be an object.</param>
    /// <param name="path">Its path; empty for the root.</param>
    /// <param name="offer">Id of the offer that it is part of, for the errors.</param>
    /// <param name="errors">Receives the faults.</param>
    /// <param name="allowed">Names of its fields; empty: any.</param>
    public JsonFields(JsonElement element, string path, string offer, List<OfferCatalogueError> errors, params string[] allowed)
    {
        (_path, _offer, _errors) = (path, offer, errors);
        if (element.ValueKind != JsonValueKind.Object)
        {
            Add(path, element, $"write an object with {Fields(allowed)}");
            return;
        }

        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (allowed.Length > 0 && !allowed.Contains(property.Name, StringComparer.Ordinal))
                Add(Child(property.Name), property.Value, $"unknown field; remove it or use one of {Fields(allowed)}");
            else if (!_fields.TryAdd(property.Name, property.Value))
                Add(Child(property.Name), property.Value, "the field stands twice; keep one of them");
        }
    }

    public IEnumerable<string> Names => _fields.Keys;

    public string Child(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    public bool Has(string name) => _fields.TryGetValue(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    public string Text(string name, bool required = false)
    {
        if (!Has(name))
        {
            if (required) Missing(name, "a text");
            return "";
        }

        JsonElement value = _fields[name];
        string? text = TextOf(value);
        if (text is null)
            Add(Child(name), value, $"write a text of at most {Limits.Text} characters");
        else if (required && string.IsNullOrWhiteSpace(text))
            Add(Child(name), value, "write a text that isn't blank");
        return text ?? "";
    }

    public decimal Number(string name, decimal minimum, decimal maximum, decimal fallback = 0) =>
        NumberOrNull(name, minimum, maximum) ?? fallback;

    public decimal? NumberOrNull(string name, decimal minimum, decimal maximum)
    {
        if (!Has(name)) return null;
        JsonElement value = _fields[name];
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal number) && number >= minimum && number <= maximum)
            return number;
        Add(Child(name), value, $"write a number from {Words.Number(minimum)} to {Words.Number(maximum)}");
        return null;
    }

    public int? WholeOrNull(string name, int minimum, int maximum)
    {
        if (!Has(name)) return null;
        JsonElement value = _fields[name];
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= minimum && number <= maximum)
            return number;
        Add(Child(name), value, $"write a whole number from {minimum} to {maximum}");
        return null;
    }

    public bool Flag(string name, bool fallback)
    {
        if (!Has(name)) return fallback;
        JsonElement value = _fields[name];
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Add(Child(name), value, "write true or false");
        return fallback;
    }

    public DateTimeOffset? Time(string name)
    {
        if (!Has(name)) return null;
        JsonElement value = _fields[name];
        if (TextOf(value) is { } text
            && DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"],
                CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time))
            return time;
        Add(Child(name), value, "write a time such as \"2026-12-24\" or \"2026-12-24T18:00:00Z\"");
        return null;
    }

    /// <summary>A time of the day; an error where it is missing.</summary>
    public TimeOnly? TimeOfDay(string name)
    {
        if (!Has(name))
        {
            Missing(name, "a time of the day such as \"21:30\"");
            return null;
        }

        if (TextOf(_fields[name]) is { } text
            && TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time))
            return time;
        Add(Child(name), _fields[name], "write a time of the day from \"00:00\" to \"23:59\"");
        return null;
    }

    /// <summary>The objects of a list; none where it is missing.</summary>
    public List<JsonFields> Objects(string name, params string[] allowed)
    {
        List<JsonFields> objects = [];
        if (!Has(name)) return objects;
        if (_fields[name].ValueKind != JsonValueKind.Array)
        {
            Add(Child(name), _fields[name], $"write a list of objects with {Fields(allowed)}");
            return objects;
        }

        foreach (JsonElement element in _fields[name].EnumerateArray())
        {
            if (objects.Count == Limits.Offers)
            {
                AddField(name, $"write at most {Limits.Offers} of them");
                break;
            }

            objects.Add(new(element, $"{Child(name)}[{objects.Count}]", _offer, _errors, allowed));
        }

        return objects;
    }

    public IReadOnlyList<string> Texts(string name) =>
        List(name, "texts", element => TextOf(element) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null);

    public IReadOnlyList<int> Wholes(string name) =>
        [.. List(name, "whole numbers", element =>
            element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int number) ? (int?)number : null).Select(n => n!.Value)];

    public TEnum? OneOf<TEnum>(string name, IReadOnlyDictionary<string, TEnum> names)
        where TEnum : struct
    {
        string allowed = Words.List(names.Keys.Order(StringComparer.Ordinal));
        if (!Has(name))
        {
            Missing(name, $"one of {allowed}");
            return null;
        }

        if (TextOf(_fields[name]) is { } text && names.TryGetValue(text, out TEnum value)) return value;
        Add(Child(name), _fields[name], $"write one of {allowed}");
        return null;
    }

    public JsonFields? Object(string name, params string[] allowed) =>
        Has(name) ? new JsonFields(_fields[name], Child(name), _offer, _errors, allowed) : null;

    public JsonElement? Array(string name, string what)
    {
        if (!Has(name))
        {
            Missing(name, what);
            return null;
        }

        if (_fields[name].ValueKind == JsonValueKind.Array) return _fields[name];
        Add(Child(name), _fields[name], $"write {what}");
        return null;
    }

    public void Missing(string name, string what) => Add(Child(name), "", $"the field is missing; write {what}");

    public void Add(string path, JsonElement value, string problem) => Add(path, value.GetRawText(), problem);

    public void Add(string path, string value, string problem)
    {
        if (_errors.Count < MaximumErrors)
            _errors.Add(new(_offer, Short(path, 200), Short(value, 60), problem));
    }

    public void AddField(string name, string problem) => Add(Child(name), _fields[name], problem);

    private List<T> List<T>(string name, string what, Func<JsonElement, T?> read)
    {
        List<T> values = [];
        if (!Has(name)) return values;
        JsonElement list = _fields[name];
        if (list.ValueKind != JsonValueKind.Array)
        {
            Add(Child(name), list, $"write a list of {what}");
            return values;
        }

        int index = 0;
        foreach (JsonElement element in list.EnumerateArray())
        {
            if (read(element) is { } value) values.Add(value);
            else Add($"{Child(name)}[{index}]", element, $"the list holds {what} only");
            index++;
        }

        return values;
    }

    /// <summary>The text, or null where it isn't one: too long, not a string, or with half a surrogate pair in it.</summary>
    private static string? TextOf(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) return null;
        try
        {
            string text = value.GetString()!;
            return text.Length <= Limits.Text ? text : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Short(string text, int length) => text.Length <= length ? text : text[..length] + "…";

    private static string Fields(string[] allowed) => allowed.Length == 0 ? "fields" : Words.List(allowed);
}

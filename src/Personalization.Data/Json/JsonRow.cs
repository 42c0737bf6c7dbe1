using System.Text;
using System.Text.Json;

namespace Personalization.Data;

/// <summary>One JSON object as the fields of a row, or of a row for each of its items. One object is filled again and again.</summary>
internal sealed class JsonRow(JsonColumns columns) : IRowFields
{
    private const int MaxItems = 10_000;

    private readonly byte[]?[] _shared = new byte[columns.Names.Count][];
    private readonly List<byte[]?[]> _items = [];
    private int _item;

    public int Count => _shared.Length;

    /// <summary>True where the object has a list of items.</summary>
    public bool HasItems => _items.Count > 0;

    /// <summary>Rows that the object becomes, at least 1.</summary>
    public int ItemCount => Math.Max(1, _items.Count);

    public ReadOnlySpan<byte> this[int index] =>
        (_items.Count > 0 ? _items[_item][index] : null) ?? _shared[index];

    /// <summary>Calls back with the path and the value of each plain value of an object, objects within it included.</summary>
    public static void Walk(JsonElement element, string prefix, Action<string, JsonElement> take)
    {
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Object) Walk(property.Value, $"{prefix}{property.Name}.", take);
            else if (property.Value.ValueKind != JsonValueKind.Array) take(prefix + property.Name, property.Value);
        }
    }

    public void Fill(JsonElement root)
    {
        Array.Clear(_shared);
        _items.Clear();
        _item = 0;
        if (root.ValueKind != JsonValueKind.Object) throw new JsonException("An object was expected.");
        Walk(root, "", (path, value) => Set(_shared, path, value));
        if (columns.ItemList is not { } name || !root.TryGetProperty(name, out JsonElement list)
            || list.ValueKind != JsonValueKind.Array) return;
        foreach (JsonElement item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object) continue;
            if (_items.Count == MaxItems) throw new JsonException($"An object holds more than {MaxItems} items.");
            byte[]?[] fields = new byte[]?[_shared.Length];
            Walk(item, name + ".", (path, value) => Set(fields, path, value));
            _items.Add(fields);
        }
    }

    public void MoveTo(int item) => _item = item;

    /// <summary>A field as text; empty where there is no such column.</summary>
    public string Text(int column) => column < 0 ? "" : Encoding.UTF8.GetString(this[column]);

    private void Set(byte[]?[] fields, string path, JsonElement value)
    {
        int column = columns.IndexOf(path);
        if (column < 0) return;
        fields[column] = value.ValueKind switch
        {
            JsonValueKind.String => Encoding.UTF8.GetBytes(value.GetString()!),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => Encoding.UTF8.GetBytes(value.GetRawText()),
            _ => null,
        };
    }
}

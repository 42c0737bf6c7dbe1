using System.Text.Json;

namespace Personalization.Data;

/// <summary>The columns that JSON objects have as rows, told from the first of them.</summary>
internal sealed class JsonColumns
{
    private const int MaxColumns = 1000;
    private const int MaxDepth = 32;
    private const int MaxPath = 200;

    /// <summary>Lists that hold the items of an order.</summary>
    private static readonly string[] ItemLists =
        ["items", "products", "line_items", "lineItems", "lines", "order_lines", "orderLines", "cart", "basket", "contents"];

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private readonly List<byte[]> _objects = [];

    private JsonColumns()
    {
    }

    /// <summary>Names in the order of first appearance.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Name of the list whose elements become rows; null where objects have none.</summary>
    public string? ItemList { get; private set; }

    public static JsonColumns From(ReadOnlySpan<byte> head, int maxRowBytes)
    {
        JsonColumns columns = new();
        using MemoryStream stream = new(head.ToArray());
        JsonArrayReader objects = new(stream, maxRowBytes);
        try
        {
            while (columns._objects.Count < FileSample.MaxRows && objects.TryRead(out ReadOnlySpan<byte> json))
                columns._objects.Add(json.ToArray());
        }
        catch (EventFileException)
        {
            // The look ahead ends anywhere; what is really broken is told when it is read.
        }

        columns.FindList();
        foreach (byte[] json in columns._objects) columns.Each(json, columns.AddNames);
        return columns;
    }

    /// <summary>The column of a path; −1 where there is none.</summary>
    public int IndexOf(string path) => _byName.TryGetValue(path, out int column) ? column : -1;

    /// <summary>The rows of the first objects.</summary>
    public FileSample Sample()
    {
        JsonRow row = new(this);
        List<byte[][]> rows = [];
        foreach (byte[] json in _objects)
        {
            Each(json, root =>
            {
                row.Fill(root);
                for (int item = 0; item < row.ItemCount && rows.Count < FileSample.MaxRows; item++)
                {
                    row.MoveTo(item);
                    rows.Add([.. Enumerable.Range(0, row.Count).Select(column => row[column].ToArray())]);
                }
            });
        }

        return new FileSample(rows);
    }

    private void FindList()
    {
        foreach (string name in ItemLists)
        {
            bool found = false;
            foreach (byte[] json in _objects)
            {
                Each(json, root => found |= root.TryGetProperty(name, out JsonElement list) && list.ValueKind == JsonValueKind.Array
                    && list.GetArrayLength() > 0 && list[0].ValueKind == JsonValueKind.Object);
            }

            if (!found) continue;
            ItemList = name;
            return;
        }
    }

    private void Each(byte[] json, Action<JsonElement> take)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, Options);
            if (document.RootElement.ValueKind == JsonValueKind.Object) take(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Told when it is read.
        }
    }

    private void AddNames(JsonElement root)
    {
        JsonRow.Walk(root, "", (path, _) => Add(path));
        if (ItemList is null || !root.TryGetProperty(ItemList, out JsonElement list) || list.ValueKind != JsonValueKind.Array) return;
        foreach (JsonElement item in list.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object) JsonRow.Walk(item, ItemList + ".", (path, _) => Add(path));
        }
    }

    private void Add(string path)
    {
        if (_names.Count == MaxColumns || path.Length > MaxPath || !_byName.TryAdd(path, _names.Count)) return;
        _names.Add(path);
    }
}

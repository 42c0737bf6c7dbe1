using System.Text.Json;
using System.Text.Unicode;

namespace Personalization.Core;

/// <summary>
/// The JSON header of a model file, checked: types known, shapes equal to their bytes, tensors end to end without gap or overlap.
/// What is allocated is bounded by the bytes of the header itself.
/// </summary>
internal sealed class ModelHeader
{
    /// <summary>Most bytes a header may have: 64 MiB.</summary>
    public const int MaximumLength = 64 << 20;

    /// <summary>Most dimensions a tensor may have.</summary>
    public const int MaximumRank = 8;

    private const int MaximumDepth = 4;

    private readonly Dictionary<string, TensorEntry> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);

    private ModelHeader(string source) => Source = source;

    /// <summary>What the bytes came from, for messages.</summary>
    public string Source { get; }

    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    public IReadOnlyDictionary<string, TensorEntry> Tensors => _byName;

    /// <summary>Names of the tensors in the order of their bytes.</summary>
    public IReadOnlyList<string> Names { get; private set; } = [];

    /// <summary>Bytes of all tensors together.</summary>
    public long DataLength { get; private set; }

    public static ModelHeader Parse(ReadOnlySpan<byte> json, string source)
    {
        ModelHeader header = new(source);
        if (json.IsEmpty || json[0] != (byte)'{') throw header.Invalid("the header doesn't begin with '{'; this isn't a model file");
        if (!Utf8.IsValid(json)) throw header.Invalid("the header isn't valid UTF-8");
        try
        {
            Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = MaximumDepth });
            header.ReadObject(ref reader);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is what the reader throws for an escaped half of a surrogate pair.
            throw new ModelFileException($"{source}: the header isn't valid JSON: {error.Message}", error);
        }

        header.CheckLayout();
        return header;
    }

    public ModelFileException Invalid(string message) => new($"{Source}: {message}.");

    private void ReadObject(ref Utf8JsonReader reader)
    {
        reader.Read();
        while (NextProperty(ref reader, out string name))
        {
            Expect(ref reader, JsonTokenType.StartObject, name);
            if (name == ModelFileWriter.MetadataName) ReadMetadata(ref reader);
            else if (!_byName.TryAdd(name, ReadTensor(ref reader, name))) throw Invalid($"tensor '{name}' stands twice in the header");
        }

        // Only spaces may follow; the reader throws on anything else.
        if (reader.Read()) throw Invalid("the header goes on after its object");
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        while (NextProperty(ref reader, out string key))
        {
            Expect(ref reader, JsonTokenType.String, key);
            if (!_metadata.TryAdd(key, reader.GetString()!)) throw Invalid($"metadata '{key}' stands twice in the header");
        }
    }

    private TensorEntry ReadTensor(ref Utf8JsonReader reader, string name)
    {
        TensorType? type = null;
        int[]? shape = null;
        long[]? offsets = null;
        while (NextProperty(ref reader, out string property))
        {
            switch (property)
            {
                case "dtype" when type is null:
                    Expect(ref reader, JsonTokenType.String, name);
                    string dtype = reader.GetString()!;
                    if (!TensorType.TryParse(dtype, out TensorType known)) throw Invalid($"tensor '{name}' has the unknown type '{dtype}'");
                    type = known;
                    break;
                case "shape" when shape is null:
                    shape = Array.ConvertAll(ReadNumbers(ref reader, name, MaximumRank, int.MaxValue), dimension => (int)dimension);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadNumbers(ref reader, name, 2, long.MaxValue);
                    break;
                default:
                    throw Invalid($"tensor '{name}' has '{property}' in its header; dtype, shape and data_offsets are expected, once each");
            }
        }

        if (type is null || shape is null || offsets is not [long begin, long end])
            throw Invalid($"tensor '{name}' lacks its dtype, shape or two data_offsets in the header");
        long count = TensorEntry.Count(shape);
        if (begin > end || count < 0 || count * type.Value.Size != end - begin)
        {
            string needed = count < 0 ? "more bytes than any file has" : $"{count * type.Value.Size} bytes";
            throw Invalid(
                $"tensor '{name}' is {type.Value.Name} {TensorEntry.Text(shape)}, {needed}, but its data_offsets are {begin} to {end}");
        }

        return new TensorEntry(name, type.Value, shape, begin, end - begin);
    }

    private long[] ReadNumbers(ref Utf8JsonReader reader, string name, int most, long maximum)
    {
        Expect(ref reader, JsonTokenType.StartArray, name);
        Span<long> numbers = stackalloc long[MaximumRank];
        int count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (count == most) throw Invalid($"tensor '{name}' has a list of more than {most} numbers in its header");
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0 || number > maximum)
                throw Invalid($"tensor '{name}' has a shape or offset in its header that isn't an integer from 0 to {maximum}");
            numbers[count++] = number;
        }

        return numbers[..count].ToArray();
    }

    private static bool NextProperty(ref Utf8JsonReader reader, out string name)
    {
        name = "";
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName) return false;
        name = reader.GetString()!;
        reader.Read();
        return true;
    }

    private void Expect(ref Utf8JsonReader reader, JsonTokenType expected, string name)
    {
        if (reader.TokenType != expected) throw Invalid($"'{name}' has {reader.TokenType} in the header where {expected} is expected");
    }

    private void CheckLayout()
    {
        TensorEntry[] ordered = new TensorEntry[_byName.Count];
        _byName.Values.CopyTo(ordered, 0);
        Array.Sort(ordered, (a, b) => (a.Offset, a.Length).CompareTo((b.Offset, b.Length)) is int order and not 0
            ? order
            : string.CompareOrdinal(a.Name, b.Name));
        foreach (TensorEntry tensor in ordered)
        {
            if (tensor.Offset != DataLength)
            {
                throw Invalid($"tensor '{tensor.Name}' begins at byte {tensor.Offset} where the tensors before it end at {DataLength}; "
                    + "tensors must follow each other without gap or overlap");
            }

            DataLength += tensor.Length;
        }

        Names = Array.ConvertAll(ordered, tensor => tensor.Name);
    }
}

using System.Numerics;
using System.Runtime.InteropServices;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.VectorIndex;

/// <summary>What an index looks like in a file.</summary>
internal static unsafe class EmbeddingIndexFile
{
    public const string Kind = "vector-index";
    public const int Version = 2;

    private const string Vectors = "vectors";
    private const string TagPrefix = "tag.";
    private const string NumberPrefix = "number.";

    // Threads are left out: they don't touch the result, so files of different machines stay equal.
    public static ModelFileWriter Write(EmbeddingIndexOptions options, IndexState state, int stride)
    {
        // As in reading, which takes the vectors as they lie in the file.
        if (!BitConverter.IsLittleEndian)
            throw new NotSupportedException("Vectors are written as they lie in memory, which takes a little-endian machine.");

        ModelFileWriter file = new(Kind, Version);
        file.Set("dimensions", options.Dimensions);
        file.Set("metric", options.Metric.ToString());
        file.Set("precision", options.Precision.ToString());
        file.Set("seed", options.Seed);
        file.Set("removed", state.RemovedCount);
        file.Add("keys", state.Keys.AsSpan(0, state.Rows));
        long[] live = MemoryMarshal.Cast<ulong, long>(state.Live.AsSpan(0, (state.Rows + 63) / 64)).ToArray();
        file.Add("live", live);
        AddVectors(file, options, state, stride);
        if (state.Codes is { } codes) CodesFile.Write(file, codes, state.Rows, stride, state.Graph is null);

        file.AddStrings("tags", [.. state.Metadata.Tags.Keys]);
        file.AddStrings("numbers", [.. state.Metadata.Numbers.Keys]);
        int column = 0;
        foreach (TagColumn tag in state.Metadata.Tags.Values)
        {
            file.Add($"{TagPrefix}{column}", tag.Codes.AsSpan(0, state.Rows));
            file.AddStrings($"{TagPrefix}{column++}.values", tag.Values);
        }

        column = 0;
        foreach (double[] numbers in state.Metadata.Numbers.Values) file.Add($"{NumberPrefix}{column++}", numbers.AsSpan(0, state.Rows));
        if (state.Graph is { } graph) GraphFile.Write(file, options.Graph!, graph);
        return file;
    }

    public static EmbeddingIndexOptions ReadOptions(ModelFile file)
    {
        try
        {
            EmbeddingIndexOptions options = new()
            {
                Dimensions = file.GetMetadata<int>("dimensions"),
                Metric = ReadEnum<VectorMetric>(file, "metric"),
                Precision = ReadEnum<VectorPrecision>(file, "precision"),
                Seed = file.GetMetadata<ulong>("seed"),
                Graph = GraphFile.ReadOptions(file),
            };
            return options is { Precision: VectorPrecision.Half, Graph: not null } ? throw file.Invalid(EmbeddingIndex.HalfGraph) : options;
        }
        catch (ArgumentOutOfRangeException error)
        {
            throw new ModelFileException($"The vector index has an option that isn't valid: {error.Message}", error);
        }
    }

    public static IndexState Read(ModelFile file, IndexState empty, int stride)
    {
        long[] keys = file.Int64s("keys", -1);
        int rows = keys.Length, live = 0;
        ulong[] bits = MemoryMarshal.Cast<long, ulong>(file.Int64s("live", (int)((rows + 63L) / 64))).ToArray();
        foreach (ulong word in bits) live += BitOperations.PopCount(word);
        if ((rows & 63) != 0 && bits[^1] >> (rows & 63) != 0) throw file.Invalid($"a row beyond the {rows} there are is live");
        int removed = file.GetMetadata<int>("removed");
        if (removed != rows - live) throw file.Invalid($"it claims {removed} removed rows; {rows - live} are");

        return empty with
        {
            Vectors = ReadVectors(file, empty, rows, stride),
            Codes = empty.Codes is null ? null : CodesFile.Read(file, empty.Codes, rows, stride, empty.Graph is null),
            Keys = keys,
            Live = bits,
            Metadata = ReadMetadata(file, rows),
            Rows = rows,
            LiveCount = live,
            RemovedCount = removed,
            Graph = empty.Graph is null ? null : GraphFile.Read(file, empty.Graph, rows),
        };
    }

    private static void AddVectors(ModelFileWriter file, EmbeddingIndexOptions options, IndexState state, int stride)
    {
        if (state.Precision != VectorPrecision.Half)
        {
            state.Vectors.AddTo<float>(file, Vectors, state.Rows, stride);
            return;
        }

        HalfTiles.ClearBehind(state.Vectors, state.Rows, options.Dimensions);
        state.Vectors.AddTo<Half>(file, Vectors, HalfTiles.TilesOf(state.Rows), options.Dimensions, HalfTiles.TileRows);
    }

    private static RowBlocks ReadVectors(ModelFile file, IndexState empty, int rows, int stride)
    {
        if (empty.Precision != VectorPrecision.Half)
            return RowBlocks.Mapped(file.Map<float>(Vectors, rows, stride), rows, stride * sizeof(float), file);
        int tiles = HalfTiles.TilesOf(rows), rowBytes = empty.Vectors.RowBytes;
        return RowBlocks.Mapped(
            file.Map<Half>(Vectors, tiles, rowBytes / sizeof(Half), HalfTiles.TileRows), tiles * HalfTiles.TileRows, rowBytes, file);
    }

    private static MetadataColumns ReadMetadata(ModelFile file, int rows)
    {
        MetadataColumns metadata = new();
        string[] tags = file.Strings("tags"), numbers = file.Strings("numbers");
        for (int i = 0; i < tags.Length; i++)
        {
            int[] codes = file.Int32s($"{TagPrefix}{i}", rows);
            TagColumn column = new(codes, [.. file.Strings($"{TagPrefix}{i}.values")]);
            if (Array.Exists(codes, code => code < 0 || code > column.Values.Count))
                throw file.Invalid($"tag '{tags[i]}' has a code without a value");
            if (!metadata.Tags.TryAdd(tags[i], column)) throw file.Invalid($"tag '{tags[i]}' stands twice");
        }

        for (int i = 0; i < numbers.Length; i++)
        {
            if (!metadata.Numbers.TryAdd(numbers[i], file.Doubles($"{NumberPrefix}{i}", rows)))
                throw file.Invalid($"number '{numbers[i]}' stands twice");
        }

        return metadata;
    }

    private static TEnum ReadEnum<TEnum>(ModelFile file, string key)
        where TEnum : struct, Enum
    {
        string text = file.GetMetadata(key);
        return Enum.TryParse(text, out TEnum value) && Enum.IsDefined(value)
            ? value
            : throw file.Invalid($"metadata '{key}' is '{text}'; one of {string.Join(", ", Enum.GetNames<TEnum>())} is expected");
    }
}

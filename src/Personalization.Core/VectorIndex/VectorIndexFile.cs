using System.Numerics;
using System.Runtime.InteropServices;
using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>What an index looks like in a file.</summary>
internal static unsafe class VectorIndexFile
{
    public const string Kind = "vector-index";
    public const int Version = 1;

    private const string TagPrefix = "tag.";
    private const string NumberPrefix = "number.";

    // Threads are left out: they don't touch the result, so files of different machines stay equal.
    public static ModelFileWriter Write(VectorIndexOptions options, IndexState state, int stride)
    {
        ModelFileWriter file = new(Kind, Version);
        file.Set("dimensions", options.Dimensions);
        file.Set("metric", options.Metric.ToString());
        file.Set("precision", options.Precision.ToString());
        file.Set("seed", options.Seed);
        file.Set("removed", state.RemovedCount);
        file.Add("keys", state.Keys.AsSpan(0, state.Rows));
        long[] live = MemoryMarshal.Cast<ulong, long>(state.Live.AsSpan(0, (state.Rows + 63) / 64)).ToArray();
        file.Add("live", live);
        AddRows<float>(file, "vectors", state.Vectors, state.Rows, stride);
        if (state.Codes is { } codes)
        {
            AddRows<byte>(file, "codes", codes, state.Rows, stride);
            file.Add("code_terms", Terms(codes, state.Rows, stride), state.Rows, 2);
        }

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

    public static VectorIndexOptions ReadOptions(ModelFile file)
    {
        try
        {
            return new VectorIndexOptions
            {
                Dimensions = file.GetMetadata<int>("dimensions"),
                Metric = ReadEnum<VectorMetric>(file, "metric"),
                Precision = ReadEnum<VectorPrecision>(file, "precision"),
                Seed = file.GetMetadata<ulong>("seed"),
                Graph = GraphFile.ReadOptions(file),
            };
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

        nint vectors = file.Map<float>("vectors", rows, stride);
        return empty with
        {
            Vectors = RowBlocks.Mapped(vectors, rows, stride * sizeof(float), file),
            Codes = empty.Codes is null ? null : ReadCodes(file, empty.Codes, rows, stride),
            Keys = keys,
            Live = bits,
            Metadata = ReadMetadata(file, rows),
            Rows = rows,
            LiveCount = live,
            RemovedCount = removed,
            Graph = empty.Graph is null ? null : GraphFile.Read(file, empty.Graph, rows),
        };
    }

    private static void AddRows<T>(ModelFileWriter file, string name, RowBlocks blocks, int rows, int stride)
        where T : unmanaged =>
        file.AddLater<T>(name, [rows, stride], destination =>
        {
            for (int row = 0; row < rows; row += RowBlocks.RowsPerBlock)
            {
                int count = Math.Min(RowBlocks.RowsPerBlock, rows - row), elements = count * stride;
                if (BitConverter.IsLittleEndian)
                {
                    destination.Write(new ReadOnlySpan<byte>((byte*)blocks.Address(row), elements * sizeof(T)));
                    continue;
                }

                byte[] copy = new ReadOnlySpan<byte>((byte*)blocks.Address(row), elements * sizeof(T)).ToArray();
                LittleEndian.Convert(copy, sizeof(T));
                destination.Write(copy);
            }
        });

    private static float[] Terms(RowBlocks codes, int rows, int stride)
    {
        float[] terms = new float[rows * 2];
        for (int row = 0; row < rows; row++) new ReadOnlySpan<float>(RowCodes.Terms(codes, row, stride), 2).CopyTo(terms.AsSpan(row * 2));
        return terms;
    }

    private static RowBlocks ReadCodes(ModelFile file, RowBlocks none, int rows, int stride)
    {
        float[] terms = file.Floats("code_terms", rows, 2);
        file.Map<byte>("codes", rows, stride);
        RowBlocks codes = none.WithCapacity(rows);
        for (int row = 0; row < rows; row += RowBlocks.RowsPerBlock)
        {
            int count = Math.Min(RowBlocks.RowsPerBlock, rows - row);
            file.Read("codes", (long)row * stride, new Span<byte>((byte*)codes.Address(row), count * stride));
        }

        for (int row = 0; row < rows; row++) terms.AsSpan(row * 2, 2).CopyTo(new Span<float>(RowCodes.Terms(codes, row, stride), 2));
        return codes;
    }

    private static MetadataColumns ReadMetadata(ModelFile file, int rows)
    {
        MetadataColumns metadata = new();
        string[] tags = file.Strings("tags"), numbers = file.Strings("numbers");
        for (int i = 0; i < tags.Length; i++)
        {
            int[] codes = file.Int32s($"{TagPrefix}{i}", rows);
            TagColumn column = new(codes, [.. file.Strings($"{TagPrefix}{i}.values")]);
            if (Array.Exists(codes, code => code < 0 || code > column.Values.Count)) throw file.Invalid($"tag '{tags[i]}' has a code without a value");
            if (!metadata.Tags.TryAdd(tags[i], column)) throw file.Invalid($"tag '{tags[i]}' stands twice");
        }

        for (int i = 0; i < numbers.Length; i++)
        {
            if (!metadata.Numbers.TryAdd(numbers[i], file.Doubles($"{NumberPrefix}{i}", rows))) throw file.Invalid($"number '{numbers[i]}' stands twice");
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

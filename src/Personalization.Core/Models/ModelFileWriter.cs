using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Personalization.Core;

/// <summary>
/// Collects the metadata and tensors of a model and writes them in the safetensors layout: the length of the header as an 8-byte
/// little-endian integer, a JSON header, then raw little-endian tensors. Python's <c>safetensors</c> reads the result.
/// </summary>
/// <remarks>
/// The same calls write the same bytes. Tensors stand in the file with the widest elements first (8, 4, 2, 1 bytes) and, among those of
/// one width, in the order of adding. The layout allows no gap between tensors, so this order is what keeps each aligned
/// to its elements; the header is padded with spaces to a multiple of 8. Values are copied when added. Not thread-safe.
/// </remarks>
/// <example>
/// <code>
/// ModelFileWriter file = new("kmeans", 1);
/// file.Set("seed", 42);
/// file.Add("centroids", centroids, clusterCount, columnCount);
/// file.AddStrings("columns", ["recency", "frequency", "monetary"]);
/// file.Save("clusters.model");
/// </code>
/// </example>
public sealed class ModelFileWriter
{
    internal const string MetadataName = "__metadata__";
    internal const string KindKey = "kind";
    internal const string VersionKey = "format_version";
    internal const string StringBytes = ".utf8";
    internal const string StringOffsets = ".offsets";
    internal const int HeaderAlignment = 8;
    internal const string Objectives = "objectives";
    internal const string SeriesPrefix = "series.";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<KeyValuePair<string, string>> _metadata = [];
    private readonly List<(string Name, TensorType Type, int[] Shape, long Length, Action<Stream> Write)> _tensors = [];
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal) { MetadataName };

    /// <summary>Starts an empty file.</summary>
    /// <param name="kind">What the model is, such as <c>kmeans</c>; a reader asks for it by this name.</param>
    /// <param name="formatVersion">Version of this kind's content, at least 1; raised when an older reader could no longer read it.</param>
    public ModelFileWriter(string kind, int formatVersion)
    {
        Guard.NotBlank(kind);
        Guard.AtLeast(formatVersion, 1);
        Set(KindKey, kind);
        Set(VersionKey, formatVersion);
    }

    /// <summary>Sets a metadata entry; each key once, and <c>kind</c> and <c>format_version</c> are taken.</summary>
    /// <exception cref="ArgumentException">The key is blank or stands already.</exception>
    public void Set(string key, string value)
    {
        Guard.NotBlank(key);
        ArgumentNullException.ThrowIfNull(value);
        if (!_keys.Add(key)) throw new ArgumentException($"The metadata key '{key}' is already set; each key is set once.", nameof(key));
        _metadata.Add(new(key, value));
    }

    /// <summary>Sets a number as metadata, written so that reading gives the same number back.</summary>
    /// <inheritdoc cref="Set(string, string)" path="/exception"/>
    public void Set<T>(string key, T value)
        where T : INumber<T> => Set(key, value.ToString(null, CultureInfo.InvariantCulture));

    /// <summary>Adds 32-bit floats (<c>F32</c>).</summary>
    /// <param name="name">Name of the tensor, used once.</param>
    /// <param name="values">The elements, row-major.</param>
    /// <param name="shape">Dimensions whose product is the number of values; none means one dimension.</param>
    /// <exception cref="ArgumentException">The name stands already, or the shape doesn't fit the values.</exception>
    public void Add(string name, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape) => AddTensor(name, values, shape);

    /// <summary>Adds 64-bit floats (<c>F64</c>).</summary>
    /// <inheritdoc cref="Add(string, ReadOnlySpan{float}, ReadOnlySpan{int})"/>
    public void Add(string name, ReadOnlySpan<double> values, params ReadOnlySpan<int> shape) => AddTensor(name, values, shape);

    /// <summary>Adds 32-bit integers (<c>I32</c>).</summary>
    /// <inheritdoc cref="Add(string, ReadOnlySpan{float}, ReadOnlySpan{int})"/>
    public void Add(string name, ReadOnlySpan<int> values, params ReadOnlySpan<int> shape) => AddTensor(name, values, shape);

    /// <summary>Adds 64-bit integers (<c>I64</c>).</summary>
    /// <inheritdoc cref="Add(string, ReadOnlySpan{float}, ReadOnlySpan{int})"/>
    public void Add(string name, ReadOnlySpan<long> values, params ReadOnlySpan<int> shape) => AddTensor(name, values, shape);

    /// <summary>Adds bytes (<c>U8</c>).</summary>
    /// <inheritdoc cref="Add(string, ReadOnlySpan{float}, ReadOnlySpan{int})"/>
    public void Add(string name, ReadOnlySpan<byte> values, params ReadOnlySpan<int> shape) => AddTensor(name, values, shape);

    /// <summary>Adds unsigned 16-bit integers (<c>U16</c>).</summary>
    /// <inheritdoc cref="Add(string, ReadOnlySpan{float}, ReadOnlySpan{int})"/>
    public void Add(string name, ReadOnlySpan<ushort> values, params ReadOnlySpan<int> shape) => AddTensor(name, values, shape);

    /// <summary>
    /// Adds a list of strings, such as a vocabulary of ids, as two tensors: <c>name.utf8</c> (<c>U8</c>, all strings end to end) and
    /// <c>name.offsets</c> (<c>I64</c>, one more than there are strings: string i is bytes offsets[i] up to offsets[i + 1]).
    /// </summary>
    /// <exception cref="ArgumentException">The name stands already, or a string is null or isn't valid UTF-16.</exception>
    public void AddStrings(string name, IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        long[] offsets = new long[values.Count + 1];
        using MemoryStream bytes = new();
        for (int i = 0; i < values.Count; i++)
        {
            bytes.Write(Encode(values[i], i, name));
            offsets[i + 1] = bytes.Length;
        }

        AddTensor(name + StringBytes, bytes.GetBuffer().AsSpan(0, (int)bytes.Length), []);
        AddTensor(name + StringOffsets, offsets, []);
    }

    /// <summary>
    /// Adds what a fit did: iterations, stop reason and every series, the objective first, but not the duration, which no two runs share.
    /// </summary>
    public void AddReport(FitReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        Set("iterations", report.Iterations);
        Set("stop_reason", report.StopReason.ToString());
        Add(Objectives, [.. report.Objectives]);
        foreach (FitSeries series in report.Series)
        {
            if (series.Name != FitReport.ObjectiveSeries) Add(SeriesPrefix + series.Name, [.. series.Values]);
        }
    }

    /// <summary>Writes the file to a stream, from its position on; the stream stays open.</summary>
    public void WriteTo(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        (string Name, TensorType Type, int[] Shape, long Length, Action<Stream> Write)[] ordered =
            [.. _tensors.OrderByDescending(tensor => tensor.Type.Size)];
        byte[] header = Header(ordered);
        int padding = (HeaderAlignment - (header.Length % HeaderAlignment)) % HeaderAlignment;
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length + padding);
        destination.Write(length);
        destination.Write(header);
        destination.Write("       "u8[..padding]);
        foreach ((_, _, _, _, Action<Stream> write) in ordered) write(destination);
    }

    /// <summary>
    /// Writes the file to a path. It is written beside that path first and then moved there, so a crash leaves the file that stood there,
    /// or the new one, and never half of one.
    /// </summary>
    /// <exception cref="IOException">The file can't be written.</exception>
    public void Save(string path) => WholeFile.Write(path, WriteTo);

    /// <summary>Adds a tensor whose little-endian bytes are written when the file is: one that is too large to be copied.</summary>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <param name="name">Name of the tensor, used once.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="write">Writes as many bytes as the shape asks for.</param>
    public void AddLater<T>(string name, int[] shape, Action<Stream> write)
        where T : unmanaged
    {
        CheckShape(name, shape);
        if (!_names.Add(name))
            throw new ArgumentException($"The tensor name '{name}' is already used; each name is used once.", nameof(name));
        TensorType type = TensorType.Of<T>();
        _tensors.Add((name, type, shape, checked(TensorEntry.Count(shape) * type.Size), write));
    }

    private static void CheckShape(string name, int[] shape)
    {
        Guard.NotBlank(name);
        if (shape.Length > ModelHeader.MaximumRank)
        {
            throw new ArgumentException(
                $"Tensor '{name}' has {shape.Length} dimensions; at most {ModelHeader.MaximumRank} are allowed.", nameof(shape));
        }
    }

    private void AddTensor<T>(string name, ReadOnlySpan<T> values, ReadOnlySpan<int> shape)
        where T : unmanaged
    {
        int[] dimensions = shape.IsEmpty ? [values.Length] : shape.ToArray();
        CheckShape(name, dimensions);
        if (Array.Exists(dimensions, dimension => dimension < 0) || TensorEntry.Count(dimensions) != values.Length)
        {
            throw new ArgumentException(
                $"Tensor '{name}' has {values.Length} values; its shape {TensorEntry.Text(dimensions)} asks for another number.",
                nameof(shape));
        }

        byte[] bytes = MemoryMarshal.AsBytes(values).ToArray();
        LittleEndian.Convert(bytes, TensorType.Of<T>().Size);
        AddLater<T>(name, dimensions, destination => destination.Write(bytes));
    }

    private static byte[] Encode(string? value, int index, string name)
    {
        if (value is null)
            throw new ArgumentException($"String {index} of '{name}' is null; write an empty string for none.", nameof(value));
        try
        {
            return StrictUtf8.GetBytes(value);
        }
        catch (EncoderFallbackException error)
        {
            throw new ArgumentException(
                $"String {index} of '{name}' isn't valid text: half of a surrogate pair at {error.Index}.", nameof(value), error);
        }
    }

    private byte[] Header((string Name, TensorType Type, int[] Shape, long Length, Action<Stream> Write)[] ordered)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject(MetadataName);
            foreach ((string key, string value) in _metadata) json.WriteString(key, value);
            json.WriteEndObject();
            long offset = 0;
            foreach ((string name, TensorType type, int[] shape, long length, _) in ordered)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", type.Name);
                json.WriteStartArray("shape");
                foreach (int dimension in shape) json.WriteNumberValue(dimension);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += length);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}

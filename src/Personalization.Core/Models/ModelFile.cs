using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Personalization.Core;

/// <summary>
/// Reads a model in the safetensors layout, as <see cref="ModelFileWriter"/> or Python's <c>safetensors</c> writes it. Every size is
/// checked against the bytes there are before anything is allocated, and nothing in a file names a type to create.
/// </summary>
/// <remarks>
/// A file is mapped into memory and stays mapped until this is disposed; tensors are copied out as arrays, so a model may outlive its file.
/// Reading is thread-safe. Whatever is wrong with a file ends in a <see cref="ModelFileException"/>.
/// </remarks>
/// <example>
/// <code>
/// using ModelFile file = ModelFile.Open("clusters.model", "kmeans", newestVersion: 1);
/// string[] columns = file.Strings("columns");
/// float[] centroids = file.Floats("centroids", -1, columns.Length);
/// </code>
/// </example>
public sealed class ModelFile : IDisposable
{
    /// <summary>Ending of the names of model files.</summary>
    public const string Extension = ".safetensors";

    private const int ElementsAtOnce = 1 << 20;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ModelBytes _bytes;
    private readonly ModelHeader _header;
    private readonly long _dataStart;
    private bool _disposed;

    private ModelFile(ModelBytes bytes, ModelHeader header, string? expectedKind, int newestVersion)
    {
        _bytes = bytes;
        _header = header;
        _dataStart = bytes.Length - header.DataLength;
        Kind = header.Metadata.GetValueOrDefault(ModelFileWriter.KindKey, "");
        FormatVersion = ReadVersion();
        if (expectedKind is not null) Require(expectedKind, 1, newestVersion);
        else if (FormatVersion > newestVersion) throw TooNew(newestVersion);
    }

    /// <summary>What the model is, such as <c>kmeans</c>; empty for a file of another writer that doesn't say.</summary>
    public string Kind { get; }

    /// <summary>Version of the content, at least 1; 0 for a file of another writer that doesn't say.</summary>
    public int FormatVersion { get; }

    /// <summary>Names of the tensors in the order of their bytes.</summary>
    public IReadOnlyList<string> TensorNames => _header.Names;

    /// <summary>Maps a file into memory and checks its header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="expectedKind">The kind that it must be; null takes any, and files of other writers too.</param>
    /// <param name="newestVersion">The newest format version that the caller can read.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFileException">The file is cut short, altered, of another kind or too new.</exception>
    public static ModelFile Open(string path, string? expectedKind = null, int newestVersion = int.MaxValue)
    {
        string source = $"Model file '{path}'";
        MappedBytes bytes = new(path);
        try
        {
            long length = bytes.Length < sizeof(long) ? 0 : ReadHeaderLength(bytes, source);
            if (bytes.Length < sizeof(long) + length) throw CutShort(source, bytes.Length, sizeof(long) + length);
            ModelHeader header = ReadHeader(bytes, length, source);
            long found = bytes.Length - sizeof(long) - length;
            if (found != header.DataLength)
            {
                string what = found < header.DataLength ? "is cut short" : "goes on after its end";
                throw header.Invalid($"{what}: it has {found} bytes of tensors where its header accounts for {header.DataLength}");
            }

            return new ModelFile(bytes, header, expectedKind, newestVersion);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Reads a model from a stream to its end. The stream's own length isn't asked for; memory grows with the bytes
    /// that arrive, not with what the header claims. The stream stays open.
    /// </summary>
    /// <param name="source">The stream, read from its position on; it may hold nothing after the model.</param>
    /// <param name="expectedKind">The kind that it must be; null takes any, and files of other writers too.</param>
    /// <param name="newestVersion">The newest format version that the caller can read.</param>
    /// <param name="maximumBytes">Most bytes to take in; the default is 8 GiB.</param>
    /// <exception cref="ModelFileException">The stream is cut short, altered, of another kind, too new or too long.</exception>
    public static ModelFile Read(Stream source, string? expectedKind = null, int newestVersion = int.MaxValue, long maximumBytes = 8L << 30)
    {
        ArgumentNullException.ThrowIfNull(source);
        Guard.AtLeast(maximumBytes, 1);
        const string Name = "Model stream";
        BufferedBytes bytes = new();
        if (!bytes.Append(source, sizeof(long))) throw CutShort(Name, bytes.Length, sizeof(long));
        long length = ReadHeaderLength(bytes, Name);
        if (!bytes.Append(source, length)) throw CutShort(Name, bytes.Length, sizeof(long) + length);
        ModelHeader header = ReadHeader(bytes, length, Name);
        if (header.DataLength > maximumBytes - bytes.Length)
            throw header.Invalid($"its tensors take {header.DataLength} bytes; at most {maximumBytes} are allowed for the whole");
        long expected = bytes.Length + header.DataLength;
        if (!bytes.Append(source, header.DataLength)) throw CutShort(Name, bytes.Length, expected);
        if (source.ReadByte() >= 0) throw header.Invalid($"goes on after the {expected} bytes that its header accounts for");
        return new ModelFile(bytes, header, expectedKind, newestVersion);
    }

    /// <summary>A metadata entry.</summary>
    /// <exception cref="ModelFileException">There is no such entry.</exception>
    public string GetMetadata(string key) =>
        TryGetMetadata(key, out string? value) ? value : throw Invalid($"has no metadata '{key}'");

    /// <summary>A metadata entry that is a number.</summary>
    /// <exception cref="ModelFileException">There is no such entry, or it isn't a number of this type.</exception>
    public T GetMetadata<T>(string key)
        where T : INumber<T>
    {
        string text = GetMetadata(key);
        return T.TryParse(text, CultureInfo.InvariantCulture, out T? value)
            ? value
            : throw Invalid($"metadata '{key}' is '{text}'; a number of type {typeof(T).Name} is expected");
    }

    /// <summary>A metadata entry where there is one.</summary>
    public bool TryGetMetadata(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) =>
        _header.Metadata.TryGetValue(key, out value);

    /// <summary>A metadata entry that names a value of an enumeration.</summary>
    /// <exception cref="ModelFileException">There is no such entry, or it names no value.</exception>
    public TEnum GetEnum<TEnum>(string key)
        where TEnum : struct, Enum
    {
        string text = GetMetadata(key);
        return Enum.TryParse(text, out TEnum value) && Enum.IsDefined(value)
            ? value
            : throw Invalid($"metadata '{key}' is '{text}'; one of {string.Join(", ", Enum.GetNames<TEnum>())} is expected");
    }

    /// <summary>The report that <see cref="ModelFileWriter.AddReport"/> wrote; its duration is zero.</summary>
    /// <exception cref="ModelFileException">There is none, or it isn't sound.</exception>
    public FitReport Report()
    {
        List<FitSeries> series = [new FitSeries(FitReport.ObjectiveSeries, Doubles(ModelFileWriter.Objectives, -1))];
        foreach (string name in TensorNames)
        {
            if (name.StartsWith(ModelFileWriter.SeriesPrefix, StringComparison.Ordinal))
                series.Add(new FitSeries(name[ModelFileWriter.SeriesPrefix.Length..], Doubles(name, -1)));
        }

        return new FitReport(GetMetadata<int>("iterations"), GetEnum<StopReason>("stop_reason"), series, TimeSpan.Zero);
    }

    /// <summary>True where the file has a tensor of that name.</summary>
    public bool Contains(string name) => _header.Tensors.ContainsKey(name);

    /// <summary>Dimensions of a tensor; empty for a single number without dimensions.</summary>
    /// <exception cref="ModelFileException">There is no such tensor.</exception>
    public ReadOnlySpan<int> Shape(string name) => Find(name).Shape;

    /// <summary>Copies a tensor of 32-bit floats (<c>F32</c>), row-major.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <param name="shape">The shape it must have, -1 for a dimension of any size; none takes any shape.</param>
    /// <exception cref="ModelFileException">There is no such tensor, or it has another type or shape.</exception>
    public float[] Floats(string name, params ReadOnlySpan<int> shape) => Copy<float>(name, shape);

    /// <summary>Copies a tensor of 64-bit floats (<c>F64</c>), row-major.</summary>
    /// <inheritdoc cref="Floats"/>
    public double[] Doubles(string name, params ReadOnlySpan<int> shape) => Copy<double>(name, shape);

    /// <summary>Copies a tensor of 32-bit integers (<c>I32</c>), row-major.</summary>
    /// <inheritdoc cref="Floats"/>
    public int[] Int32s(string name, params ReadOnlySpan<int> shape) => Copy<int>(name, shape);

    /// <summary>Copies a tensor of 64-bit integers (<c>I64</c>), row-major.</summary>
    /// <inheritdoc cref="Floats"/>
    public long[] Int64s(string name, params ReadOnlySpan<int> shape) => Copy<long>(name, shape);

    /// <summary>Copies a tensor of bytes (<c>U8</c>), row-major.</summary>
    /// <inheritdoc cref="Floats"/>
    public byte[] Bytes(string name, params ReadOnlySpan<int> shape) => Copy<byte>(name, shape);

    /// <summary>Copies a tensor of unsigned 16-bit integers (<c>U16</c>), row-major.</summary>
    /// <inheritdoc cref="Floats"/>
    public ushort[] UInt16s(string name, params ReadOnlySpan<int> shape) => Copy<ushort>(name, shape);

    /// <summary>
    /// Address of a tensor in the mapped file, for those who read large ones in place; valid while the mapping is, which
    /// <see cref="Dispose"/> ends: reading there afterwards reads foreign memory.
    /// </summary>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <inheritdoc cref="Floats"/>
    /// <exception cref="NotSupportedException">The file was read from a stream, or the machine is big-endian.</exception>
    public nint Map<T>(string name, params ReadOnlySpan<int> shape)
        where T : unmanaged
    {
        TensorEntry tensor = Find<T>(name, shape);
        return _bytes is MappedBytes mapped && BitConverter.IsLittleEndian
            ? mapped.Address(_dataStart + tensor.Offset)
            : throw new NotSupportedException("Vectors are read in place, which takes a file on a little-endian machine.");
    }

    /// <summary>Refuses a file of another kind, or of a version that can't be read.</summary>
    internal void Require(string kind, int oldestVersion, int newestVersion)
    {
        if (Kind != kind) throw new ModelFileException($"{_header.Source}: holds a model of kind '{Kind}' where '{kind}' is expected.");
        if (FormatVersion == 0) throw Invalid($"has no metadata '{ModelFileWriter.VersionKey}'");
        if (FormatVersion > newestVersion) throw TooNew(newestVersion);
        if (FormatVersion < oldestVersion)
            throw Invalid($"has format version {FormatVersion}; only {oldestVersion} or newer can be read, so fit the model again");
    }

    /// <summary>Copies a part of a tensor to memory.</summary>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <param name="name">Name of the tensor.</param>
    /// <param name="start">Its element to begin with, counted row by row.</param>
    /// <param name="destination">Receives as many elements as it has room for.</param>
    /// <exception cref="ModelFileException">There is no such tensor, or it has another type.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The part runs beyond the tensor's end.</exception>
    public void Read<T>(string name, long start, Span<T> destination)
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        TensorEntry tensor = Find<T>(name, []);
        TensorType type = TensorType.Of<T>();
        ArgumentOutOfRangeException.ThrowIfGreaterThan((start + destination.Length) * type.Size, tensor.Length, nameof(destination));
        Span<byte> bytes = MemoryMarshal.AsBytes(destination);
        _bytes.Read(_dataStart + tensor.Offset + (start * type.Size), bytes);
        LittleEndian.Convert(bytes, type.Size);
    }

    /// <summary>Reads a list of strings, as <see cref="ModelFileWriter.AddStrings"/> wrote it.</summary>
    /// <exception cref="ModelFileException">
    /// There is no such list, its offsets don't ascend inside its bytes, or a string isn't valid UTF-8.
    /// </exception>
    public string[] Strings(string name)
    {
        byte[] bytes = Bytes(name + ModelFileWriter.StringBytes, -1);
        long[] offsets = Int64s(name + ModelFileWriter.StringOffsets, -1);
        if (offsets.Length == 0 || offsets[0] != 0 || offsets[^1] != bytes.Length)
            throw Invalid($"the offsets of strings '{name}' don't run from 0 to their {bytes.Length} bytes");
        for (int i = 1; i < offsets.Length; i++)
        {
            if (offsets[i] < offsets[i - 1])
                throw Invalid($"string {i - 1} of '{name}' ends at byte {offsets[i]}, before it begins at {offsets[i - 1]}");
        }

        string[] strings = new string[offsets.Length - 1];
        for (int i = 0; i < strings.Length; i++)
        {
            try
            {
                strings[i] = StrictUtf8.GetString(bytes, (int)offsets[i], (int)(offsets[i + 1] - offsets[i]));
            }
            catch (DecoderFallbackException error)
            {
                throw new ModelFileException($"{Describe()}: string {i} of '{name}' isn't valid UTF-8.", error);
            }
        }

        return strings;
    }

    /// <summary>
    /// The error for content that a model finds wrong, such as a list of the wrong length; its message names the file and its kind.
    /// </summary>
    /// <param name="message">What was found and what was expected, without a full stop.</param>
    public ModelFileException Invalid(string message) => new($"{Describe()}: {message}.");

    /// <summary>Releases the mapping. Arrays that were read stay valid.</summary>
    public void Dispose()
    {
        _disposed = true;
        _bytes.Dispose();
    }

    private static ModelFileException CutShort(string source, long found, long expected) =>
        new($"{source}: is cut short: it has {found} bytes where at least {expected} are expected.");

    private static long ReadHeaderLength(ModelBytes bytes, string source)
    {
        Span<byte> prefix = stackalloc byte[sizeof(long)];
        bytes.Read(0, prefix);
        long length = BinaryPrimitives.ReadInt64LittleEndian(prefix);
        return length is > 0 and <= ModelHeader.MaximumLength
            ? length
            : throw new ModelFileException(
                $"{source}: its header claims {(ulong)length} bytes; 1 to {ModelHeader.MaximumLength} are allowed. "
                + "This isn't a model file, or it was altered.");
    }

    private static ModelHeader ReadHeader(ModelBytes bytes, long length, string source)
    {
        byte[] json = new byte[length];
        bytes.Read(sizeof(long), json);
        return ModelHeader.Parse(json, source);
    }

    private string Describe() => Kind.Length == 0 ? _header.Source : $"{_header.Source} (kind '{Kind}')";

    private int ReadVersion()
    {
        if (!TryGetMetadata(ModelFileWriter.VersionKey, out string? text)) return 0;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int version) && version >= 1
            ? version
            : throw Invalid($"its format version is '{text}'; an integer of at least 1 is expected");
    }

    private ModelFileException TooNew(int newestVersion) =>
        Invalid($"has format version {FormatVersion}; this version of the library reads up to {newestVersion}, so update the library");

    private TensorEntry Find(string name) =>
        _header.Tensors.TryGetValue(name, out TensorEntry? tensor) ? tensor : throw Invalid($"has no tensor '{name}'");

    private TensorEntry Find<T>(string name, ReadOnlySpan<int> shape)
        where T : unmanaged
    {
        TensorEntry tensor = Find(name);
        TensorType type = TensorType.Of<T>();
        return tensor.Type == type && Fits(tensor.Shape, shape)
            ? tensor
            : throw Invalid(
                $"tensor '{name}' is {tensor}; {type.Name} {(shape.IsEmpty ? "of any shape" : TensorEntry.Text(shape))} is expected");
    }

    private T[] Copy<T>(string name, ReadOnlySpan<int> shape)
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        TensorEntry tensor = Find<T>(name, shape);
        TensorType type = TensorType.Of<T>();
        long count = tensor.Length / type.Size;
        if (count > Array.MaxLength) throw Invalid($"tensor '{name}' has {count} elements; an array holds at most {Array.MaxLength}");
        T[] values = new T[count];
        for (int start = 0; start < values.Length; start += ElementsAtOnce)
        {
            Span<byte> part = MemoryMarshal.AsBytes(values.AsSpan(start, Math.Min(ElementsAtOnce, values.Length - start)));
            _bytes.Read(_dataStart + tensor.Offset + ((long)start * type.Size), part);
            LittleEndian.Convert(part, type.Size);
        }

        return values;
    }

    private static bool Fits(ReadOnlySpan<int> found, ReadOnlySpan<int> expected)
    {
        if (expected.IsEmpty) return true;
        if (found.Length != expected.Length) return false;
        for (int i = 0; i < found.Length; i++)
        {
            if (expected[i] >= 0 && expected[i] != found[i]) return false;
        }

        return true;
    }
}

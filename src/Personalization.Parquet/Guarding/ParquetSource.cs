using System.Buffers.Binary;
using Parquet;
using Parquet.Meta;
using Parquet.Schema;

namespace Personalization.Parquet;

/// <summary>The values of one column in one row group.</summary>
/// <param name="Values">The values that aren't missing, then what the array has more.</param>
/// <param name="Definitions">How much of each cell is there; empty where every cell must be.</param>
/// <param name="Repetitions">0 where a row begins; empty where a row has one cell.</param>
internal readonly record struct ColumnChunkValues<T>(T[] Values, int[] Definitions, int[] Repetitions);

/// <summary>
/// A Parquet file that isn't trusted: footer and pages are looked at before the library allocates by them. Of one thread at a time.
/// </summary>
internal sealed class ParquetSource : IDisposable
{
    private const int TailLength = 8;
    private const int MaxFooter = 64 << 20;

    /// <summary>Groups may stand in groups, and the library follows them by recursion.</summary>
    private const int MaxSchemaElements = 4096;

    private const int FooterSchema = 2;
    private const long NeverRefusedBelow = 16L << 20;

    /// <summary>A column of a row group is read at once; this many values take about 1.3 GB as text.</summary>
    private const long MaxValuesOfGroup = 1L << 26;

    private const int MaxCellsOfColumn = 1 << 27;

    private readonly BlockingStream _stream;
    private readonly ParquetReader _reader;
    private readonly PageGuard _pages;
    private readonly Dictionary<SchemaElement, WholeMeaning> _meanings = [];
    private readonly long _maxValues;
    private long _values;

    private ParquetSource(BlockingStream stream, ParquetReader reader, int maxExpansionRatio)
    {
        (_stream, _reader) = (stream, reader);
        _maxValues = Math.Max(NeverRefusedBelow, checked(stream.Length * maxExpansionRatio));
        _pages = new PageGuard(stream, _maxValues);
        foreach (SchemaElement element in reader.Metadata!.Schema) _meanings[element] = WholeMeaning.TakeFrom(element);
        Schema = reader.Schema;
    }

    public ParquetSchema Schema { get; }

    public IReadOnlyDictionary<string, string> Metadata => _reader.CustomMetadata;

    public int GroupCount => _reader.RowGroupCount;

    /// <summary>Opens a file, which begins where the stream stands and stays open.</summary>
    /// <exception cref="InvalidDataException">It isn't a Parquet file, is cut off, or declares more than it may.</exception>
    public static ParquetSource Open(Stream stream, int maxExpansionRatio)
    {
        BlockingStream blocking = new(stream);
        CheckFooter(blocking);
        ParquetOptions options = new() { TreatByteArrayAsString = true };
        return new ParquetSource(blocking, Done(ParquetReader.CreateAsync(blocking, options)), maxExpansionRatio);
    }

    /// <summary>What a column's whole numbers stand for.</summary>
    public WholeMeaning MeaningOf(DataField field) => _meanings[field.SchemaElement!];

    /// <summary>Rows of a group.</summary>
    /// <exception cref="InvalidDataException">It has more than can be read at once.</exception>
    public int RowsOf(int group)
    {
        long rows = _reader.OpenRowGroupReader(group).RowCount;
        if (rows < 0 || rows * Math.Max(1L, Schema.DataFields.Length) > MaxValuesOfGroup)
        {
            throw new InvalidDataException(
                $"Row group {group + 1} declares {rows:N0} rows of {Schema.DataFields.Length} columns; a group is read at once, with at " +
                $"most {MaxValuesOfGroup:N0} values. Write the file with smaller row groups, of 100,000 rows for instance.");
        }

        return (int)rows;
    }

    /// <summary>Reads a column of a group.</summary>
    /// <exception cref="InvalidDataException">The column isn't whole, or is larger than it may be.</exception>
    public ColumnChunkValues<T> Read<T>(int group, DataField field)
        where T : struct
    {
        ParquetRowGroupReader reader = _reader.OpenRowGroupReader(group);
        ColumnMetaData chunk = reader.GetMetadata(field)?.MetaData
            ?? throw new InvalidDataException($"Row group {group + 1} has no column '{field.Path}'.");
        int rows = RowsOf(group);
        bool isList = field.MaxRepetitionLevel > 0;
        if (isList ? chunk.NumValues < rows || chunk.NumValues > MaxCellsOfColumn : chunk.NumValues != rows)
        {
            throw new InvalidDataException(
                $"Column '{field.Path}' declares {chunk.NumValues:N0} values in row group {group + 1} of {rows:N0} rows.");
        }

        _values += chunk.NumValues;
        if (_values > _maxValues)
        {
            throw new InvalidDataException(
                $"It has {_stream.Length:N0} bytes and declares over {_maxValues:N0} values: it looks like a decompression bomb. " +
                "Raise MaxExpansionRatio if it isn't.");
        }

        // Twice: a header is read a byte at a time, and pages may be read again from their beginning.
        _stream.Allowance = long.MaxValue;
        _stream.Allowance = (2 * _pages.Check(chunk)) + TailLength;
        int count = (int)chunk.NumValues;
        T[] values = new T[count];
        bool mayMiss = field.MaxDefinitionLevel > 0;
        int[] definitions = mayMiss ? new int[count] : [];
        int[] repetitions = isList ? new int[count] : [];
        Memory<int>? none = null;
        Done(reader.ReadRawAsync<T>(field, values, mayMiss ? definitions : none, isList ? repetitions : none));
        return new ColumnChunkValues<T>(values, definitions, repetitions);
    }

    public void Dispose() => Done(_reader.DisposeAsync());

    /// <summary>The footer, its length, and PAR1 end a file.</summary>
    private static void CheckFooter(BlockingStream stream)
    {
        if (stream.Length < TailLength + 4) throw new InvalidDataException("It is too short.");
        byte[] tail = new byte[TailLength];
        stream.Seek(-TailLength, SeekOrigin.End);
        stream.ReadExactly(tail);
        if (tail.AsSpan(4).SequenceEqual("PARE"u8)) throw new InvalidDataException("It is encrypted, which isn't read.");
        if (!tail.AsSpan(4).SequenceEqual("PAR1"u8))
            throw new InvalidDataException("It doesn't end as a Parquet file does: it is another kind of file, or was cut off.");
        long length = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        if (length > Math.Min(MaxFooter, stream.Length - TailLength - 4))
        {
            throw new InvalidDataException(
                $"It declares a footer of {length:N0} bytes in {stream.Length:N0}; at most {MaxFooter:N0} are read.");
        }

        byte[] footer = new byte[length];
        stream.Seek(-TailLength - length, SeekOrigin.End);
        stream.ReadExactly(footer);
        new CompactStruct(footer).Walk(static (parent, id, value) =>
        {
            if (parent == 0 && id == FooterSchema && value > MaxSchemaElements)
                throw new InvalidDataException($"It declares a schema of {value:N0} elements; at most {MaxSchemaElements:N0} are read.");
        });
    }

    /// <summary>What the library awaits is done when it returns, since the stream is never waited for.</summary>
    private static T Done<T>(Task<T> task) => task.GetAwaiter().GetResult();

    private static void Done(ValueTask task) => task.AsTask().GetAwaiter().GetResult();
}

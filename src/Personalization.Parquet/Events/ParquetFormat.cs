using Personalization.Data;

namespace Personalization.Parquet;

/// <summary>
/// Parquet as a format of event files: <c>EventFile.Read("events.parquet", new() { Formats = [ParquetFormat.Instance] })</c>. Whatever the
/// types of the columns, the rows are mapped, cleaned and reported as those of a CSV with the same header. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// Read are numbers, decimals, texts, dates, timestamps, truths and UUIDs, plain or with a dictionary, packed with Snappy, gzip, Zstandard,
/// Brotli or LZ4. A timestamp that is adjusted to UTC is turned into the shop's clock, any other is taken as its time. Lists and structs
/// are among the report's ignored columns. A row group is held in memory, 16 to 40 bytes a value; groups beyond 67 million values are
/// refused.
/// </remarks>
public sealed class ParquetFormat : IEventFileFormat
{
    private ParquetFormat()
    {
    }

    /// <summary>The format.</summary>
    public static ParquetFormat Instance { get; } = new();

    /// <summary>"Parquet".</summary>
    public string Name => "Parquet";

    /// <inheritdoc />
    public bool Recognizes(ReadOnlySpan<byte> start) => start.StartsWith("PAR1"u8);

    /// <inheritdoc />
    public IEventRows Open(Stream stream, EventReadOptions options)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(options);
        return Guarded(() => new ParquetEventRows(ParquetSource.Open(stream, options.MaxExpansionRatio), options));
    }

    /// <summary>The library throws whatever it stumbles over: a damaged file must look like one.</summary>
    internal static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not (EventFileException or OperationCanceledException or InsufficientExecutionStackException))
        {
            throw new EventFileException($"The Parquet file is damaged or can't be read: {e.Message} Write or fetch it again.", e);
        }
    }
}

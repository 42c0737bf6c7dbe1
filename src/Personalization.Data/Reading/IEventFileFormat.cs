namespace Personalization.Data;

/// <summary>
/// A format of event files that another package, or the application, reads: <see cref="EventReadOptions.Formats"/> names it, and
/// <see cref="EventFile"/> gives its rows the same mapping of columns, cleaning, limits and report as those of a CSV file. Thread-safe.
/// </summary>
public interface IEventFileFormat
{
    /// <summary>Name of the format, as the report shows it: "Parquet".</summary>
    string Name { get; }

    /// <summary>Whether a file is of this format.</summary>
    /// <param name="start">Its first eight bytes, or all where it is shorter.</param>
    bool Recognizes(ReadOnlySpan<byte> start);

    /// <summary>Opens a file of this format. Limits of the options on what is unpacked are the format's to keep.</summary>
    /// <param name="stream">The file, from its first byte; it can seek, and stays open.</param>
    /// <param name="options">How it is read.</param>
    /// <exception cref="EventFileException">The file is damaged, or holds what can't be read.</exception>
    IEventRows Open(Stream stream, EventReadOptions options);
}

/// <summary>The rows of an event file, read forward. Of one thread at a time.</summary>
public interface IEventRows : IDisposable
{
    /// <summary>Names of the columns, as a CSV's header would give them.</summary>
    IReadOnlyList<string> Header { get; }

    /// <summary>Columns that the format can't give as text, such as lists, for the report's ignored ones.</summary>
    IReadOnlyList<string> LeftOut { get; }

    /// <summary>Share of the file that was read, 0 to 1.</summary>
    double Share { get; }

    /// <summary>Goes to the next row; false behind the last one.</summary>
    /// <exception cref="EventFileException">The file is damaged.</exception>
    bool Read();

    /// <summary>
    /// A field of the row as UTF-8, until the next <see cref="Read"/>; empty where it is missing. Numbers are written as
    /// <see cref="EventReadOptions.DecimalComma"/> says that they are read, times as ISO 8601.
    /// </summary>
    /// <param name="column">Column of <see cref="Header"/>, from 0.</param>
    ReadOnlySpan<byte> Field(int column);
}

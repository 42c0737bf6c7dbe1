using Personalization.Core;

namespace Personalization.Data;

/// <summary>
/// Reads what a shop knows of its customers (age, city, loyalty tier, consent, any column) from delimited text: CSV, TSV, semicolons;
/// plain, in gzip or in an archive (.zip) of one file. The kind of each column is told by all of its values. All members are thread-safe.
/// </summary>
/// <remarks>
/// A column is of the first kind that 95 % of its values fit: yes and no (all of them must), numbers, amounts where some carry a currency,
/// dates; what remains is a category where customers share the values, else text. What doesn't fit is counted, with examples, and missing.
/// What points at a person (names, addresses, e-mail addresses, phone numbers, other ids) is left out, and said to be. Of several rows of
/// one customer the last value holds. O(cells) time and memory.
/// </remarks>
public static class CustomerFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Stops within a few thousand rows.</param>
    /// <exception cref="EventFileException">The file can't be read; the message says where, what, and what would mend it.</exception>
    /// <exception cref="IOException">The file can't be opened or read.</exception>
    public static CustomerFileTable Read(string path, CustomerFileOptions? options = null, CancellationToken cancellationToken = default) =>
        DelimitedFile.Read(path, stream => Read(stream, Path.GetFileName(path), options, cancellationToken));

    /// <summary>Reads a stream from where it stands. The stream stays open.</summary>
    /// <param name="stream">The bytes of a file; an archive must be seekable.</param>
    /// <param name="name">Name of the file, for messages.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Stops within a few thousand rows.</param>
    /// <exception cref="EventFileException">The content can't be read; the message says where, what, and what would mend it.</exception>
    public static CustomerFileTable Read(
        Stream stream, string name, CustomerFileOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        options ??= new CustomerFileOptions();
        return DelimitedFile.Named(
            name, () => ColumnTyping.Type(ReadRows(stream, name, options, inArchive: false, cancellationToken), options));
    }

    private static CustomerRows ReadRows(
        Stream stream, string name, CustomerFileOptions options, bool inArchive, CancellationToken cancellationToken) =>
        DelimitedFile.Open(
            stream,
            options.Encoding,
            options.MaxExpansionRatio,
            (signature, taken) => signature == FileSignature.Zip
                ? ReadArchive(stream, taken, name, options, inArchive, cancellationToken)
                : throw new EventFileException("A file of customers must be delimited text: save it as CSV."),
            content => CustomerRows.Read(content, name, options, cancellationToken));

    private static CustomerRows ReadArchive(
        Stream stream, int taken, string name, CustomerFileOptions options, bool inArchive, CancellationToken cancellationToken)
    {
        if (inArchive) throw new EventFileException("An archive within an archive isn't read: unpack it first.");
        if (!stream.CanSeek) throw new EventFileException("An archive needs a stream that can seek: read it from a file.");
        stream.Position -= taken;
        if (Archive.IsWorkbook(stream)) throw new EventFileException("A file of customers must be delimited text: save the sheet as CSV.");
        CustomerRows? rows = null;
        EventReadOptions limits = new() { MaxExpansionRatio = options.MaxExpansionRatio };
        Archive.Read(stream, limits, (content, entry, _) =>
        {
            rows = ReadRows(content, $"{name}/{entry}", options, inArchive: true, cancellationToken);
            return new SourceFacts(name, EventFileFormat.Csv);
        });
        return rows!;
    }
}

using System.Globalization;
using Parquet;
using Parquet.Schema;
using Personalization.Core;

namespace Personalization.Parquet;

/// <summary>
/// Parquet files of a <see cref="CustomerTable"/>. They know kinds of columns and no column by its name. All members are thread-safe.
/// </summary>
/// <remarks>
/// A row a customer: <c>customer_id</c> as text, then the table's columns, numbers as double, money as decimal(18, 4), whole numbers as
/// int64, categories as text with a dictionary, texts, times as timestamps of the shop's clock (microseconds, not adjusted to UTC), flags
/// as boolean, lists of categories as lists of text, vectors as lists of float. A missing cell is null. The file's key
/// <c>personalization.as_of</c> has the moment of the table, <c>personalization.columns</c> kind, unit, description and step of each column
/// as JSON. Packed with Snappy, in row groups of 100,000 customers, which is also what is held in memory. The same table gives the same
/// bytes with the same version of Parquet.Net, whose name and version stand in the file.
/// </remarks>
public static class ParquetCustomers
{
    internal const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF";

    private const string AsOfKey = "personalization.as_of";
    private const string ColumnsKey = "personalization.columns";
    private const int RowsPerGroup = 100_000;
    private const int MaxExpansionRatio = 2000;

    /// <summary>Writes the table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="destination">Where to; stays open, and needn't seek.</param>
    /// <param name="cancellationToken">Stops between columns of a row group; what was written stays written, and is no file.</param>
    /// <exception cref="ArgumentException">
    /// A column is called <c>customer_id</c>, or an amount has more than 14 digits before the point.
    /// </exception>
    public static void WriteParquet(this CustomerTable table, Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(destination);
        WriteAsync(table, new ForwardWriter(destination, blocks: true), cancellationToken).GetAwaiter().GetResult();
    }

    /// <summary>Writes the table to a file, which is there as a whole or not at all.</summary>
    /// <param name="table">The table.</param>
    /// <param name="path">The file; one that stands there is replaced.</param>
    /// <param name="cancellationToken">Stops between columns of a row group.</param>
    /// <inheritdoc cref="WriteParquet(CustomerTable, Stream, CancellationToken)" path="/exception"/>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void WriteParquet(this CustomerTable table, string path, CancellationToken cancellationToken = default)
    {
        string whole = Path.GetFullPath(Guard.NotBlank(path));
        string temporary = $"{whole}.{Path.GetRandomFileName()}.tmp";
        try
        {
            using (FileStream file = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
                table.WriteParquet(file, cancellationToken);
            File.Move(temporary, whole, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes the table, and waits for the stream without a thread: the body of a web response, a blob.</summary>
    /// <inheritdoc cref="WriteParquet(CustomerTable, Stream, CancellationToken)"/>
    public static Task WriteParquetAsync(this CustomerTable table, Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(destination);
        return WriteAsync(table, new ForwardWriter(destination, blocks: false), cancellationToken);
    }

    /// <summary>Reads a table that was written here; rows and columns may since have changed places.</summary>
    /// <inheritdoc cref="Read(Stream, CancellationToken)"/>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops between columns of a row group.</param>
    /// <exception cref="IOException">The file can't be opened or read.</exception>
    public static CustomerTable Read(string path, CancellationToken cancellationToken = default)
    {
        using FileStream file = new(Guard.NotBlank(path), FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        return Read(file, cancellationToken);
    }

    /// <summary>Reads a table that was written here; rows and columns may since have changed places.</summary>
    /// <remarks>
    /// Names of a category that no customer has aren't in a file. Nothing in a file can make it allocate beyond all measure of its size.
    /// </remarks>
    /// <param name="source">A stream that can seek, where the file begins; stays open.</param>
    /// <param name="cancellationToken">Stops between columns of a row group.</param>
    /// <exception cref="InvalidDataException">It isn't such a file; the message says what is wrong.</exception>
    public static CustomerTable Read(Stream source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (!source.CanSeek) throw new ArgumentException("A Parquet file is read from its end: the stream must seek.", nameof(source));
        try
        {
            using ParquetSource file = ParquetSource.Open(source, MaxExpansionRatio);
            return ReadTable(file, cancellationToken);
        }
        catch (Exception e) when (e is not (OperationCanceledException or InsufficientExecutionStackException))
        {
            // The library throws whatever it stumbles over: a damaged file must look like one.
            throw new InvalidDataException($"The Parquet file can't be read as a table of customers: {e.Message}", e);
        }
    }

    private static async Task WriteAsync(CustomerTable table, ForwardWriter destination, CancellationToken cancellationToken)
    {
        DataField id = new(CustomerTableFiles.IdName, typeof(string), isNullable: false);
        Field[] fields = [id, .. table.Columns.Select(ParquetColumn.FieldOf)];
        if (fields.Skip(1).Any(field => field.Name == id.Name))
            throw new ArgumentException($"A column is called '{id.Name}', as that of the ids is in files; rename it.", nameof(table));
        ParquetSchema schema = new(fields);

        // Every category gets its dictionary, however many names it has.
        ParquetOptions options = new() { CompressionMethod = CompressionMethod.Snappy, DictionaryEncodingThreshold = 1 };
        for (int i = 0; i < table.Columns.Count; i++)
        {
            if (table.Columns[i].Kind is not (ColumnKind.Category or ColumnKind.CategoryList)) continue;
            options.ColumnEncodingHints.Add(schema.DataFields[i + 1].Path.ToString(), EncodingHint.Dictionary);
        }

        ParquetWriter writer = await ParquetWriter.CreateAsync(schema, destination, options, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        writer.CustomMetadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [AsOfKey] = table.AsOf.ToString(TimeFormat, CultureInfo.InvariantCulture),
            [ColumnsKey] = ColumnDescription.Write(table.Columns),
        };
        for (int from = 0; from < table.Count || from == 0; from += RowsPerGroup)
        {
            int count = Math.Min(RowsPerGroup, table.Count - from);
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            await ParquetColumn.WriteIdsAsync(group, schema.DataFields[0], table.Customers, from, count, cancellationToken)
                .ConfigureAwait(false);
            for (int i = 0; i < table.Columns.Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await ParquetColumn.WriteAsync(group, schema.DataFields[i + 1], table.Columns[i], from, count, cancellationToken)
                    .ConfigureAwait(false);
            }
        }

        // Not in a finally: what ends early must not get a footer, which would make it a file.
        await writer.DisposeAsync().ConfigureAwait(false);
    }

    private static CustomerTable ReadTable(ParquetSource file, CancellationToken cancellationToken)
    {
        if (!file.Metadata.TryGetValue(AsOfKey, out string? moment) || !file.Metadata.TryGetValue(ColumnsKey, out string? json))
        {
            throw new InvalidDataException(
                $"its keys {AsOfKey} and {ColumnsKey} are missing, so {nameof(WriteParquet)} didn't write it, or a program that copied " +
                "it left them behind.");
        }

        if (!DateTime.TryParseExact(moment, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime asOf))
            throw new InvalidDataException($"its key {AsOfKey} is '{moment}'; a moment as {TimeFormat} is expected.");
        string[] ids = ParquetColumn.ReadIds(file, FieldOf(file, CustomerTableFiles.IdName));
        IdIndex<CustomerId> customers = IdIndex<CustomerId>.From(ids.Select(id => new CustomerId(id)));
        if (customers.Count != ids.Length)
            throw new InvalidDataException($"its {ids.Length:N0} rows are of {customers.Count:N0} customers; each may stand once.");
        int[] rows = new int[ids.Length];
        for (int row = 0; row < ids.Length; row++)
        {
            if (customers.TryGetRow(new CustomerId(ids[row]), out int place)) rows[place] = row;
        }

        List<CustomerColumn> columns = [];
        foreach (ColumnDescription description in ColumnDescription.Read(json))
        {
            cancellationToken.ThrowIfCancellationRequested();
            columns.Add(ParquetColumn.Read(file, FieldOf(file, description.Name), description, ids.Length).Take(rows));
        }

        return new CustomerTable(customers, asOf).With(columns);
    }

    /// <summary>The field that holds a column's values: of a list its element.</summary>
    private static DataField FieldOf(ParquetSource file, string name) =>
        file.Schema.DataFields.FirstOrDefault(field => field.Path.FirstPart == name)
        ?? throw new InvalidDataException($"it has no column '{name}'.");
}

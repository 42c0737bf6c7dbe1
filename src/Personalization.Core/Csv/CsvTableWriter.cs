using System.Buffers;
using System.Globalization;
using System.Text;

namespace Personalization.Core;

/// <summary>
/// Writes a table as a CSV file: RFC 4180 quoting, commas, LF, UTF-8 without a byte order mark, invariant culture. Text that a
/// spreadsheet would run as a formula gets a leading apostrophe; plain numbers such as -12.5 don't. Not thread-safe.
/// </summary>
/// <remarks>
/// A cell is taken for a formula where it begins with <c>=</c>, <c>+</c>, <c>-</c>, <c>@</c> (or their full-width forms), a tab, a
/// carriage return or a line feed, and isn't a number. Source: OWASP, "CSV Injection".
/// </remarks>
public sealed class CsvTableWriter : IDisposable
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    private readonly StreamWriter _writer;
    private readonly int _columns;
    private int _column;

    /// <summary>Starts a table with its header row.</summary>
    /// <param name="destination">Where the file goes; closed with this writer unless <paramref name="leaveOpen"/>.</param>
    /// <param name="header">Names of the columns, at least one.</param>
    /// <param name="leaveOpen">Whether <paramref name="destination"/> stays open when this writer is disposed. Default false.</param>
    /// <exception cref="ArgumentException"><paramref name="header"/> is empty.</exception>
    public CsvTableWriter(Stream destination, IReadOnlyList<string> header, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(destination);
        _columns = Guard.NotEmpty(header, nameof(header)).Count;
        UTF8Encoding utf8 = new(encoderShouldEmitUTF8Identifier: false);
        _writer = new StreamWriter(destination, utf8, 1 << 16, leaveOpen) { NewLine = "\n" };
        foreach (string name in header) Write(name);
        EndRow();
    }

    /// <summary>Number of data rows written so far, the header not counted.</summary>
    public long Rows { get; private set; } = -1;

    /// <summary>Creates the file, or replaces it.</summary>
    /// <param name="path">Where the file goes; its folder must exist.</param>
    /// <param name="header">Names of the columns, at least one.</param>
    public static CsvTableWriter Create(string path, params IReadOnlyList<string> header)
    {
        FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        try
        {
            return new CsvTableWriter(file, header);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes a cell of text; null is an empty cell.</summary>
    public CsvTableWriter Write(string? text)
    {
        NextCell();
        if (string.IsNullOrEmpty(text)) return this;
        bool formula = IsFormula(text);
        if (!text.AsSpan().ContainsAny(Quoted))
        {
            if (formula) _writer.Write('\'');
            _writer.Write(text);
            return this;
        }

        _writer.Write(formula ? "\"'" : "\"");
        _writer.Write(text.Replace("\"", "\"\"", StringComparison.Ordinal));
        _writer.Write('"');
        return this;
    }

    /// <summary>Writes a whole number.</summary>
    public CsvTableWriter Write(long value) => WriteNumber(value, default);

    /// <summary>Writes an amount as it is, with all its decimals.</summary>
    public CsvTableWriter Write(decimal value) => WriteNumber(value, default);

    /// <summary>Writes the shortest text that reads back as the same number; NaN and infinities are an empty cell.</summary>
    public CsvTableWriter Write(double value) => WriteNumber(value, default, double.IsFinite(value));

    /// <summary>Writes the shortest text that reads back as the same number; NaN and infinities are an empty cell.</summary>
    public CsvTableWriter Write(float value) => WriteNumber(value, default, float.IsFinite(value));

    /// <summary>Writes <c>true</c> or <c>false</c>.</summary>
    public CsvTableWriter Write(bool value) => Write(value ? "true" : "false");

    /// <summary>Writes a date as <c>2011-12-09</c>.</summary>
    public CsvTableWriter Write(DateOnly value) => WriteNumber(value, "yyyy-MM-dd");

    /// <summary>Writes a time in UTC as <c>2011-12-09T12:50:00Z</c>.</summary>
    public CsvTableWriter Write(DateTimeOffset value) => WriteNumber(value.UtcDateTime, "yyyy-MM-dd'T'HH:mm:ss'Z'");

    /// <summary>Ends the row.</summary>
    /// <exception cref="InvalidOperationException">The row has fewer cells than the header.</exception>
    public void EndRow()
    {
        if (_column != _columns)
            throw new InvalidOperationException($"Row {Rows + 1} has {_column} cells; the header has {_columns}.");
        _writer.Write('\n');
        _column = 0;
        Rows++;
    }

    /// <summary>Writes what is buffered, and closes the destination unless it was to stay open.</summary>
    public void Dispose() => _writer.Dispose();

    private CsvTableWriter WriteNumber<T>(T value, ReadOnlySpan<char> format, bool present = true)
        where T : ISpanFormattable
    {
        NextCell();
        if (!present) return this;
        Span<char> text = stackalloc char[64];
        if (value.TryFormat(text, out int length, format, CultureInfo.InvariantCulture)) _writer.Write(text[..length]);
        else _writer.Write(value.ToString(format.ToString(), CultureInfo.InvariantCulture));
        return this;
    }

    private void NextCell()
    {
        if (_column == _columns)
            throw new InvalidOperationException($"Row {Rows + 1} has more cells than the header, which has {_columns}.");
        if (_column++ > 0) _writer.Write(',');
    }

    private static bool IsFormula(string text) =>
        text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠'
        && !(text[0] is '+' or '-' && IsPlainNumber(text.AsSpan(1)));

    private static bool IsPlainNumber(ReadOnlySpan<char> digits) =>
        digits.Length > 0
        && (char.IsAsciiDigit(digits[0]) || digits[0] == '.')
        && double.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out _);
}

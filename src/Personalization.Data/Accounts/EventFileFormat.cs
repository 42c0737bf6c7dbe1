namespace Personalization.Data;

/// <summary>How a file holds its rows.</summary>
public enum EventFileFormat
{
    /// <summary>Told from the first bytes and the file's name. Never in a result.</summary>
    Detect,

    /// <summary>Text with a delimiter and a header; comma, semicolon, tab or bar. Also in gzip.</summary>
    Csv,

    /// <summary>An Excel workbook (Office Open XML).</summary>
    Xlsx,

    /// <summary>One JSON object a line in the vocabulary of Segment's e-commerce specification v2. Also in gzip.</summary>
    JsonLines,

    /// <summary>Text whose columns stand apart by blanks, as CDNOW's. Also in gzip.</summary>
    Whitespace,

    /// <summary>Objects of the calling program: see <see cref="EventRecords"/>.</summary>
    Records,

    /// <summary>One of <see cref="EventReadOptions.Formats"/>; <see cref="CleaningReport.FormatName"/> says which.</summary>
    Custom,
}

/// <summary>
/// What a reader does with a bad row: one that can't be parsed, has no customer, or has a price or quantity that makes no sense.
/// </summary>
public enum RowErrorMode
{
    /// <summary>Drops it, counts it under its rule, keeps the first few as examples.</summary>
    Lenient,

    /// <summary>Stops with an <see cref="EventFileException"/> that names row, column, value and the fix.</summary>
    Strict,
}

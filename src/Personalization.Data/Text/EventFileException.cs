using System.Globalization;

namespace Personalization.Data;

/// <summary>
/// A file that can't be read as what it should be, events, customers or notes: what stands where, and what would mend it. Thrown in strict
/// mode at the first bad row, and in either mode where going on would lose rows silently (truncated gzip, a column that is missing, a quote
/// that never closes).
/// </summary>
public sealed class EventFileException : Exception
{
    /// <summary>Makes an error about the file as a whole.</summary>
    public EventFileException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an error about the file as a whole that another exception caused.</summary>
    public EventFileException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes an error about a row; the message is prefixed with row, column and value.</summary>
    /// <param name="row">Row as a text editor or a spreadsheet numbers it, from 1.</param>
    /// <param name="column">Column as the file names it; null where the whole row is meant.</param>
    /// <param name="value">What stood there.</param>
    /// <param name="problem">What is wrong, and what would mend it.</param>
    public EventFileException(long row, string? column, string? value, string problem)
        : base(Describe(row, column, value, problem))
    {
        Row = row;
        Column = column;
        Value = value;
    }

    internal EventFileException(string message, EventFileException cause, CleaningReport report)
        : base(message, cause)
    {
        (Row, Column, Value) = (cause.Row, cause.Column, cause.Value);
        Report = report;
    }

    /// <summary>Row as a text editor or a spreadsheet numbers it, from 1; null where the file as a whole is meant.</summary>
    public long? Row { get; }

    /// <summary>Column as the file names it; null where no single column is meant.</summary>
    public string? Column { get; }

    /// <summary>What stood there, shortened to 80 characters; null where there is nothing to show.</summary>
    public string? Value { get; }

    /// <summary>What was read, dropped and repaired before the fault; null where no row was. None of the rows is kept.</summary>
    public CleaningReport? Report { get; }

    private static string Describe(long row, string? column, string? value, string problem)
    {
        string where = string.Create(CultureInfo.InvariantCulture, $"Row {row}");
        if (column is not null) where += $", column '{column}'";
        if (value is not null) where += $", value '{value}'";
        return $"{where}: {problem}";
    }
}

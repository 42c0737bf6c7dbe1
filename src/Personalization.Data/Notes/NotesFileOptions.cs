using Personalization.Core;

namespace Personalization.Data;

/// <summary>How <see cref="NotesFile"/> reads reviews and notes. Immutable; every default is valid.</summary>
public sealed record NotesFileOptions
{
    /// <summary>The column of the customers' ids; names are compared by letters and digits alone. Null (default): by its name.</summary>
    public string? CustomerColumn { get; init; }

    /// <summary>The column of times; null (default): by its name.</summary>
    public string? TimeColumn { get; init; }

    /// <summary>The column of texts; null (default): by its name (text, review, comment, note, message, …).</summary>
    public string? TextColumn { get; init; }

    /// <summary>
    /// True where 05/03/2024 is the fifth of March, false where it is the third of May; null (default): the values tell.
    /// </summary>
    public bool? DayFirst { get; init; }

    /// <summary>Delimiter; null (default) tells it from the header: comma, semicolon, tab or bar.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Characters of a text that are kept, from 100 to a million; what is longer is cut. Default 20,000.</summary>
    public int MaxTextLength { get; init => field = Guard.InRange(value, 100, 1_000_000); } = 20_000;

    /// <summary>Longest row in bytes, from 1 KiB to 64 MiB. Default 1 MiB.</summary>
    public int MaxRowBytes { get; init => field = Guard.InRange(value, 1 << 10, 1 << 26); } = 1 << 20;

    /// <summary>How many times larger than the file its content may grow when it is unpacked, 1 to 2,000. Default 50.</summary>
    public int MaxExpansionRatio { get; init => field = Guard.InRange(value, 1, 2000); } = 50;

    /// <summary>Examples that are kept of unreadable times, 1 to 1,000. Default 5.</summary>
    public int Examples { get; init => field = Guard.InRange(value, 1, 1000); } = 5;
}

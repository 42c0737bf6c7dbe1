using Personalization.Core;
using Personalization.Data;

namespace Personalization.Tool;

/// <summary>What the command line says of how the input is read.</summary>
internal sealed record ReadArguments
{
    public IReadOnlyList<KeyValuePair<EventField, string>> Maps { get; init; } = [];

    /// <summary>Name of a layout, or the path of a file that describes one.</summary>
    public string? Layout { get; init; }

    public IReadOnlyList<string> DateFormats { get; init; } = [];

    public bool? DayFirst { get; init; }

    public bool? DecimalComma { get; init; }

    public TimeZoneInfo? TimeZone { get; init; }

    public string? Currency { get; init; }

    public IReadOnlyList<KeyValuePair<string, decimal>> Rates { get; init; } = [];

    public string? Sheet { get; init; }

    public char? Delimiter { get; init; }

    public string? Encoding { get; init; }

    public IReadOnlyList<string> KeepStatuses { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, EventType>> Events { get; init; } = [];

    public bool NoMoney { get; init; }

    public bool DropDuplicates { get; init; }

    public bool Strict { get; init; }

    /// <summary>The flags as they were given, name and value, for the command that <c>inspect</c> prints.</summary>
    public IReadOnlyList<string> AsGiven { get; init; } = [];
}

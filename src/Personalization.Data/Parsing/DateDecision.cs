namespace Personalization.Data;

/// <summary>What the values of a column say about how its times are written.</summary>
/// <param name="Order">What stands first in days of numbers; goes into <see cref="TimeParser.Order"/>.</param>
/// <param name="Assumed">
/// True where days can be read both ways and none tells. Then the month is first where most of them have slashes, the day where they have
/// dots or dashes.
/// </param>
/// <param name="ForDayFirst">The first value that is a day in that order alone (20/10/2023), or null.</param>
/// <param name="ForMonthFirst">The first value that is a day in that order alone (10/20/2023), or null.</param>
internal sealed record DateDecision(DateOrder Order, bool Assumed, string? ForDayFirst, string? ForMonthFirst)
{
    /// <summary>The first value that is two different days (05/03/2023), or null.</summary>
    public string? Ambiguous { get; init; }

    /// <summary>What most of the times count that are numbers; <see cref="DateNumbers.None"/> where fewer than half of them are.</summary>
    public DateNumbers Numbers { get; init; }

    /// <summary>The column holds spreadsheet serials; goes into <see cref="TimeParser.TakesSerials"/>.</summary>
    public bool TakesSerials => Numbers == DateNumbers.Serials;

    /// <summary>What is told of a column; null where no value could be read both ways.</summary>
    public ReadDecision? Told(string column, string options) => !Assumed && ForDayFirst is null && ForMonthFirst is null
        ? null
        : new ReadDecision(
            column, Order == DateOrder.DayFirst ? "day before month" : "month before day", Assumed,
            Assumed ? $"'{Ambiguous}' can be read both ways, and no value tells"
                : $"'{(Order == DateOrder.DayFirst ? ForDayFirst : ForMonthFirst)}'",
            $"--day-first or --month-first ({options}.DayFirst)");
}

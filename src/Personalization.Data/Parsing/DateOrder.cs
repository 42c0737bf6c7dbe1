namespace Personalization.Data;

/// <summary>What stands first in dates of numbers with slashes, dots or dashes.</summary>
internal enum DateOrder
{
    /// <summary>3/14/2024</summary>
    MonthFirst,

    /// <summary>14/3/2024</summary>
    DayFirst,
}

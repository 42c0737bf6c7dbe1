namespace Personalization.Data;

/// <summary>What numbers in a column of times count.</summary>
internal enum DateNumbers
{
    /// <summary>The column isn't one of numbers.</summary>
    None,

    /// <summary>20240305, 202403050915 and 20240305091502.</summary>
    Calendar,

    /// <summary>Days since 30 December 1899, as spreadsheets count: 45384.34789 is 2 April 2024, 08:20:58.</summary>
    Serials,

    /// <summary>Seconds since 1970: 10 digits (9 before September 2001).</summary>
    Seconds,

    /// <summary>Milliseconds since 1970: 13 digits (12).</summary>
    Milliseconds,

    /// <summary>Microseconds since 1970: 16 digits (15).</summary>
    Microseconds,

    /// <summary>Nanoseconds since 1970: 19 digits (18).</summary>
    Nanoseconds,
}

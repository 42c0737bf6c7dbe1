using System.Runtime.CompilerServices;

namespace Personalization.Data;

/// <summary>Days from their numbers.</summary>
internal static class CalendarDate
{
    /// <summary>How dates are read where nothing tells: month first with slashes, day first with dots and dashes.</summary>
    public static DateOrder UsualOrder(byte separator) => separator == '/' ? DateOrder.MonthFirst : DateOrder.DayFirst;

    /// <summary>Two digits are 1970 to 2069. Zero, which no date takes, for other lengths than two and four.</summary>
    public static int FullYear(int year, int digits) => digits switch
    {
        4 => year,
        2 => year + (year < 70 ? 2000 : 1900),
        _ => 0,
    };

    public static bool TryTicks(int year, int month, int day, out long ticks)
    {
        ticks = 0;
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        ticks = new DateTime(year, month, day).Ticks;
        return true;
    }

    /// <summary>A day of three numbers. Where only the other order makes a day, <paramref name="other"/> is set to it.</summary>
    public static bool TryOrdered(int first, int second, int year, DateOrder order, out long ticks, ref DateOrder? other)
    {
        (int month, int day) = order == DateOrder.MonthFirst ? (first, second) : (second, first);
        if (TryTicks(year, month, day, out ticks)) return true;
        if (TryTicks(year, day, month, out _)) other = 1 - order;
        return false;
    }

    public static bool InRange(long value, out long ticks)
    {
        ticks = value;
        return value >= 0 && value <= DateTime.MaxValue.Ticks;
    }

    [MethodImpl(Hot.Loop)]
    public static bool TryDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        if (text.Length is 0 or > 9) return false;
        foreach (byte b in text)
        {
            uint digit = (uint)(b - '0');
            if (digit > 9) return false;
            value = (value * 10) + (int)digit;
        }

        return true;
    }
}

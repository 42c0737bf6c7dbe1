using System.Buffers.Text;
using System.Globalization;

namespace Personalization.Data;

/// <summary>Times that are written as one number. What it counts is told by its digits before the point.</summary>
internal static class TimeNumber
{
    private const int FirstSerial = 20_000, LastSerial = 80_000;

    /// <summary>What a text counts; <see cref="DateNumbers.None"/> where it isn't a number that can be a time.</summary>
    public static DateNumbers KindOf(ReadOnlySpan<byte> text) => KindOf(text, out _, out _);

    /// <summary>The time of a number: on the shop's clock, or in UTC where <paramref name="isUtc"/> says so.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, bool takesSerials, out long ticks, out bool isUtc)
    {
        ticks = 0;
        DateNumbers kind = KindOf(text, out long number, out ReadOnlySpan<byte> fraction);
        isUtc = kind >= DateNumbers.Seconds;
        return kind switch
        {
            DateNumbers.Calendar => TryCalendar(number, fraction, out ticks),
            DateNumbers.Serials => takesSerials && TrySerial(text, out ticks),
            DateNumbers.Seconds => TryEpoch(number, TimeSpan.TicksPerSecond, fraction, out ticks),
            DateNumbers.Milliseconds => TryEpoch(number, TimeSpan.TicksPerMillisecond, fraction, out ticks),
            DateNumbers.Microseconds => TryEpoch(number, TimeSpan.TicksPerMicrosecond, fraction, out ticks),
            DateNumbers.Nanoseconds => TryEpoch(number / TimeSpan.NanosecondsPerTick, 1, [], out ticks),
            _ => false,
        };
    }

    private static DateNumbers KindOf(ReadOnlySpan<byte> text, out long number, out ReadOnlySpan<byte> fraction)
    {
        number = 0;
        fraction = [];
        int digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits < 0) digits = text.Length;
        if (digits < text.Length)
        {
            if (text[digits] is not ((byte)'.' or (byte)',')) return DateNumbers.None;
            fraction = text[(digits + 1)..];
            if (fraction.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return DateNumbers.None;
        }

        if (!Utf8Parser.TryParse(text[..digits], out number, out int used) || used != digits) return DateNumbers.None;
        return digits switch
        {
            5 when number is >= FirstSerial and <= LastSerial => DateNumbers.Serials,
            8 or 14 => DateNumbers.Calendar,
            9 or 10 => DateNumbers.Seconds,
            12 when TryCalendar(number, fraction, out _) => DateNumbers.Calendar, // as milliseconds it would be about 1976
            12 or 13 => DateNumbers.Milliseconds,
            15 or 16 => DateNumbers.Microseconds,
            18 or 19 => DateNumbers.Nanoseconds,
            _ => DateNumbers.None,
        };
    }

    /// <summary>yyyyMMdd, yyyyMMddHHmm or yyyyMMddHHmmss; a data frame may have put .0 behind it.</summary>
    private static bool TryCalendar(long number, ReadOnlySpan<byte> fraction, out long ticks)
    {
        ticks = 0;
        if (fraction.ContainsAnyExcept((byte)'0')) return false;
        long second = 0, minute = 0;
        if (number is >= 100_000_000_000 and < 1_000_000_000_000 and (< 1900_00_00_0000 or >= 2100_00_00_0000)) return false;
        if (number >= 10_000_000_000_000) (number, second) = Math.DivRem(number, 100);
        if (number >= 100_000_000_000) (number, minute) = Math.DivRem(number, 10_000);
        if (minute / 100 > 23 || minute % 100 > 59 || second > 59) return false;
        if (!CalendarDate.TryTicks((int)(number / 10_000), (int)(number / 100 % 100), (int)(number % 100), out ticks)) return false;
        ticks += (minute / 100 * TimeSpan.TicksPerHour) + (minute % 100 * TimeSpan.TicksPerMinute) + (second * TimeSpan.TicksPerSecond);
        return true;
    }

    /// <summary>A part of a day, as spreadsheets keep a time alone, to the second.</summary>
    public static bool TryParseDayFraction(ReadOnlySpan<byte> text, out long ticks)
    {
        bool read = TryDays(text, out double days) && days < 1;
        ticks = read ? (long)Math.Round(days * 86_400) * TimeSpan.TicksPerSecond : 0;
        return read;
    }

    /// <summary>To the second: five decimals of a day, which spreadsheets show, are about one.</summary>
    private static bool TrySerial(ReadOnlySpan<byte> text, out long ticks)
    {
        bool read = TryDays(text, out double days);
        ticks = new DateTime(1899, 12, 30).Ticks + ((long)Math.Round(days * 86_400) * TimeSpan.TicksPerSecond);
        return read;
    }

    private static bool TryDays(ReadOnlySpan<byte> text, out double days)
    {
        Span<byte> point = stackalloc byte[text.Length];
        text.CopyTo(point);
        point.Replace((byte)',', (byte)'.');
        return double.TryParse(point, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out days);
    }

    private static bool TryEpoch(long number, long unit, ReadOnlySpan<byte> fraction, out long ticks)
    {
        long part = unit, rest = 0;
        foreach (byte b in fraction)
        {
            part /= 10;
            rest += (b - '0') * part;
        }

        return CalendarDate.InRange(DateTime.UnixEpoch.Ticks + (number * unit) + rest, out ticks);
    }
}

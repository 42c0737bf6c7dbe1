using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Personalization.Data;

/// <summary>
/// Times from UTF-8 text into ticks on the shop's clock. Known by hand: ISO 8601 with blank or T, fractions, Z, UTC and offsets;
/// <c>M/d/yyyy H:mm</c>; <c>yyyyMMdd</c>; seconds and milliseconds since 1970. Given formats replace all of these.
/// </summary>
internal sealed class TimeParser(IReadOnlyList<string> formats, TimeZoneInfo zone)
{
    private const int MaxLength = 64;

    private readonly string[] _formats = [.. formats];
    private readonly bool _zoneIsUtc = zone.Equals(TimeZoneInfo.Utc);

    /// <summary>
    /// True once a date such as 25/12/2010 was met: the file is day first, so the dates of other rows were misread and the file can't be
    /// trusted as it is.
    /// </summary>
    public bool MetDayFirst { get; private set; }

    /// <summary>True where ISO 8601 is read beside given formats: a source that keeps times as times writes them so.</summary>
    public bool TakesIso { get; set; }
    public DateOrder Order { get; set; }
    public bool TakesSerials { get; set; }
    public bool Contradiction => MetDayFirst;
    public static bool TryParseClock(ReadOnlySpan<byte> t, out long ticks) { ticks = 0; return false; }

    [MethodImpl(Hot.Loop)]
    public bool TryParse(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text.Length is 0 or > MaxLength) return false;
        if (_formats.Length > 0 && TryParseGiven(text, out ticks)) return true;
        if (_formats.Length > 0 && !(TakesIso && text.Length >= 10 && text[4] == '-')) return false;
        int year = 0;
        if (text.Length >= 10 && text[4] is (byte)'-' or (byte)'/' && TryDigits(text[..4], out year))
            return TryParseIso(text, year, out ticks);
        if (text.IndexOf((byte)'/') is 1 or 2) return TryParseSlashed(text, out ticks);
        return TryParseDigits(text, out ticks);
    }

    /// <summary>Converts a time that is known with its offset.</summary>
    public long ToShopClock(DateTimeOffset time) =>
        _zoneIsUtc ? time.UtcTicks : TimeZoneInfo.ConvertTime(time, zone).Ticks;

    private bool TryParseGiven(ReadOnlySpan<byte> text, out long ticks)
    {
        Span<char> chars = stackalloc char[MaxLength];
        int length = Encoding.UTF8.GetChars(text, chars);
        ReadOnlySpan<char> value = chars[..length];
        foreach (string format in _formats)
        {
            // K and z carry an offset; without them the time is the shop's.
            if (format.Contains('z') || format.Contains('K') || format is "o" or "O" or "r" or "R" or "u")
            {
                if (!DateTimeOffset.TryParseExact(value, format, CultureInfo.InvariantCulture,
                    DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.AssumeUniversal, out DateTimeOffset exact))
                    continue;
                return InRange(ToShopClock(exact), out ticks);
            }

            if (!DateTime.TryParseExact(value, format, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out DateTime local))
                continue;
            ticks = local.Ticks;
            return true;
        }

        ticks = 0;
        return false;
    }

    /// <summary>yyyy-MM-dd, then nothing, or a blank or T and HH:mm[:ss[.fraction]], then nothing, Z, UTC or an offset.</summary>
    [MethodImpl(Hot.Loop)]
    private bool TryParseIso(ReadOnlySpan<byte> text, int year, out long ticks)
    {
        ticks = 0;
        if (text[7] != text[4] || !TryDigits(text[5..7], out int month) || !TryDigits(text[8..10], out int day)) return false;
        if (!TryDate(year, month, day, out ticks)) return false;
        ReadOnlySpan<byte> rest = text[10..];
        if (rest.IsEmpty) return true;
        if (rest[0] is not ((byte)' ' or (byte)'T' or (byte)'t')) return false;
        return TryClock(rest[1..], ref ticks, out rest) && TryOffset(rest, ref ticks);
    }

    private bool TryParseSlashed(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        int first = text.IndexOf((byte)'/'), second = first + 1 + text[(first + 1)..].IndexOf((byte)'/');
        if (second - first is not (2 or 3)) return false;
        int end = text.IndexOf((byte)' ');
        if (end < 0) end = text.Length;
        if (end <= second || !TryDigits(text[..first], out int month) || !TryDigits(text[(first + 1)..second], out int day)
            || !TryDigits(text[(second + 1)..end], out int year)) return false;
        if (end - second - 1 == 2) year += year < 70 ? 2000 : 1900;
        if (month > 12 && day is >= 1 and <= 12) MetDayFirst = true;
        if (!TryDate(year, month, day, out ticks)) return false;
        return end == text.Length || (TryClock(text[(end + 1)..], ref ticks, out ReadOnlySpan<byte> rest) && TryOffset(rest, ref ticks));
    }

    private bool TryParseDigits(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (!Utf8Parser.TryParse(text, out long number, out int used) || used != text.Length || number < 0) return false;
        switch (text.Length)
        {
            case 8:
                return TryDate((int)(number / 10000), (int)(number / 100 % 100), (int)(number % 100), out ticks);
            case 9 or 10:
                return InRange(ToShopClock(DateTimeOffset.FromUnixTimeSeconds(number)), out ticks);
            case 12 or 13:
                return InRange(ToShopClock(DateTimeOffset.FromUnixTimeMilliseconds(number)), out ticks);
            default:
                return false;
        }
    }

    [MethodImpl(Hot.Loop)]
    private static bool TryClock(ReadOnlySpan<byte> text, scoped ref long ticks, out ReadOnlySpan<byte> rest)
    {
        rest = text;
        int colon = text.IndexOf((byte)':');
        if (colon is not (1 or 2) || text.Length < colon + 3) return false;
        if (!TryDigits(text[..colon], out int hour) || !TryDigits(text.Slice(colon + 1, 2), out int minute) || hour > 23 || minute > 59)
            return false;
        ticks += (hour * TimeSpan.TicksPerHour) + (minute * TimeSpan.TicksPerMinute);
        rest = text[(colon + 3)..];
        if (rest.Length < 3 || rest[0] != ':') return true;
        if (!TryDigits(rest.Slice(1, 2), out int second) || second > 59) return false;
        ticks += second * TimeSpan.TicksPerSecond;
        rest = rest[3..];
        if (rest.IsEmpty || rest[0] is not ((byte)'.' or (byte)',')) return true;
        long unit = TimeSpan.TicksPerSecond;
        int i = 1;
        for (; i < rest.Length && rest[i] is >= (byte)'0' and <= (byte)'9'; i++)
        {
            unit /= 10;
            ticks += (rest[i] - '0') * unit;
        }

        rest = rest[i..];
        return i > 1;
    }

    private bool TryOffset(ReadOnlySpan<byte> text, ref long ticks)
    {
        text = text.Trim((byte)' ');
        if (text.IsEmpty) return true;
        long offset = 0;
        if (!text.SequenceEqual("Z"u8) && !text.SequenceEqual("z"u8) && !text.SequenceEqual("UTC"u8) && !text.SequenceEqual("GMT"u8))
        {
            if (text.Length is not (3 or 5 or 6) || text[0] is not ((byte)'+' or (byte)'-') || !TryDigits(text[1..3], out int hours))
                return false;
            int minutes = 0;
            if (text.Length == 6 && text[3] != ':') return false;
            if (text.Length > 3 && !TryDigits(text[^2..], out minutes)) return false;
            if (hours > 14 || minutes > 59) return false;
            offset = ((hours * 60L) + minutes) * TimeSpan.TicksPerMinute * (text[0] == '-' ? -1 : 1);
        }

        if (!InRange(ticks - offset, out long utc)) return false;
        return InRange(_zoneIsUtc ? utc : ToShopClock(new DateTimeOffset(utc, TimeSpan.Zero)), out ticks);
    }

    private static bool TryDate(int year, int month, int day, out long ticks)
    {
        ticks = 0;
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        ticks = new DateTime(year, month, day).Ticks;
        return true;
    }

    private static bool InRange(long value, out long ticks)
    {
        ticks = value;
        return value >= 0 && value <= DateTime.MaxValue.Ticks;
    }

    [MethodImpl(Hot.Loop)]
    private static bool TryDigits(ReadOnlySpan<byte> text, out int value)
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

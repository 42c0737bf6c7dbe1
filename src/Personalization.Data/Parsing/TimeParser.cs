using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Personalization.Data;

/// <summary>
/// Times from UTF-8 text into ticks on the shop's clock. Known by hand: ISO 8601 with blank or T, fractions, Z, UTC and offsets; days in
/// numbers (<c>3/14/2024</c>, <c>14.3.2024</c>, <c>14-03-24</c>) in the <see cref="Order"/> of the column; days with the month's name in
/// seven languages; clocks of 12 and 24 hours; and numbers (<see cref="DateNumbers"/>). Given formats replace all of these.
/// </summary>
internal sealed class TimeParser(IReadOnlyList<string> formats, TimeZoneInfo zone)
{
    private readonly string[] _formats = [.. formats];
    private readonly bool _zoneIsUtc = zone.Equals(TimeZoneInfo.Utc);
    private DateOrder? _other;

    /// <summary>
    /// What stands first in days of numbers, for slashes, dots and dashes alike. Null, the default: the month with slashes, the day with
    /// dots and dashes.
    /// </summary>
    public DateOrder? Order { get; set; }

    /// <summary>
    /// True once a date was met that is none in the order that is read, and is one in the other: the dates of other rows may be misread and
    /// the file can't be trusted as it is. The date itself isn't read.
    /// </summary>
    public bool Contradiction => _other is not null;

    /// <summary>True where ISO 8601 is read beside given formats: a source that keeps times as times writes them so.</summary>
    public bool TakesIso { get; set; }

    /// <summary>True where 45384.35 is a spreadsheet's day and time: told by the column's values (<see cref="DateEvidence"/>).</summary>
    public bool TakesSerials { get; set; }

    [MethodImpl(Hot.Loop)]
    public bool TryParse(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text.Length is 0 or > TimeText.MaxLength) return false;
        if (_formats.Length > 0 && TryParseGiven(text, out ticks)) return true;
        if (_formats.Length > 0 && !(TakesIso && text.Length >= 10 && text[4] == '-')) return false;
        if (text.Length >= 10 && text[4] is (byte)'-' or (byte)'/' && CalendarDate.TryDigits(text[..4], out int year)
            && TryParseIso(text, year, out ticks)) return true;
        int separator = text.Length < 6 ? 0 : IsSeparator(text[1]) ? 1 : IsSeparator(text[2]) ? 2 : 0;
        if (separator > 0 && TryParseOrdered(text, separator, out ticks)) return true;
        return TryParseNumber(text, out ticks) || TryParseWritten(text, out ticks);
    }

    /// <summary>
    /// A time of day alone, for a column that stands beside one of days: 10:22:33, 7:05 PM, and where serials are taken 0.4323. Ticks since
    /// midnight.
    /// </summary>
    public bool TryParseClock(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text.Length is 0 or > TimeText.MaxLength) return false;
        if (ClockText.TryTake(text, ref ticks, out ReadOnlySpan<byte> rest) && rest.IsEmpty) return true;
        ticks = 0;
        if (TakesSerials && text.Length > 2 && text[0] == '0' && text[1] is (byte)'.' or (byte)',')
            return TimeNumber.TryParseDayFraction(text, out ticks);
        Span<byte> folded = stackalloc byte[TimeText.MaxLength];
        if (!TimeText.TryFold(text, folded, out int length)) return false;
        ReadOnlySpan<byte> clock = folded[..length].Trim((byte)' ');
        return ClockText.TryTakeWritten(clock, out ticks, out ReadOnlySpan<byte> behind) && behind.Trim((byte)' ').IsEmpty;
    }

    /// <summary>Converts a time that is known with its offset.</summary>
    public long ToShopClock(DateTimeOffset time) =>
        _zoneIsUtc ? time.UtcTicks : TimeZoneInfo.ConvertTime(time, zone).Ticks;

    private static bool IsSeparator(byte b) => b is (byte)'/' or (byte)'-' or (byte)'.';

    private bool TryParseGiven(ReadOnlySpan<byte> text, out long ticks)
    {
        Span<char> chars = stackalloc char[TimeText.MaxLength];
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
                return CalendarDate.InRange(ToShopClock(exact), out ticks);
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
        if (text[7] != text[4] || !CalendarDate.TryDigits(text[5..7], out int month) || !CalendarDate.TryDigits(text[8..10], out int day))
            return false;
        if (!CalendarDate.TryTicks(year, month, day, out ticks)) return false;
        ReadOnlySpan<byte> rest = text[10..];
        if (rest.IsEmpty) return true;
        if (rest[0] is not ((byte)' ' or (byte)'T' or (byte)'t')) return false;
        return ClockText.TryTake(rest[1..], ref ticks, out rest) && TryMove(rest, ref ticks);
    }

    /// <summary>Three numbers with a slash, dash or dot between them, then nothing, or a blank and a clock.</summary>
    [MethodImpl(Hot.Loop)]
    private bool TryParseOrdered(ReadOnlySpan<byte> text, int separator, out long ticks)
    {
        ticks = 0;
        byte mark = text[separator];
        int next = separator + 1 + text[(separator + 1)..].IndexOf(mark);
        if (next - separator is not (2 or 3)) return false;
        int end = text.IndexOf((byte)' ');
        if (end < 0) end = text.Length;
        if (end <= next || !CalendarDate.TryDigits(text[..separator], out int first)
            || !CalendarDate.TryDigits(text[(separator + 1)..next], out int second)
            || !CalendarDate.TryDigits(text[(next + 1)..end], out int year)) return false;
        year = CalendarDate.FullYear(year, end - next - 1);
        if (!CalendarDate.TryOrdered(first, second, year, Order ?? CalendarDate.UsualOrder(mark), out ticks, ref _other)) return false;
        return end == text.Length
            || (ClockText.TryTake(text[(end + 1)..], ref ticks, out ReadOnlySpan<byte> rest) && TryMove(rest, ref ticks));
    }

    private bool TryParseNumber(ReadOnlySpan<byte> text, out long ticks)
    {
        if (!TimeNumber.TryParse(text, TakesSerials, out ticks, out bool isUtc)) return false;
        return !isUtc || CalendarDate.InRange(_zoneIsUtc ? ticks : ToShopClock(new DateTimeOffset(ticks, TimeSpan.Zero)), out ticks);
    }

    private bool TryParseWritten(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        Span<byte> folded = stackalloc byte[TimeText.MaxLength];
        if (!TimeText.TryFold(text, folded, out int length)) return false;
        WrittenTime time = new(folded[..length].TrimEnd((byte)' '), Order);
        bool read = time.TryRead(out ticks, out long? offset);
        _other ??= time.OtherOrder;
        return read && (offset is not { } known || TryMove(known, ref ticks));
    }

    private bool TryMove(ReadOnlySpan<byte> text, ref long ticks) =>
        text.IsEmpty || (ClockText.TryOffset(text, out long? offset) && (offset is not { } known || TryMove(known, ref ticks)));

    private bool TryMove(long offset, ref long ticks)
    {
        if (!CalendarDate.InRange(ticks - offset, out long utc)) return false;
        return CalendarDate.InRange(_zoneIsUtc ? utc : ToShopClock(new DateTimeOffset(utc, TimeSpan.Zero)), out ticks);
    }
}

using System.Runtime.CompilerServices;

namespace Personalization.Data;

/// <summary>Times of day and what follows them: fractions, AM and PM, offsets from UTC.</summary>
internal static class ClockText
{
    /// <summary>H:mm[:ss[.fraction]], added to <paramref name="ticks"/>.</summary>
    [MethodImpl(Hot.Loop)]
    public static bool TryTake(ReadOnlySpan<byte> text, scoped ref long ticks, out ReadOnlySpan<byte> rest)
    {
        rest = text;
        int colon = text.IndexOf((byte)':');
        if (colon is not (1 or 2) || text.Length < colon + 3) return false;
        if (!CalendarDate.TryDigits(text[..colon], out int hour) || !CalendarDate.TryDigits(text.Slice(colon + 1, 2), out int minute)
            || hour > 23 || minute > 59) return false;
        ticks += (hour * TimeSpan.TicksPerHour) + (minute * TimeSpan.TicksPerMinute);
        rest = text[(colon + 3)..];
        if (rest.Length < 3 || rest[0] != ':') return true;
        if (!CalendarDate.TryDigits(rest.Slice(1, 2), out int second) || second > 59) return false;
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

    /// <summary>As <see cref="TryTake"/>, and 7:05 PM, 7:05pm, 7 p.m., 10:22 Uhr. The text is folded (<see cref="TimeText"/>).</summary>
    public static bool TryTakeWritten(ReadOnlySpan<byte> text, out long ticks, out ReadOnlySpan<byte> rest)
    {
        ticks = 0;
        bool whole = !TryTake(text, ref ticks, out rest);
        if (whole)
        {
            int digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (digits is not (1 or 2) || !CalendarDate.TryDigits(text[..digits], out int alone)) return false;
            ticks = alone * TimeSpan.TicksPerHour;
            rest = text[digits..];
        }

        long hour = ticks / TimeSpan.TicksPerHour;
        if (!TryTakeHalf(ref rest, out bool afternoon)) return !whole;
        if (hour > (afternoon ? 23 : 12)) return false;
        if (afternoon && hour < 12) ticks += 12 * TimeSpan.TicksPerHour;
        if (!afternoon && hour == 12) ticks -= 12 * TimeSpan.TicksPerHour;
        return true;
    }

    /// <summary>Nothing, Z, UTC, GMT, an offset (+02:00, -0500, +02), GMT+0200, an abbreviation that has one meaning (PST, CEST).</summary>
    public static bool TryOffset(ReadOnlySpan<byte> text, out long? offset)
    {
        offset = null;
        text = text.Trim((byte)' ');
        if (text.IsEmpty) return true;
        offset = 0;
        if (text.Length == 1) return text[0] is (byte)'Z' or (byte)'z';
        if (text.Length >= 3 && (IsWord(text[..3], "utc"u8) || IsWord(text[..3], "gmt"u8)))
        {
            text = text[3..];
            if (text.IsEmpty) return true;
        }

        if (text[^1] == ')' && text.IndexOf(" ("u8) is > 0 and int open) text = text[..open]; // GMT+0100 (Central European Standard Time)
        if (text[0] is not ((byte)'+' or (byte)'-'))
        {
            offset = HoursOf(text) is { } named ? named * TimeSpan.TicksPerHour : null;
            return offset is not null;
        }

        int digits = text.Length == 6 && text[3] == ':' ? 5 : text.Length;
        if (digits is not (2 or 3 or 5) || !CalendarDate.TryDigits(digits == 2 ? text[1..2] : text[1..3], out int hours)) return false;
        int minutes = 0;
        if (digits == 5 && !CalendarDate.TryDigits(text[^2..], out minutes)) return false;
        if (hours > 14 || minutes > 59) return false;
        offset = ((hours * 60L) + minutes) * TimeSpan.TicksPerMinute * (text[0] == '-' ? -1 : 1);
        return true;
    }

    /// <summary>Am, pm, a.m., p. m. and Uhr (which changes nothing) with blanks before them.</summary>
    private static bool TryTakeHalf(ref ReadOnlySpan<byte> rest, out bool afternoon)
    {
        afternoon = false;
        ReadOnlySpan<byte> text = rest.TrimStart((byte)' ');
        if (text.StartsWith("uhr"u8))
        {
            rest = text[3..];
            return false;
        }

        if (text.Length < 2 || text[0] is not ((byte)'a' or (byte)'p')) return false;
        afternoon = text[0] == 'p';
        text = text[1..].TrimStart(". "u8);
        if (text.IsEmpty || text[0] != 'm') return false;
        text = text[1..];
        if (!text.IsEmpty && text[0] == '.') text = text[1..];
        if (!text.IsEmpty && text[0] != ' ') return false;
        rest = text;
        return true;
    }

    /// <summary>CST, IST and BST aren't here: they mean several zones.</summary>
    private static int? HoursOf(ReadOnlySpan<byte> name) => name switch
    {
        _ when IsWord(name, "pst"u8) => -8,
        _ when IsWord(name, "pdt"u8) => -7,
        _ when IsWord(name, "mst"u8) => -7,
        _ when IsWord(name, "mdt"u8) => -6,
        _ when IsWord(name, "cdt"u8) => -5,
        _ when IsWord(name, "est"u8) => -5,
        _ when IsWord(name, "edt"u8) => -4,
        _ when IsWord(name, "wet"u8) => 0,
        _ when IsWord(name, "cet"u8) || IsWord(name, "mez"u8) || IsWord(name, "west"u8) => 1,
        _ when IsWord(name, "cest"u8) || IsWord(name, "mesz"u8) || IsWord(name, "eet"u8) => 2,
        _ when IsWord(name, "eest"u8) => 3,
        _ => null,
    };

    private static bool IsWord(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower)
    {
        if (text.Length != lower.Length) return false;
        for (int i = 0; i < text.Length; i++)
        {
            if ((text[i] | 0x20) != lower[i]) return false;
        }

        return true;
    }
}

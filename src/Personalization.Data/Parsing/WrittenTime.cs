namespace Personalization.Data;

/// <summary>
/// Reads a time as people write it from folded text (<see cref="TimeText"/>): an optional weekday, a day in numbers or with the month's
/// name, an optional clock of 12 or 24 hours, an optional offset. Also Tue Mar 5 09:15:02 +0000 2024, with the year at the end.
/// </summary>
internal ref struct WrittenTime(ReadOnlySpan<byte> folded, DateOrder? order)
{
    private ReadOnlySpan<byte> _rest = folded;
    private DateOrder? _other;

    /// <summary>The order that the date demands against the one it was read in, where it can't be read in that.</summary>
    public readonly DateOrder? OtherOrder => _other;

    /// <summary>Ticks on the clock that the text shows, and its offset from UTC where it has one.</summary>
    public bool TryRead(out long ticks, out long? offset)
    {
        offset = null;
        if (!TryTakeDay(out ticks, mayBeWeekday: true)) return false;
        SkipAny(" ,"u8);
        if (_rest.Length > 1 && _rest[0] == 't' && IsDigit(_rest[1])) _rest = _rest[1..];
        else if (_rest.StartsWith("at "u8) || _rest.StartsWith("um "u8)) _rest = _rest[3..];
        if (_rest.IsEmpty) return true;
        if (!ClockText.TryTakeWritten(_rest, out long clock, out _rest) || !ClockText.TryOffset(_rest, out offset)) return false;
        ticks += clock;
        return true;
    }

    private static bool IsDigit(byte b) => b is >= (byte)'0' and <= (byte)'9';

    private static bool IsLetter(byte b) => b is >= (byte)'a' and <= (byte)'z';

    private static bool IsOf(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("de"u8) || word.SequenceEqual("of"u8) || word.SequenceEqual("del"u8);

    private bool TryTakeDay(out long ticks, bool mayBeWeekday)
    {
        ticks = 0;
        SkipAny(" "u8);
        if (_rest.IsEmpty) return false;
        if (IsLetter(_rest[0])) return TryTakeNamedFirst(out ticks, mayBeWeekday);
        if (!TryTakeNumber(out int first, out int digits)) return false;
        if (digits == 4) return TryTakeAfterYear(first, out ticks);
        if (digits == 8) return CalendarDate.TryTicks(first / 10_000, first / 100 % 100, first % 100, out ticks);
        if (digits > 2) return false;
        if (TryTakeMonth(out int month)) return TryTakeYear(out int year) && CalendarDate.TryTicks(year, month, first, out ticks);
        return TryTakeNumbers(first, out ticks);
    }

    /// <summary>tue, … or mar 5, 2024. Mar is March and also a day of the week: a date must follow that.</summary>
    private bool TryTakeNamedFirst(out long ticks, bool mayBeWeekday)
    {
        ReadOnlySpan<byte> start = _rest;
        ReadOnlySpan<byte> word = TakeWord();
        if (mayBeWeekday && DateWords.IsWeekday(word))
        {
            SkipAny(".,"u8);
            if (TryTakeDay(out ticks, mayBeWeekday: false)) return true;
            _rest = start;
            TakeWord();
        }

        ticks = 0;
        int month = DateWords.MonthOf(word);
        if (month == 0) return false;
        SkipAny(". -/"u8);
        if (!TryTakeNumber(out int day, out int digits) || digits > 2) return false;
        SkipOrdinal();
        ReadOnlySpan<byte> afterDay = _rest;
        if (TryTakeYear(out int year)) return CalendarDate.TryTicks(year, month, day, out ticks);

        // The clock comes first and the year last
        _rest = afterDay.TrimEnd((byte)' ');
        if (_rest.Length < 6 || _rest[^5] != ' ' || !CalendarDate.TryDigits(_rest[^4..], out year)) return false;
        _rest = _rest[..^5];
        return CalendarDate.TryTicks(year, month, day, out ticks);
    }

    /// <summary>2024-3-5, 2024.03.05, 2024-mar-05</summary>
    private bool TryTakeAfterYear(int year, out long ticks)
    {
        ticks = 0;
        if (_rest.IsEmpty) return false;
        byte separator = _rest[0];
        if (TryTakeMonth(out int month)) SkipAny(". -/"u8);
        else if (separator is not ((byte)'-' or (byte)'/' or (byte)'.') || !TryTakeSeparator(separator) || !TryTakeNumber(out month, out _)
            || !TryTakeSeparator(separator)) return false;
        return TryTakeNumber(out int day, out int digits) && digits <= 2 && CalendarDate.TryTicks(year, month, day, out ticks);
    }

    /// <summary>/3/2024, -3-24, . 3. 2024 behind the first number</summary>
    private bool TryTakeNumbers(int first, out long ticks)
    {
        ticks = 0;
        if (_rest.IsEmpty || _rest[0] is not ((byte)'-' or (byte)'/' or (byte)'.')) return false;
        byte separator = _rest[0];
        if (!TryTakeSeparator(separator) || !TryTakeNumber(out int second, out int digits) || digits > 2 || !TryTakeSeparator(separator)
            || !TryTakeNumber(out int year, out digits)) return false;
        year = CalendarDate.FullYear(year, digits);
        if (separator == '.') SkipAny("."u8);
        return CalendarDate.TryOrdered(first, second, year, order ?? CalendarDate.UsualOrder(separator), out ticks, ref _other);
    }

    /// <summary>A month's name behind a number: " mar", "-mar-", ". marz", "th of march", "de marco". Else takes nothing.</summary>
    private bool TryTakeMonth(out int month)
    {
        month = 0;
        ReadOnlySpan<byte> start = _rest;
        SkipOrdinal();
        SkipAny(". -/"u8);
        ReadOnlySpan<byte> word = TakeWord();
        if (IsOf(word))
        {
            SkipAny(" "u8);
            word = TakeWord();
        }

        month = DateWords.MonthOf(word);
        if (month == 0) _rest = start;
        return month != 0;
    }

    /// <summary>A year of two or four digits, which no clock is: 09:15.</summary>
    private bool TryTakeYear(out int year)
    {
        year = 0;
        SkipAny(". -/,'"u8);
        ReadOnlySpan<byte> start = _rest;
        if (IsOf(TakeWord())) SkipAny(" "u8);
        else _rest = start;
        if (!TryTakeNumber(out year, out int digits)) return false;
        year = CalendarDate.FullYear(year, digits);
        return year > 0 && (_rest.IsEmpty || _rest[0] != ':');
    }

    private bool TryTakeNumber(out int value, out int digits)
    {
        digits = _rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits < 0) digits = _rest.Length;
        if (!CalendarDate.TryDigits(_rest[..digits], out value)) return false;
        _rest = _rest[digits..];
        return true;
    }

    private bool TryTakeSeparator(byte separator)
    {
        if (_rest.IsEmpty || _rest[0] != separator) return false;
        _rest = _rest[1..];
        if (separator == '.') SkipAny(" "u8);
        return true;
    }

    private ReadOnlySpan<byte> TakeWord()
    {
        int length = 0;
        while (length < _rest.Length && (IsLetter(_rest[length]) || _rest[length..].StartsWith("-feira"u8))) length++;
        ReadOnlySpan<byte> word = _rest[..length];
        _rest = _rest[length..];
        return word;
    }

    /// <summary>5th, 1st, 1er, 1º</summary>
    private void SkipOrdinal()
    {
        ReadOnlySpan<byte> start = _rest;
        ReadOnlySpan<byte> word = TakeWord();
        if (!(word.SequenceEqual("st"u8) || word.SequenceEqual("nd"u8) || word.SequenceEqual("rd"u8) || word.SequenceEqual("th"u8)
            || word.SequenceEqual("er"u8) || word.SequenceEqual("o"u8))) _rest = start;
    }

    private void SkipAny(ReadOnlySpan<byte> bytes) => _rest = _rest.TrimStart(bytes);
}

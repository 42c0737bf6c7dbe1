using System.Text;

namespace Personalization.Data;

/// <summary>
/// A number as people write it, taken apart: -12.50, 12,50-, (4.00), $40.00, EUR 5, 12,50 €, 1 234,50, 1'234.50, 12,34,567.00, 12,-. Parts
/// that aren't known (a percent sign, a unit, a second sign) refuse the number.
/// </summary>
internal readonly ref struct WrittenNumber
{
    /// <summary>Longest text that is looked at, in bytes.</summary>
    public const int MaxLength = 64;

    /// <summary>Room that taking apart needs: a byte of windows-1252 may become three of UTF-8.</summary>
    public const int BufferLength = 3 * MaxLength;

    private readonly ReadOnlySpan<byte> _body;

    private WrittenNumber(ReadOnlySpan<byte> body, bool negative, string? currency)
    {
        _body = body;
        IsNegative = negative;
        Currency = currency;
    }

    public bool IsNegative { get; }

    /// <summary>The ISO code, the mark itself where several currencies share it ($, kr), or null.</summary>
    public string? Currency { get; }

    /// <summary>Finds sign and currency around the digits. What stands between the digits is looked at by the other members.</summary>
    public static bool TryTakeApart(ReadOnlySpan<byte> text, Span<byte> buffer, out WrittenNumber number)
    {
        number = default;
        if (text.Length is 0 or > MaxLength || !TryFold(text, buffer, out int length)) return false;
        ReadOnlySpan<byte> rest = buffer[..length];
        Surroundings around = default;
        if (!around.TryTakeHead(ref rest)) return false;
        int end = rest.LastIndexOfAnyInRange((byte)'0', (byte)'9') + 1;
        ReadOnlySpan<byte> tail = rest[end..];
        if (!tail.IsEmpty && tail[0] is (byte)'.' or (byte)',')
        {
            // 12,- and 12.-- mean no cents, not below zero
            int dashes = tail[1..].IndexOfAnyExcept((byte)'-');
            tail = dashes < 0 ? [] : tail[(1 + dashes)..];
            if (tail.Contains((byte)'-')) return false;
            end++;
        }

        if (!around.TryTakeTail(tail)) return false;
        number = new WrittenNumber(rest[..end], around.IsNegative, around.Currency);
        return true;
    }

    /// <summary>Writes digits, one point and the exponent if there is one; false where the number can't be meant with this sign.</summary>
    public bool TryWritePlain(DecimalSign sign, Span<byte> plain, out int length)
    {
        length = 0;
        ReadOnlySpan<byte> mantissa = _body, exponent = [];
        int e = _body.IndexOfAny((byte)'e', (byte)'E');
        if (e >= 0)
        {
            mantissa = _body[..e];
            exponent = _body[(e + 1)..];
            ReadOnlySpan<byte> power = !exponent.IsEmpty && exponent[0] is (byte)'+' or (byte)'-' ? exponent[1..] : exponent;
            if (power.Length is 0 or > 3 || power.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return false;
        }

        int point = mantissa.IndexOf(sign == DecimalSign.Point ? (byte)'.' : (byte)',');
        ReadOnlySpan<byte> whole = point < 0 ? mantissa : mantissa[..point], decimals = point < 0 ? [] : mantissa[(point + 1)..];
        if (decimals.ContainsAnyExceptInRange((byte)'0', (byte)'9') || whole.Length + decimals.Length == 0) return false;
        if (whole.ContainsAnyExceptInRange((byte)'0', (byte)'9') && (e >= 0 || !IsGrouped(whole, sign))) return false;
        foreach (byte b in whole)
        {
            if (b is >= (byte)'0' and <= (byte)'9') plain[length++] = b;
        }

        plain[length++] = (byte)'.';
        decimals.CopyTo(plain[length..]);
        length += decimals.Length;
        if (e < 0) return true;
        plain[length++] = (byte)'e';
        exponent.CopyTo(plain[length..]);
        length += exponent.Length;
        return true;
    }

    /// <summary>
    /// One separator throughout, groups of three from the right (beside a decimal point also 12,34,567), no zero in front: 0,125 isn't
    /// grouped.
    /// </summary>
    private static bool IsGrouped(ReadOnlySpan<byte> whole, DecimalSign sign)
    {
        int first = whole.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        byte separator = whole[first];
        if (separator is not ((byte)'.' or (byte)',' or (byte)'\'' or (byte)' ')) return false;
        if (first is 0 or > 3 || whole[0] == '0') return false;
        ReadOnlySpan<byte> rest = whole[(first + 1)..];
        bool threes = true, twos = separator == ',' && sign == DecimalSign.Point && first <= 2;
        while (true)
        {
            int next = rest.IndexOf(separator);
            ReadOnlySpan<byte> group = next < 0 ? rest : rest[..next];
            if (group.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return false;
            threes &= group.Length == 3;
            twos &= group.Length == (next < 0 ? 3 : 2);
            if (next < 0) return threes || twos;
            rest = rest[(next + 1)..];
        }
    }

    /// <summary>Blanks, apostrophes and minus signs of all kinds as their ASCII; marks of direction left out.</summary>
    private static bool TryFold(ReadOnlySpan<byte> text, Span<byte> buffer, out int length)
    {
        length = 0;
        while (!text.IsEmpty)
        {
            if (text[0] < 0x80)
            {
                buffer[length++] = text[0] == '\t' ? (byte)' ' : text[0];
                text = text[1..];
                continue;
            }

            bool valid = Rune.DecodeFromUtf8(text, out Rune rune, out int used) == System.Buffers.OperationStatus.Done;
            if (!valid && !Rune.TryCreate(Windows1252Of(text[0]), out rune)) return false;
            if (!valid) used = 1;
            text = text[used..];
            switch (rune.Value)
            {
                case 0xA0 or ' ' or (>= 0x2007 and <= 0x200A) or 0x202F:
                    buffer[length++] = (byte)' ';
                    break;
                case 0x2019 or 0x02BC or 0xB4:
                    buffer[length++] = (byte)'\'';
                    break;
                case 0x2212 or 0x2013 or 0x2014 or 0x2010 or 0x2011:
                    buffer[length++] = (byte)'-';
                    break;
                case 0x200E or 0x200F or 0xFEFF:
                    break;
                default:
                    length += rune.EncodeToUtf8(buffer[length..]);
                    break;
            }
        }

        return true;
    }

    /// <summary>What amounts hold in files that aren't UTF-8: blank, €, £, ¥, apostrophes, dashes; -1 for the rest.</summary>
    private static int Windows1252Of(byte b) => b switch
    {
        0xA0 => ' ',
        0x80 => '€',
        0xA3 or 0xA5 => b,
        0x92 or 0xB4 => '\'',
        0x96 or 0x97 => '-',
        _ => -1,
    };

    /// <summary>What stands before and behind the digits.</summary>
    private ref struct Surroundings
    {
        private bool _signed, _minus, _open, _closed;

        public string? Currency { get; private set; }

        public readonly bool IsNegative => _minus || _open;

        public bool TryTakeHead(ref ReadOnlySpan<byte> rest)
        {
            while (true)
            {
                rest = rest.TrimStart((byte)' ');
                if (rest.IsEmpty) return false;
                if (IsDigit(rest[0]) || (rest.Length > 1 && rest[0] is (byte)'.' or (byte)',' && IsDigit(rest[1]))) return true;
                int length = 1;
                if (rest[0] == '(')
                {
                    if (_open || _signed) return false;
                    _open = true;
                }
                else if (!TryTakeSign(rest[0]) && (Currency is not null || !TryTakeCurrency(rest, out length))) return false;
                rest = rest[length..];
            }
        }

        public bool TryTakeTail(ReadOnlySpan<byte> tail)
        {
            bool marked = false;
            while (true)
            {
                tail = tail.TrimStart((byte)' ');
                if (tail.IsEmpty) return _open == _closed;
                int length = 1;
                if (tail[0] == ')')
                {
                    if (!_open || _closed) return false;
                    _closed = true;
                }
                else if (!TryTakeSign(tail[0]))
                {
                    string? before = Currency;
                    if (marked || !TryTakeCurrency(tail, out length)) return false;
                    marked = true;

                    // $40.00 USD is one currency, EUR 5 USD isn't one
                    if (before is not null && before != Currency && !CurrencyMarks.IsShared(before)) return false;
                }

                tail = tail[length..];
            }
        }

        private static bool IsDigit(byte b) => b is >= (byte)'0' and <= (byte)'9';

        private bool TryTakeSign(byte b)
        {
            if (b is not ((byte)'-' or (byte)'+') || _signed || _open) return false;
            _signed = true;
            _minus = b == '-';
            return true;
        }

        private bool TryTakeCurrency(ReadOnlySpan<byte> text, out int length)
        {
            length = CurrencyMarks.LengthOf(text);
            if (CurrencyMarks.CodeOf(text[..length]) is not { } code) return false;
            Currency = code;
            return true;
        }
    }
}

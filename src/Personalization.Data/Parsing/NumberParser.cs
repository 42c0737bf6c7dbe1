using System.Globalization;
using System.Runtime.CompilerServices;
using Personalization.Core;

namespace Personalization.Data;

/// <summary>
/// Amounts and quantities from UTF-8 text: a short path for plain digits, <see cref="WrittenNumber"/> for what people write. Which sign
/// ends the whole is decided once for a column (<see cref="NumberEvidence"/>); a number that can't be written with that sign is refused,
/// never read a hundred times too large.
/// </summary>
internal static class NumberParser
{
    private const NumberStyles Plain = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>An amount in <see cref="MoneyUnits"/>, rounded half to even past the fourth decimal.</summary>
    /// <param name="text">UTF-8, not empty. Blanks around it are taken.</param>
    /// <param name="sign">The column's decimal sign.</param>
    /// <param name="units">The amount.</param>
    /// <param name="rounded">True where decimals were lost.</param>
    [MethodImpl(Hot.Loop)]
    public static bool TryParseMoney(ReadOnlySpan<byte> text, DecimalSign sign, out long units, out bool rounded)
    {
        rounded = false;
        if (TryParsePlain(text, sign == DecimalSign.Point ? (byte)'.' : (byte)',', out long digits, out int decimals) && decimals <= 4)
        {
            units = digits * (decimals switch { 0 => 10_000, 1 => 1_000, 2 => 100, 3 => 10, _ => 1 });
            return true;
        }

        units = 0;
        if (!TryParseWritten(text, sign, takesCurrency: true, out decimal value) || Math.Abs(value) > MoneyUnits.MaxValue / 2) return false;
        units = MoneyUnits.From(value);
        rounded = MoneyUnits.ToDecimal(units) != value;
        return true;
    }

    /// <summary>A quantity; always finite. With a currency it is refused: such a column isn't one of quantities.</summary>
    [MethodImpl(Hot.Loop)]
    public static bool TryParseQuantity(ReadOnlySpan<byte> text, DecimalSign sign, out double value)
    {
        if (TryParsePlain(text, sign == DecimalSign.Point ? (byte)'.' : (byte)',', out long digits, out int decimals) && decimals == 0)
        {
            value = digits;
            return true;
        }

        bool parsed = TryParseWritten(text, sign, takesCurrency: false, out decimal exact);
        value = (double)exact;
        return parsed;
    }

    /// <summary>The currency that an amount carries: its ISO code, its mark where several share it ($), null without one.</summary>
    public static string? CurrencyOf(ReadOnlySpan<byte> text)
    {
        Span<byte> buffer = stackalloc byte[WrittenNumber.BufferLength];
        return WrittenNumber.TryTakeApart(text, buffer, out WrittenNumber number) ? number.Currency : null;
    }

    /// <summary>A minus, at most 14 digits, at most one decimal sign: everything a shop's file usually has.</summary>
    [MethodImpl(Hot.Loop)]
    private static bool TryParsePlain(ReadOnlySpan<byte> text, byte sign, out long digits, out int decimals)
    {
        digits = 0;
        decimals = 0;
        bool negative = !text.IsEmpty && text[0] == '-';
        if (negative) text = text[1..];
        if (text.Length is 0 or > 15) return false;
        int point = -1;
        for (int i = 0; i < text.Length; i++)
        {
            uint digit = (uint)(text[i] - '0');
            if (digit <= 9) digits = (digits * 10) + digit;
            else if (text[i] == sign && point < 0) point = i;
            else return false;
        }

        if (point >= 0) decimals = text.Length - point - 1;
        else if (text.Length == 15) return false; // in units it may not fit
        if (text.Length == 1 && point == 0) return false;
        if (negative) digits = -digits;
        return true;
    }

    private static bool TryParseWritten(ReadOnlySpan<byte> text, DecimalSign sign, bool takesCurrency, out decimal value)
    {
        value = 0;
        Span<byte> buffer = stackalloc byte[WrittenNumber.BufferLength];
        Span<byte> plain = stackalloc byte[WrittenNumber.BufferLength];
        if (!WrittenNumber.TryTakeApart(text, buffer, out WrittenNumber number)
            || (number.Currency is not null && !takesCurrency)
            || !number.TryWritePlain(sign, plain, out int length)
            || !decimal.TryParse(plain[..length], Plain, CultureInfo.InvariantCulture, out value)) return false;
        if (number.IsNegative) value = -value;
        return true;
    }
}

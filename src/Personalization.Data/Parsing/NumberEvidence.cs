using System.Runtime.CompilerServices;
using System.Text;

namespace Personalization.Data;

/// <summary>
/// Gathers from the values of a column which decimal sign they are written with. A value proves a sign where it is a number with that sign
/// alone: 12,50 and 1.234.567 prove the comma, 99.90 and 1,234.56 the point. 1.234 and 25,000 are numbers either way and prove nothing.
/// </summary>
internal sealed class NumberEvidence
{
    private string? _forPoint, _forComma, _ambiguous;
    private long _pointCount, _commaCount, _pointedThrees, _commaedThrees, _shortWholes, _longWholes;
    private bool _hasDecimalFreeCurrency;

    /// <summary>Takes a value as it stands in the file. Blanks and markers of missing values say nothing.</summary>
    [MethodImpl(Hot.Loop)]
    public void Add(ReadOnlySpan<byte> text)
    {
        int start = !text.IsEmpty && text[0] == '-' ? 1 : 0, separator = -1;
        for (int i = start; i < text.Length; i++)
        {
            byte b = text[i];
            if ((uint)(b - '0') <= 9) continue;
            if (b is not ((byte)'.' or (byte)',') || separator >= 0)
            {
                AddWritten(text);
                return;
            }

            separator = i;
        }

        int digits = text.Length - start - (separator < 0 ? 0 : 1);
        if (digits is 0 or > 28)
        {
            AddWritten(text);
            return;
        }

        if (separator < 0)
        {
            AddWhole(digits);
            return;
        }

        int before = separator - start;
        if (text.Length - separator == 4 && before is >= 1 and <= 3 && text[start] != '0') AddAmbiguous(text, text[separator] == '.');
        else AddProof(text, text[separator] == '.');
    }

    /// <summary>What the values added so far say.</summary>
    /// <param name="assume">
    /// What to assume where no value tells: the sign of another column of the file. Null assumes a point, and a comma where 1.234 must be
    /// grouped: beside a currency without decimals, or where 1.234 (three times or more) stands among numbers up to 999 and none above is
    /// written without the point.
    /// </param>
    public NumberDecision Decide(DecimalSign? assume = null)
    {
        long threes = _pointedThrees + _commaedThrees;
        bool proven = _pointCount != _commaCount;
        DecimalSign sign = proven
            ? _pointCount > _commaCount ? DecimalSign.Point : DecimalSign.Comma
            : assume ?? (_pointCount == 0 && PointsGroup() ? DecimalSign.Comma : DecimalSign.Point);
        return new NumberDecision(sign, !proven && threes + _pointCount > 0, _forPoint, _forComma)
        {
            PointCount = _pointCount,
            CommaCount = _commaCount,
            Ambiguous = _ambiguous,
        };
    }

    private static string Show(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text[..Math.Min(text.Length, WrittenNumber.MaxLength)]);

    private bool PointsGroup() => _commaedThrees == 0
        && ((_hasDecimalFreeCurrency && _pointedThrees > 0) || (_pointedThrees >= 3 && _shortWholes > 0 && _longWholes == 0));

    private void AddWritten(ReadOnlySpan<byte> text)
    {
        if (MissingMarkers.IsMissing(text)) return;
        Span<byte> buffer = stackalloc byte[WrittenNumber.BufferLength];
        Span<byte> withPoint = stackalloc byte[WrittenNumber.BufferLength];
        Span<byte> withComma = stackalloc byte[WrittenNumber.BufferLength];
        if (!WrittenNumber.TryTakeApart(text, buffer, out WrittenNumber number)) return;
        bool point = number.TryWritePlain(DecimalSign.Point, withPoint, out int pointLength);
        bool comma = number.TryWritePlain(DecimalSign.Comma, withComma, out int commaLength);
        if (!point && !comma) return;
        if (number.Currency is { } currency) _hasDecimalFreeCurrency |= CurrencyMarks.HasNoDecimals(currency);
        if (point != comma) AddProof(text, point);
        else if (!withPoint[..pointLength].SequenceEqual(withComma[..commaLength]))
            AddAmbiguous(text, withPoint.IndexOf((byte)'.') < withComma.IndexOf((byte)'.'));
        else if (withPoint[..pointLength].IndexOf((byte)'.') is >= 1 and <= 3) AddWhole(3);
    }

    private void AddWhole(int digits)
    {
        if (digits <= 3) _shortWholes++;
        else _longWholes++;
    }

    private void AddProof(ReadOnlySpan<byte> text, bool point)
    {
        if (point)
        {
            _forPoint ??= Show(text);
            _pointCount++;
        }
        else
        {
            _forComma ??= Show(text);
            _commaCount++;
        }
    }

    private void AddAmbiguous(ReadOnlySpan<byte> text, bool pointed)
    {
        _ambiguous ??= Show(text);
        if (pointed) _pointedThrees++;
        else _commaedThrees++;
    }
}

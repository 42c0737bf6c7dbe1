using System.Globalization;
using System.Text;
using Parquet.Schema;

namespace Personalization.Parquet;

/// <summary>A column of a Parquet file whose cells are written as the text that a CSV would hold. Of one thread at a time.</summary>
internal abstract class ColumnText(DataField field)
{
    /// <summary>No number, time or UUID is longer as text.</summary>
    protected const int MaxPlain = 64;

    private const string DateFormat = "yyyy-MM-dd", TimeFormat = DateFormat + " HH:mm:ss.FFFFFFF", UtcFormat = TimeFormat + "'Z'";

    private int _row, _value;

    public string Name => Field.Name;

    protected DataField Field { get; } = field;

    /// <summary>The column as text; null where its type has no plain text.</summary>
    public static ColumnText? Of(DataField field, WholeMeaning meaning, bool decimalComma)
    {
        Type type = field.ClrType;
        if (field is TimeDataField) return null;
        if (meaning.Kind != WholeKind.Plain)
        {
            return type == typeof(int)
                ? new OfValues<int>(field, (value, to) => Meant(value, meaning, to, decimalComma))
                : new OfValues<long>(field, (value, to) => Meant(value, meaning, to, decimalComma));
        }

        if (type == typeof(ReadOnlyMemory<char>)) return new OfTexts(field);
        if (type == typeof(bool)) return new OfValues<bool>(field, static (value, to) => Copy(value ? "true"u8 : "false"u8, to));
        if (type == typeof(sbyte)) return Plain<sbyte>(field);
        if (type == typeof(byte)) return Plain<byte>(field);
        if (type == typeof(short)) return Plain<short>(field);
        if (type == typeof(ushort)) return Plain<ushort>(field);
        if (type == typeof(int)) return Plain<int>(field);
        if (type == typeof(uint)) return Plain<uint>(field);
        if (type == typeof(long)) return Plain<long>(field);
        if (type == typeof(ulong)) return Plain<ulong>(field);
        if (type == typeof(Guid)) return Plain<Guid>(field);
        if (type == typeof(decimal)) return new OfValues<decimal>(field, (value, to) => Separated(Format(value, to), to, decimalComma));
        if (type == typeof(double)) return new OfValues<double>(field, (value, to) => Separated(Real(value, value, to), to, decimalComma));
        if (type == typeof(float)) return new OfValues<float>(field, (value, to) => Separated(Real(value, value, to), to, decimalComma));

        // What remains of times are those of Impala and older versions of Spark, in 96 bits and of UTC.
        return type == typeof(DateTime) ? new OfValues<DateTime>(field, static (value, to) => Format(value, to, UtcFormat)) : null;
    }

    public void Load(ParquetSource source, int group)
    {
        (_row, _value) = (0, 0);
        LoadValues(source, group);
    }

    /// <summary>Writes the next row's cell behind what a buffer holds, which grows where it must.</summary>
    /// <returns>Its length; 0 where it is missing.</returns>
    public int AppendNext(ref byte[] buffer, int used, int maxLength) =>
        IsThere(_row++) ? Append(_value++, ref buffer, used, maxLength) : 0;

    protected abstract void LoadValues(ParquetSource source, int group);

    protected abstract bool IsThere(int row);

    protected abstract int Append(int value, ref byte[] buffer, int used, int maxLength);

    protected static void MakeRoom(ref byte[] buffer, int length)
    {
        if (length > buffer.Length) Array.Resize(ref buffer, Math.Max(buffer.Length * 2, length));
    }

    private static OfValues<T> Plain<T>(DataField field)
        where T : struct, IUtf8SpanFormattable => new(field, static (value, to) => Format(value, to));

    private static int Format<T>(T value, Span<byte> to, string? format = null)
        where T : struct, IUtf8SpanFormattable =>
        value.TryFormat(to, out int written, format, CultureInfo.InvariantCulture) ? written : 0;

    /// <summary>A time that is none stands as its number, with words before it that make it none.</summary>
    private static int Meant(long value, WholeMeaning meaning, Span<byte> to, bool decimalComma)
    {
        if (meaning.Kind == WholeKind.Decimal) return Separated(Format(meaning.DecimalOf(value), to), to, decimalComma);
        return meaning.TimeOf(value) is { } time
            ? Format(time, to, meaning.Kind == WholeKind.Days ? DateFormat : meaning.IsUtc ? UtcFormat : TimeFormat)
            : Copy("out of range: "u8, to) + Format(value, to["out of range: "u8.Length..]);
    }

    private static int Copy(ReadOnlySpan<byte> text, Span<byte> to)
    {
        text.CopyTo(to);
        return text.Length;
    }

    /// <summary>
    /// A column of whole numbers with gaps becomes real numbers in a data frame: ids are whole again here, and gaps, then NaN, missing.
    /// </summary>
    private static int Real<T>(T value, double wide, Span<byte> to)
        where T : struct, IUtf8SpanFormattable
    {
        if (double.IsNaN(wide)) return 0;
        return wide == Math.Floor(wide) && Math.Abs(wide) < 1e15 ? Format((long)wide, to) : Format(value, to);
    }

    private static int Separated(int length, Span<byte> text, bool decimalComma)
    {
        if (decimalComma) text[..length].Replace((byte)'.', (byte)',');
        return length;
    }

    private abstract class Chunked<T>(DataField field) : ColumnText(field)
        where T : struct
    {
        protected ColumnChunkValues<T> Chunk { get; private set; }

        protected override void LoadValues(ParquetSource source, int group) => Chunk = source.Read<T>(group, Field);

        protected override bool IsThere(int row) => Chunk.Definitions.Length == 0 || Chunk.Definitions[row] == Field.MaxDefinitionLevel;
    }

    private sealed class OfValues<T>(DataField field, Func<T, Span<byte>, int> write) : Chunked<T>(field)
        where T : struct
    {
        protected override int Append(int value, ref byte[] buffer, int used, int maxLength)
        {
            MakeRoom(ref buffer, used + MaxPlain);
            return write(Chunk.Values[value], buffer.AsSpan(used, MaxPlain));
        }
    }

    private sealed class OfTexts(DataField field) : Chunked<ReadOnlyMemory<char>>(field)
    {
        /// <summary>A text that is too long is cut one character behind the limit, which is enough to be refused.</summary>
        protected override int Append(int value, ref byte[] buffer, int used, int maxLength)
        {
            ReadOnlySpan<char> text = Chunk.Values[value].Span;
            if (text.Length > maxLength) text = text[..(maxLength + 1)];
            MakeRoom(ref buffer, used + Encoding.UTF8.GetMaxByteCount(text.Length));
            return Encoding.UTF8.GetBytes(text, buffer.AsSpan(used));
        }
    }
}

using Parquet.Meta;
using PhysicalType = Parquet.Meta.Type;

namespace Personalization.Parquet;

/// <summary>What the whole numbers of a column stand for.</summary>
/// <param name="Kind">Days, parts of a second, parts of one.</param>
/// <param name="Scale">Decimals of a decimal; 0 elsewhere.</param>
/// <param name="IsUtc">True where a time is one of UTC, false where it is the shop's own.</param>
internal readonly record struct WholeMeaning(WholeKind Kind, int Scale = 0, bool IsUtc = false)
{
    private const int MaxScale = 28;

    private static readonly long Epoch = DateTime.UnixEpoch.Ticks;

    public bool IsTime => Kind is WholeKind.Days or WholeKind.Milliseconds or WholeKind.Microseconds or WholeKind.Nanoseconds;

    /// <summary>
    /// Takes the meaning off a column, so that the library gives its plain numbers: it knows times and decimals in fewer encodings, and
    /// throws a column away for one time that is out of range.
    /// </summary>
    public static WholeMeaning TakeFrom(SchemaElement element)
    {
        if (element.Type is not (PhysicalType.INT32 or PhysicalType.INT64)) return default;
        WholeMeaning meaning = Of(element);
        if (meaning.Kind == WholeKind.Plain) return meaning;
        (element.LogicalType, element.ConvertedType) = (null, null);
        return meaning;
    }

    /// <summary>The time of a number; null where it is out of the range of times.</summary>
    public DateTime? TimeOf(long value)
    {
        Int128 ticks = Kind switch
        {
            WholeKind.Days => (Int128)value * TimeSpan.TicksPerDay,
            WholeKind.Milliseconds => (Int128)value * TimeSpan.TicksPerMillisecond,
            WholeKind.Microseconds => (Int128)value * TimeSpan.TicksPerMicrosecond,
            _ => value / TimeSpan.NanosecondsPerTick,
        };
        ticks += Epoch;
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? new DateTime((long)ticks) : null;
    }

    /// <summary>The decimal of a number.</summary>
    public decimal DecimalOf(long value)
    {
        ulong size = value < 0 ? 0 - (ulong)value : (ulong)value;
        return new decimal((int)size, (int)(size >> 32), 0, value < 0, (byte)Scale);
    }

    private static WholeMeaning Of(SchemaElement element)
    {
        LogicalType? logical = element.LogicalType;
        if (logical?.DECIMAL is not null || element.ConvertedType == ConvertedType.DECIMAL)
        {
            int scale = logical?.DECIMAL?.Scale ?? element.Scale ?? 0;
            return scale is >= 0 and <= MaxScale
                ? new WholeMeaning(WholeKind.Decimal, scale)
                : throw new InvalidDataException($"Column '{element.Name}' declares {scale} decimals; 0 to {MaxScale} are read.");
        }

        if (logical?.DATE is not null || element.ConvertedType == ConvertedType.DATE) return new WholeMeaning(WholeKind.Days);
        if (logical?.TIMESTAMP is { } time)
        {
            WholeKind unit = time.Unit.MILLIS is not null ? WholeKind.Milliseconds
                : time.Unit.MICROS is not null ? WholeKind.Microseconds
                : WholeKind.Nanoseconds;
            return new WholeMeaning(unit, IsUtc: time.IsAdjustedToUTC);
        }

        // Times by the older annotation alone are always of UTC.
        return element.ConvertedType switch
        {
            ConvertedType.TIMESTAMP_MILLIS => new WholeMeaning(WholeKind.Milliseconds, IsUtc: true),
            ConvertedType.TIMESTAMP_MICROS => new WholeMeaning(WholeKind.Microseconds, IsUtc: true),
            _ => default,
        };
    }
}

/// <summary>What a whole number counts.</summary>
internal enum WholeKind
{
    /// <summary>Itself.</summary>
    Plain,

    /// <summary>Days since 1970.</summary>
    Days,

    /// <summary>Thousandths of a second since 1970.</summary>
    Milliseconds,

    /// <summary>Millionths of a second since 1970.</summary>
    Microseconds,

    /// <summary>Billionths of a second since 1970.</summary>
    Nanoseconds,

    /// <summary>Parts of one, as small as its decimals say.</summary>
    Decimal,
}

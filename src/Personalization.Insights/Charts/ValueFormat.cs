using System.Globalization;

namespace Personalization.Insights;

/// <summary>How a chart or a table writes numbers, always in invariant culture. Immutable.</summary>
public sealed record ValueFormat
{
    private static readonly (double From, string Suffix)[] Steps = [(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k")];

    /// <summary>Plain numbers: 950, 1.2k, 3.4M.</summary>
    public static ValueFormat Number { get; } = new();

    /// <summary>Shares from 0 to 1, written as 23%.</summary>
    public static ValueFormat Percent { get; } = new() { Factor = 100, Suffix = "%", ShortDecimals = 1 };

    /// <summary>Written before the number, such as <c>£</c>. Default empty.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Written directly after the number, such as <c>%</c>. Default empty.</summary>
    public string Suffix { get; init; } = "";

    /// <summary>Written after the number where there is room, such as <c>days</c>; axes leave it to their title. Default empty.</summary>
    public string Unit { get; init; } = "";

    /// <summary>The most decimals of <see cref="Short"/>, 0 to 5. Default 5.</summary>
    public int ShortDecimals { get; init => field = Guard.InRange(value, 0, 5); } = 5;

    /// <summary>The most decimals of <see cref="Long"/> where it isn't told how many, 0 to 10. Default 2.</summary>
    public int LongDecimals { get; init => field = Guard.InRange(value, 0, 10); } = 2;

    /// <summary>The number is multiplied by this before it is written; above 0. Default 1.</summary>
    public double Factor { get; init => field = Guard.Positive(value); } = 1;

    /// <summary>Plain numbers with a unit, such as <c>days</c>.</summary>
    public static ValueFormat In(string unit) => new() { Unit = unit };

    /// <summary>Amounts in a currency: the sign of GBP, EUR, USD or JPY, the code itself of any other, nothing where empty.</summary>
    /// <param name="code">ISO 4217 code, such as <c>GBP</c>, or any sign to be written before the number.</param>
    public static ValueFormat Currency(string code) => new()
    {
        Prefix = code.ToUpperInvariant() switch
        {
            "" => "",
            "GBP" => "£",
            "EUR" => "€",
            "USD" => "$",
            "JPY" => "¥",
            _ when code.Length > 1 => code + "\u00A0",
            _ => code,
        },
    };

    /// <summary>
    /// A short form for axes and tiles: at most three significant digits, and k, M, B or T: £1.23k. "n/a" where not finite.
    /// </summary>
    public string Short(double value)
    {
        if (!double.IsFinite(value)) return "n/a";
        double scaled = Significant(value * Factor, ShortDecimals);
        string step = "";
        foreach ((double from, string suffix) in Steps)
        {
            if (Math.Abs(scaled) < from) continue;
            scaled /= from;
            step = suffix;
            break;
        }

        return Assemble(scaled, Math.Abs(scaled) switch { >= 100 => "0", >= 10 => "0.#", >= 1 => "0.##", _ => "0.#####" }, step);
    }

    /// <summary>A full form for tables and tooltips: £1,234.50, 23.4%, 12 days. "n/a" where not finite.</summary>
    /// <param name="value">The number.</param>
    /// <param name="decimals">Decimals, 0 to 10; below 0, as many as are needed, at most <see cref="LongDecimals"/>, and either
    /// two or none behind a <see cref="Prefix"/>.</param>
    public string Long(double value, int decimals = -1)
    {
        if (!double.IsFinite(value)) return "n/a";
        if (decimals < 0 && Prefix.Length > 0) decimals = Math.Round(value * Factor, 2) == Math.Round(value * Factor) ? 0 : 2;
        string format = decimals < 0
            ? "#,0." + new string('#', LongDecimals)
            : "N" + Math.Min(decimals, 10).ToString(CultureInfo.InvariantCulture);
        string text = Assemble(value * Factor, format, "");
        return Unit.Length == 0 ? text : text + "\u00A0" + Unit;
    }

    private string Assemble(double value, string format, string step)
    {
        string digits = Math.Abs(value).ToString(format, CultureInfo.InvariantCulture);
        bool negative = value < 0 && digits.AsSpan().ContainsAnyInRange('1', '9');
        return (negative ? "−" : "") + Prefix + digits + step + Suffix;
    }

    private static double Significant(double value, int mostDecimals)
    {
        if (value == 0) return 0;
        int digits = 2 - (int)Math.Floor(Math.Log10(Math.Abs(value)));
        return digits switch
        {
            < 0 => Math.Round(value / Math.Pow(10, -digits)) * Math.Pow(10, -digits),
            _ => Math.Round(value, Math.Min(digits, mostDecimals)),
        };
    }
}

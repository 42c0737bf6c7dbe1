namespace Personalization.Incentives;

/// <summary>How currencies are written: their symbols, where one is known by itself, and how many decimals they have (ISO 4217).</summary>
internal static class Currencies
{
    private static readonly Dictionary<string, (string Symbol, int Decimals)> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["EUR"] = ("€", 2),
        ["USD"] = ("$", 2),
        ["GBP"] = ("£", 2),
        ["PLN"] = ("zł", 2),
        ["JPY"] = ("¥", 0),
        ["CZK"] = ("Kč", 2),
        ["SEK"] = ("kr", 2),
        ["NOK"] = ("kr", 2),
        ["DKK"] = ("kr", 2),
        ["HUF"] = ("Ft", 2),
        ["ISK"] = ("ISK", 0),
        ["KRW"] = ("KRW", 0),
        ["KWD"] = ("KWD", 3),
        ["BHD"] = ("BHD", 3),
        ["TND"] = ("TND", 3),
    };

    /// <summary>Symbol and decimals; of a currency that isn't known here its code, and 2.</summary>
    public static (string Symbol, int Decimals) Of(string code) =>
        code.Length == 0 ? ("", 2) : Known.TryGetValue(code, out (string, int) known) ? known : (code.ToUpperInvariant(), 2);
}

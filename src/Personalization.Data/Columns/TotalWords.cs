using System.Collections.Frozen;
using System.Text;

namespace Personalization.Data;

/// <summary>What stands before a sum at the end of a table.</summary>
internal static class TotalWords
{
    private const int MaxLength = 40;

    private static readonly FrozenSet<string> Words = FrozenSet.ToFrozenSet(
    [
        "total", "totals", "grandtotal", "subtotal", "sum", "overall", "summary", "gesamt", "gesamtsumme", "summe", "zwischensumme",
        "insgesamt", "totalgeneral", "soustotal", "somme", "suma", "totaal", "totaalgeneraal", "totale", "totalegenerale", "somma",
        "soma",
    ]);

    public static bool IsTotal(ReadOnlySpan<byte> text) =>
        text.Length is > 0 and <= MaxLength && Words.Contains(HeaderNames.Key(Encoding.UTF8.GetString(text)));
}

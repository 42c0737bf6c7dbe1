using System.Text;

namespace Personalization.Insights;

/// <summary>Estimates how wide text will be, without a font at hand: good to about a tenth for the usual sans-serif fonts.</summary>
internal static class TextWidth
{
    /// <summary>Width in the units of the font size.</summary>
    public static double Of(string text, double fontSize)
    {
        double em = 0;
        foreach (Rune rune in text.EnumerateRunes()) em += Em(rune);
        return em * fontSize;
    }

    /// <summary>The text, shortened with an ellipsis where it would be wider.</summary>
    public static string Fit(string text, double fontSize, double width)
    {
        if (Of(text, fontSize) <= width) return text;
        int low = 1, high = text.Length;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (Of(PlainText.Shorten(text, middle), fontSize) <= width) low = middle;
            else high = middle - 1;
        }

        return PlainText.Shorten(text, low);
    }

    private static double Em(Rune rune) => rune.Value switch
    {
        ' ' or '.' or ',' or ':' or ';' or '\'' or '|' or 'i' or 'j' or 'l' or 'I' or 't' or 'f' or 'r' => .36,
        >= '0' and <= '9' => .63,
        'm' or 'w' or 'M' or 'W' or '%' or '—' => .92,
        >= 'A' and <= 'Z' => .71,
        < 0x2E80 => .61,
        _ => 1,
    };
}

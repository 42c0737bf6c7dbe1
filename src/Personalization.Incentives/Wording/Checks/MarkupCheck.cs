using System.Text.RegularExpressions;

namespace Personalization.Incentives;

/// <summary>Plain text: no addresses of the web, no HTML, no Markdown.</summary>
internal sealed partial class MarkupCheck : OfferTextCheck
{
    public override string Name => "markup";

    [GeneratedRegex(
        @"https?:|ftp:|javascript:|data:|\bwww\.|(?<![\w@.])[a-z0-9][a-z0-9-]*(\s?\.\s?|\s?\(dot\)\s?)"
        + @"(com|net|org|info|biz|shop|store|online|site|app|xyz|link|click|co|io|ly|me|eu|uk|de|fr|es|it|nl|pl|at|ch|be|ru|cn)\b"
        + @"(?!\s+[a-zà-ž])",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Address { get; }

    [GeneratedRegex(
        @"<[a-z!/]|&(#\d+|#x[0-9a-f]+|[a-z]+);|\]\(|\*\*|__|~~|`|^\s{0,3}(#{1,6}|[-*+]|\d+\.)\s|^\s*>|\|\s*-{3}|^-{3,}",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.Multiline, 1000)]
    private static partial Regex Markup { get; }

    public override IEnumerable<OfferTextFinding> Find(CheckedText text)
    {
        foreach (CheckedField field in text.Fields)
        {
            string plain = field.Raw.ToLowerInvariant();
            // A sentence may end right before a small word; an address has no space in it, but for those who hide it.
            if (Address.Match(plain) is { Success: true } address && IsAddress(address.Value))
                yield return Finding(field, $"has an address of the web: '{address.Value}'");
            if (Markup.Match(plain) is { Success: true } markup) yield return Finding(field, $"has markup: '{markup.Value.Trim()}'");
        }
    }

    private static bool IsAddress(string found) =>
        !found.Contains(". ", StringComparison.Ordinal) || found.Contains(" . ", StringComparison.Ordinal);
}

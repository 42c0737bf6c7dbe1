using System.Text.RegularExpressions;

namespace Personalization.Incentives;

/// <summary>No data of a person: no address of e-mail, number of a phone or account, id, and no words that announce one.</summary>
internal sealed partial class PersonalDataCheck : OfferTextCheck
{
    public override string Name => "personal data";

    [GeneratedRegex(
        @"[\w.+-]+\s?(@|\(at\)|\[at\]|＠)\s?[\w-]+|(?<!\w)@\w{2,}|\+?\d[\d\s()/.-]{7,}\d|\b\d{6,}\b"
        + @"|\b[a-z]{1,4}[-_#]\d{3,}\b|(?<!\w)#\s?\w*\d{3,}",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Identifier { get; }

    public override IEnumerable<OfferTextFinding> Find(CheckedText text)
    {
        foreach (CheckedField field in text.Fields)
        {
            string raw = field.Raw;
            foreach (string known in text.Known) raw = raw.Replace(known, " ", StringComparison.Ordinal);
            foreach (FoundDate date in field.Dates)
            {
                string joined = string.Concat(
                    field.Tokens.Skip(date.Start).Take(date.Length).Select(token => (token.Glued ? "" : " ") + token.Text));
                raw = raw.Replace(joined.Trim(), " ", StringComparison.Ordinal);
            }

            if (Identifier.Match(raw) is { Success: true } id) yield return Finding(
                field, $"has '{id.Value.Trim()}', which looks like an address or number of a person");
            if (text.Language.Personal.FirstIn(field.Words) is { } words) yield return Finding(
                field, $"speaks of data of a person: '{words}'");
        }
    }
}

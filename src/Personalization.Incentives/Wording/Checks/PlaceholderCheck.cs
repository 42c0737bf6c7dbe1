using System.Text.RegularExpressions;

namespace Personalization.Incentives;

/// <summary>Nothing is left to be filled in, but for what will be.</summary>
internal sealed partial class PlaceholderCheck : OfferTextCheck
{
    public override string Name => "placeholders";

    [GeneratedRegex(@"[{}\[\]]|%[sd]\b|\bxxx+\b|_{3,}|lorem ipsum|\$\(|<<|>>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000)]
    private static partial Regex Open { get; }

    public override IEnumerable<OfferTextFinding> Find(CheckedText text)
    {
        foreach (CheckedField field in text.Fields)
        {
            string filled = OfferPlaceholders.Fill(field.Raw, text.Offer, text.Brief);
            foreach (string known in text.Known)
            {
                if (!known.StartsWith('{')) filled = filled.Replace(known, "", StringComparison.Ordinal);
            }

            // What the brief gave is gone now; what Markdown would be is another check's.
            Match open = Open.Match(filled.Replace("](", "", StringComparison.Ordinal));
            if (open.Success) yield return Finding(field, $"has something left to fill in at '{Near(filled, open.Index)}'");
        }
    }

    private static string Near(string text, int at) => text[Math.Min(at, text.Length)..Math.Min(text.Length, at + 20)];
}

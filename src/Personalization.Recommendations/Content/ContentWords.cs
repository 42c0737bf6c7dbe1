namespace Personalization.Recommendations;

/// <summary>Cuts text into words: runs of letters and digits, in lower case of no culture, two characters and more.</summary>
internal static class ContentWords
{
    private const int ShortestWord = 2;

    public static IEnumerable<string> Of(string? text)
    {
        if (text is null) yield break;
        for (int start = 0, end; start < text.Length; start = end + 1)
        {
            end = start;
            while (end < text.Length && char.IsLetterOrDigit(text[end])) end++;
            if (end - start >= ShortestWord) yield return text[start..end].ToLowerInvariant();
        }
    }
}

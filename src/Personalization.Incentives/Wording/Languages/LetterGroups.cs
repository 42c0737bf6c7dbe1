using System.Collections.Frozen;

namespace Personalization.Incentives;

/// <summary>Groups of three letters of each language's frequent words.</summary>
internal static class LetterGroups
{
    private static readonly FrozenDictionary<string, FrozenSet<string>> ByLanguage = LanguageWords.All.ToFrozenDictionary(
        pair => pair.Key, pair => pair.Value.Common.SelectMany(Of).ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>Share of a word's groups that the language's frequent words have.</summary>
    public static double Share(string word, LanguageWords language)
    {
        FrozenSet<string> groups = ByLanguage[language.Language];
        string[] own = [.. Of(word)];
        return own.Length == 0 ? 0 : (double)own.Count(groups.Contains) / own.Length;
    }

    private static IEnumerable<string> Of(string word)
    {
        string framed = $" {word} ";
        for (int i = 0; i + 3 <= framed.Length; i++) yield return framed.Substring(i, 3);
    }
}

namespace Personalization.Incentives;

/// <summary>What looks like a code to enter is the offer's code.</summary>
internal sealed class CodeCheck : OfferTextCheck
{
    private const int ShortestInCapitals = 4;

    public override string Name => "codes";

    public override IEnumerable<OfferTextFinding> Find(CheckedText text)
    {
        foreach (CheckedField field in text.Fields)
        {
            bool loud = IsLoud(field);
            for (int i = 0; i < field.Tokens.Count; i++)
            {
                CheckedToken token = field.Tokens[i];
                if (token.Kind is not (TokenKind.Mixed or TokenKind.Word) || text.Facts.OwnWords.Contains(token.Folded)) continue;
                bool capitals = token.Kind == TokenKind.Word && token.Text.Length >= ShortestInCapitals && token.Text.All(char.IsUpper);
                if (token.Kind == TokenKind.Mixed || (capitals && (!loud || FollowsCode(field, i, text.Language)))
                    || (token.Text.Length > 1 && token.Text.All(char.IsUpper) && FollowsCode(field, i, text.Language)))
                    yield return Finding(field, $"has '{token.Text}', which isn't the offer's code");
            }
        }
    }

    /// <summary>A part all in capitals shouts; its words are no codes.</summary>
    private static bool IsLoud(CheckedField field)
    {
        CheckedToken[] words = [.. field.Tokens.Where(token => token.Kind == TokenKind.Word && token.Text.Length > 1)];
        return words.Length >= 3 && words.All(word => word.Text.All(char.IsUpper));
    }

    private static bool FollowsCode(CheckedField field, int i, LanguageWords language)
    {
        for (int back = 1; back <= 3 && i - back >= 0; back++)
        {
            if (language.CodeWords.Contains(field.Tokens[i - back].Folded)) return true;
        }

        return false;
    }
}

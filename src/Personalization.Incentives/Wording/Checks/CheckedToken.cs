namespace Personalization.Incentives;

/// <summary>What a piece of a text is.</summary>
internal enum TokenKind
{
    Word,
    Number,

    /// <summary>Letters and digits in one.</summary>
    Mixed,

    Symbol,

    /// <summary>What the brief put in: a code, a name, an item.</summary>
    Known,
}

/// <summary>A piece of a text that is checked.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As it stands.</param>
/// <param name="Folded">As it is compared.</param>
/// <param name="Glued">Whether it follows the one before without a space.</param>
internal readonly record struct CheckedToken(TokenKind Kind, string Text, string Folded, bool Glued)
{
    public bool IsLarge => Text.Length > 0 && char.IsUpper(Text[0]);

    public bool Is(char symbol) => Kind == TokenKind.Symbol && Folded.Length == 1 && Folded[0] == symbol;

    // A new line is a space when folded, so it is told by the text.
    public bool EndsSentence =>
        Kind == TokenKind.Symbol && (Text == "\n" || Folded is "." or "!" or "?" or ":" or "|" or "•" or "…" or "¿" or "¡");
}

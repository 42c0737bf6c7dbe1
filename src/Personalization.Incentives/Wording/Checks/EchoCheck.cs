namespace Personalization.Incentives;

/// <summary>
/// The text speaks to the customer, not about the task: no words about prompts and answers, nothing copied from the instructions.
/// </summary>
internal sealed class EchoCheck : OfferTextCheck
{
    private const int LongestCopy = 7;

    private static readonly HashSet<string> Runs = RunsOf(OfferPrompt.Instructions);

    public override string Name => "echo";

    public override IEnumerable<OfferTextFinding> Find(CheckedText text)
    {
        foreach (CheckedField field in text.Fields)
        {
            string? about = text.Language.Echo.FirstIn(field.Words) ?? LanguageWords.All["en"].Echo.FirstIn(field.Words);
            if (about is not null) yield return Finding(field, $"speaks about the task: '{about}'");
            else if (RunsOf(field.Words).FirstOrDefault(Runs.Contains) is { } copied) yield return Finding(
                field, $"copies the instructions: '{copied}'");
        }
    }

    private static HashSet<string> RunsOf(string text) =>
        [.. RunsOf([.. TextTokens.Of(text, []).Where(token => token.Kind != TokenKind.Symbol).Select(token => token.Folded)])];

    private static IEnumerable<string> RunsOf(IReadOnlyList<string> words)
    {
        for (int i = 0; i + LongestCopy <= words.Count; i++) yield return string.Join(' ', words.Skip(i).Take(LongestCopy));
    }
}

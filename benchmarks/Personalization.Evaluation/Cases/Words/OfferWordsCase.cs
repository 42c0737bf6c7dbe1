using Personalization.Incentives;
using Personalization.Incentives.Tests;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// How many texts that attack the checks of generated offers are refused, by attack, and how many harmless ones are too, by language; with
/// the files of the tests. Attacks of more seeds than the tests' show whether it holds beyond 300.
/// </summary>
internal sealed class OfferWordsCase : IEvaluationCase
{
    public string Name => "offer-words";

    public string Description => "Attacks on generated texts refused, harmless ones let through [--seeds N]";

    public void Run(EvaluationContext context)
    {
        int seeds = context.Option("seeds", 50);
        Attacks(context, "300 attacks", TextSuite.Attacks(1));
        Attacks(context, $"attacks of {seeds} seeds", [.. Enumerable.Range(2, seeds).SelectMany(seed => TextSuite.Attacks((ulong)seed))]);
        foreach (string file in (string[])["attacks-later.txt", "attacks-held-out.txt"])
        {
            SuiteText[] later = [.. TextSuite.Sentences(file)];
            Attacks(context, file, later);
            foreach (SuiteText text in later.Where(text => text.Find().Count == 0)) context.Say(
                $"through ({text.Language}): …{text.Text.Body[^40..]}");
        }

        WithAVocabulary(context);
        foreach (string file in (string[])["harmless.txt", "harmless-later.txt"])
        {
            IReadOnlyList<SuiteText> texts = TextSuite.Harmless(file);
            Figure(context, file, "refused", texts);
            foreach (IGrouping<string, SuiteText> language in texts.GroupBy(text => text.Language)) Figure(
                context, file, language.Key, [.. language]);
        }

        IReadOnlyList<SuiteText> all = TextSuite.Attacks(1);
        double seconds = EvaluationContext.MedianSeconds(5, () => { foreach (SuiteText text in all) text.Find(); });
        context.Figure("review", "milliseconds_a_text", 1_000 * seconds / all.Count, seconds, ("texts", all.Count));
    }

    /// <summary>
    /// With a vocabulary: the words of the 100 harmless texts, which were written before all others here. What it refuses of attacks that
    /// were never worked on, and what of harmless texts that it doesn't know.
    /// </summary>
    private static void WithAVocabulary(EvaluationContext context)
    {
        BrandGuide guide = TextSuite.Guide with
        {
            Vocabulary = TextSuite.Harmless("harmless.txt").GroupBy(text => text.Language).ToDictionary(
                own => own.Key, IReadOnlyList<string> (own) =>
                    [.. own.SelectMany(text => WordsOf(text.Text)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]),
        };
        foreach (string file in (string[])["attacks-held-out.txt", "harmless.txt", "harmless-later.txt"])
        {
            IReadOnlyList<SuiteText> texts = file[0] == 'a' ? [.. TextSuite.Sentences(file)] : TextSuite.Harmless(file);
            foreach (IGrouping<string, SuiteText> group in texts.GroupBy(text => file[0] == 'a' ? text.Group : "refused"))
            {
                int refused = group.Count(text => OfferTextReview.Find(text.Text, text.Offer, text.Brief, guide).Count > 0);
                context.Figure(
                    $"{file}, with a vocabulary", group.Key, (double)refused / group.Count(), null,
                    ("refused", refused), ("texts", group.Count()), ("words", guide.Vocabulary.Values.Sum(words => words.Count)));
            }
        }
    }

    private static IEnumerable<string> WordsOf(OfferText text) =>
        $"{text.Subject} {text.Body} {text.CallToAction}".Split(
            [' ', ',', '.', ':', ';', '!', '?', '(', ')', '"', '–', '\n', '\'', '’', '-'], StringSplitOptions.RemoveEmptyEntries)
            .Where(word => char.IsLetter(word[0]));

    private static void Attacks(EvaluationContext context, string name, IReadOnlyList<SuiteText> texts)
    {
        Figure(context, name, "refused", texts);
        foreach (IGrouping<string, SuiteText> group in texts.GroupBy(text => text.Group)
            .OrderBy(group => group.Key, StringComparer.Ordinal))
            Figure(context, name, group.Key, [.. group]);
    }

    private static void Figure(EvaluationContext context, string model, string metric, IReadOnlyList<SuiteText> texts)
    {
        int refused = texts.Count(text => text.Find().Count > 0);
        context.Figure(model, metric, (double)refused / Math.Max(1, texts.Count), null, ("refused", refused), ("texts", texts.Count));
    }
}

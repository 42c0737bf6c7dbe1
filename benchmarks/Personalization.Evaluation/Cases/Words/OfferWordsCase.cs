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

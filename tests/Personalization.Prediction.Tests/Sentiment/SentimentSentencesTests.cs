using System.Text;

namespace Personalization.Prediction.Tests;

/// <summary>A sentence labelled by hand.</summary>
/// <param name="Label">What it says.</param>
/// <param name="Negation">Whether a negation decides it.</param>
/// <param name="Text">The sentence.</param>
internal sealed record LabelledSentence(SentimentLabel Label, bool Negation, string Text)
{
    public static IReadOnlyList<LabelledSentence> All { get; } = [.. Read("sentences.txt")];

    /// <summary>Written after the lexicon, which was never corrected by them.</summary>
    public static IReadOnlyList<LabelledSentence> Later { get; } = [.. Read("sentences-later.txt")];

    private static IEnumerable<LabelledSentence> Read(string name)
    {
        using StreamReader reader = new(typeof(LabelledSentence).Assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            string[] parts = line.Split('|', StringSplitOptions.TrimEntries);
            yield return new LabelledSentence(
                parts[0] switch
                {
                    "+" => SentimentLabel.Positive,
                    "-" => SentimentLabel.Negative,
                    _ => SentimentLabel.Neutral,
                },
                parts.Length > 2,
                parts[^1]);
        }
    }
}

/// <summary>More than 200 sentences of reviews and service notes, written and labelled before the lexicon was.</summary>
public sealed class SentimentSentencesTests
{
    private static readonly SentimentAnalyzer Analyzer = new();

    public static TheoryData<string, SentimentLabel> Negations =>
        [.. LabelledSentence.All.Where(sentence => sentence.Negation)
            .Select(sentence => new TheoryDataRow<string, SentimentLabel>(sentence.Text, sentence.Label))];

    [Fact]
    public void Analyze_SentencesLabelledByHand_AreRightNineOfTenTimes()
    {
        Assert.True(LabelledSentence.All.Count >= 200);
        AssertRight(LabelledSentence.All, .9);
    }

    /// <summary>
    /// Half of these say by facts alone how it went ("eleven days"), which words don't tell; what is told is mostly right.
    /// </summary>
    [Fact]
    public void Analyze_SentencesWrittenLater_AreSeldomTakenForTheContrary()
    {
        LabelledSentence[] told =
            [.. LabelledSentence.Later.Where(sentence => Analyzer.Analyze(sentence.Text).Label != SentimentLabel.Neutral)];

        AssertRight(LabelledSentence.Later, .5);
        AssertRight(told, .75);
    }

    [Theory]
    [MemberData(nameof(Negations))]
    public void Analyze_NegationDecides_IsRight(string text, SentimentLabel label)
    {
        SentimentScore score = Analyzer.Analyze(text);

        Assert.True(score.Label == label, score.Explain());
        Assert.Contains(score.Words, word => word.Negated || word.Text.Contains(' ', StringComparison.Ordinal));
    }

    private static void AssertRight(IReadOnlyList<LabelledSentence> sentences, double least)
    {
        LabelledSentence[] wrong = [.. sentences.Where(sentence => Analyzer.Analyze(sentence.Text).Label != sentence.Label)];
        double accuracy = 1 - ((double)wrong.Length / sentences.Count);

        Assert.True(accuracy >= least, $"{accuracy:0.000} of {sentences.Count}\n{string.Join('\n', wrong.Select(Told))}");
    }

    private static string Told(LabelledSentence sentence) =>
        $"{sentence.Label} | {sentence.Text} | {Analyzer.Analyze(sentence.Text).Explain()}";
}

using System.Globalization;

namespace Personalization.Prediction.Tests;

public sealed class SentimentAnalyzerTests
{
    private static readonly SentimentAnalyzer Analyzer = new();

    private static double Sum(string text) => Analyzer.Analyze(text).Words.Sum(word => word.Weight);

    /// <summary>good is 2, very is 1.3, a negation leaves 0.74 of the strength, and w ÷ √(w² + 15) is the score.</summary>
    [Theory]
    [InlineData("good", 2)]
    [InlineData("It is very good", 2 * 1.3)]
    [InlineData("It isn't good", -2 * .74)]
    [InlineData("It isn't very good", -2 * .74 * 1.3)]
    [InlineData("Not a single word here", 0)]
    [InlineData("slow but good", (-1 * .5) + (2 * 1.5))]
    [InlineData("It is GOOD", 2 * 1.25)]
    [InlineData("It works", 1.4)]
    [InlineData("It doesn't work", -1.6 * .74)]
    [InlineData("We had to work", 0)]
    [InlineData("pretty", 2.4)]
    [InlineData("pretty good", 2 * 1.15)]
    [InlineData("goooood", 2)]
    [InlineData("neither good nor bad", 0)]
    public void Analyze_ByHand_WeightsAndScore(string text, double weight)
    {
        SentimentScore score = Analyzer.Analyze(text);

        Assert.Equal(weight, score.Words.Sum(word => word.Weight), 12);
        Assert.Equal(weight / Math.Sqrt((weight * weight) + 15), score.Value, 12);
    }

    [Theory]
    [InlineData("No, it is good", 2)]
    [InlineData("It is not noisy and it is good", (1 * .74) + 2)]
    [InlineData("I did not think for a long time that it is good", 2)]
    public void Analyze_NegationOutOfReach_TurnsNothing(string text, double weight) => Assert.Equal(weight, Sum(text), 12);

    [Fact]
    public void Analyze_Exclamations_CountToThree()
    {
        double one = Analyzer.Analyze("good!").Value, three = Analyzer.Analyze("good!!!").Value;

        Assert.True(one > Analyzer.Analyze("good").Value);
        Assert.True(three > one);
        Assert.Equal(three, Analyzer.Analyze("good!!!!!!!!").Value);
        Assert.True(Analyzer.Analyze("bad!").Value < Analyzer.Analyze("bad").Value);
        Assert.Equal(0, Analyzer.Analyze("Tuesday!!!").Value);
    }

    [Theory]
    [InlineData(":)", SentimentLabel.Positive)]
    [InlineData("delivered :(", SentimentLabel.Negative)]
    [InlineData("delivered👍🏽", SentimentLabel.Positive)]
    [InlineData("😡😡", SentimentLabel.Negative)]
    [InlineData("http://shop.example/a:Day", SentimentLabel.Neutral)]
    [InlineData("see page 8):", SentimentLabel.Neutral)]
    public void Analyze_EmoticonsAndEmoji_AreWords(string text, SentimentLabel label) => Assert.Equal(label, Analyzer.Analyze(text).Label);

    [Fact]
    public void Analyze_Explains_WordsThatDecided()
    {
        SentimentScore score = Analyzer.Analyze("Lovely colour, not comfortable.");

        Assert.Equal(["Lovely", "not comfortable"], score.Words.Select(word => word.Text));
        Assert.Equal([false, true], score.Words.Select(word => word.Negated));
        Assert.Equal(15, score.Words[1].Start);
        Assert.Equal("“Lovely” +2.8, “not comfortable” −1.6", score.Explain());
        Assert.Equal("“Lovely” +2.8", score.Explain(1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \n")]
    [InlineData("'''…!!!…((")]
    [InlineData("\ud83d")]
    [InlineData("ﬂöß ﻩﻩ 好好好")]
    public void Analyze_NothingOrNoWords_IsNeutral(string text) =>
        Assert.Equal((0, SentimentLabel.Neutral), (Analyzer.Analyze(text).Value, Analyzer.Analyze(text).Label));

    /// <summary>A million words in a breath, and a score still within its bounds.</summary>
    [Fact]
    public void Analyze_LongText_StaysWithinBounds() =>
        Assert.InRange(Analyzer.Analyze(string.Concat(Enumerable.Repeat("very good ", 100_000))).Value, .99, 1);

    /// <summary>Under Turkish casing "I" isn't "i": a text must not depend on it.</summary>
    [Fact]
    public void Analyze_AnotherCulture_SameScore()
    {
        double here = Analyzer.Analyze("I LIKE IT, BRILLIANT").Value;
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture.Clone() as CultureInfo ?? before;
            CultureInfo.CurrentCulture.NumberFormat.NumberDecimalSeparator = ",";

            Assert.Equal(here, Analyzer.Analyze("I LIKE IT, BRILLIANT").Value);
            Assert.Equal("“good” +2.0", Analyzer.Analyze("good").Explain());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SentimentOptions { NegationReach = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SentimentOptions { NegationFactor = 1.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SentimentOptions { NeutralBand = double.NaN });
    }
}

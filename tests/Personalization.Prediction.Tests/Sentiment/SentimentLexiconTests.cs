using System.Text;

namespace Personalization.Prediction.Tests;

public sealed class SentimentLexiconTests
{
    private const string German = """
        # Deutsch
        [words]
        2 gut, schön, sehr zufrieden
        -2 schlecht, kaputt
        2 :)
        [expected]
        1.5 funktioniert
        [negations]
        1 nicht, kein, keine
        [intensifiers]
        1.3 sehr
        [contrasts]
        1 aber
        [stops]
        1 und
        [replacements]
        nich = nicht
        """;

    private static SentimentLexicon Read(string text) => SentimentLexicon.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void English_Words_AreManyWithBothSigns()
    {
        SentimentLexicon english = SentimentLexicon.English;

        Assert.InRange(english.WordCount, 1_000, 3_000);
        Assert.Same(english, SentimentLexicon.English);
        Assert.Same(english, new SentimentAnalyzer().Lexicon);
    }

    [Theory]
    [InlineData("Sehr gut", 2.6)]
    [InlineData("Nicht schön", -2 * .74)]
    [InlineData("nich kaputt", 2 * .74)]
    [InlineData("funktioniert nicht, aber schön", 3)]
    [InlineData("nicht schlecht und gut", (2 * .74) + 2)]
    public void Read_AnotherLanguage_ScoresByIt(string text, double weight) =>
        Assert.Equal(weight, new SentimentAnalyzer(Read(German)).Analyze(text).Words.Sum(word => word.Weight), 12);

    [Fact]
    public void Read_File_SameAsStream()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, German, new UTF8Encoding(true));

            Assert.Equal(Read(German).WordCount, SentimentLexicon.Read(path).WordCount);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("", "no word with a strength")]
    [InlineData("2 good", "Line 1 of the lexicon: a line stands before the first part")]
    [InlineData("[wrods]", "Line 1 of the lexicon: [wrods] isn't a part")]
    [InlineData("[words]\ngood", "Line 2 of the lexicon: 'good' doesn't begin with a number")]
    [InlineData("[words]\n5 good", "Line 2 of the lexicon: 5 must be -4 to 4 in [words]")]
    [InlineData("[words]\nNaN good", "NaN must be -4 to 4")]
    [InlineData("[words]\n2 good, good", "'good' stands twice")]
    [InlineData("[words]\n2 good,,bad", "must have 1 to 80 characters")]
    [InlineData("[words]\n2 a b c d e f g", "has 7 words; at most 6")]
    [InlineData("[intensifiers]\n-1 very", "-1 must be 0 to 3 in [intensifiers]")]
    [InlineData("[replacements]\na b", "isn't \"written = meant\"")]
    [InlineData("[replacements]\na b = c", "isn't one word")]
    [InlineData("[replacements]\na = c\na = d", "replaced twice")]
    public void Read_Faults_SayWhereAndWhat(string text, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_NotUtf8OrTooLarge_IsRefused()
    {
        Assert.Contains(
            "UTF-8",
            Assert.Throws<InvalidDataException>(() => SentimentLexicon.Read(new MemoryStream([0xff, 0xfe, 0x00]))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "bytes",
            Assert.Throws<InvalidDataException>(() => SentimentLexicon.Read(new MemoryStream(new byte[SentimentLexicon.MaxBytes + 1])))
                .Message,
            StringComparison.Ordinal);
    }
}

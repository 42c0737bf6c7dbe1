using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Personalization.Data.Tests;

public sealed class NumberEvidenceTests
{
    [Theory]
    [InlineData("12,50", false)]
    [InlineData("12,50 €", false)]
    [InlineData("1.234.567", false)]
    [InlineData("1.234,5", false)]
    [InlineData("0,125", false)]
    [InlineData("1234,567", false)]
    [InlineData("12,-", false)]
    [InlineData("99.90", true)]
    [InlineData("1,234.56", true)]
    [InlineData("1,234,567", true)]
    [InlineData("12,34,567", true)]
    [InlineData("$.5", true)]
    [InlineData("1.5e3", true)]
    public void Decide_OneTellingValue_ProvesItsSign(string text, bool point)
    {
        NumberDecision decision = Of(["", "NULL", "12", "1'234", "25,000", "1.234", text]);
        Assert.Equal(point ? DecimalSign.Point : DecimalSign.Comma, decision.Sign);
        Assert.Equal(text, point ? decision.ForPoint : decision.ForComma);
        Assert.Null(point ? decision.ForComma : decision.ForPoint);
        Assert.False(decision.Assumed);
        Assert.Equal("25,000", decision.Ambiguous);
    }

    [Theory]
    [InlineData("25,000")]
    [InlineData("1.234")]
    [InlineData("$25,000")]
    public void Decide_NoTellingValue_AssumesAPointAndSaysSo(string text)
    {
        NumberDecision decision = Of(["7", text]);
        Assert.Equal((DecimalSign.Point, true, text), (decision.Sign, decision.Assumed, decision.Ambiguous));
        Assert.Equal(DecimalSign.Comma, Of([text], DecimalSign.Comma).Sign);
    }

    [Fact]
    public void Decide_WholeNumbers_NeedsNoAssumption()
    {
        NumberDecision decision = Of(["7", "12500", "1 234", "-", "1'000"]);
        Assert.Equal((DecimalSign.Point, false), (decision.Sign, decision.Assumed));
    }

    [Fact]
    public void Decide_ThousandsWithPointsAmongSmallNumbers_AssumesThatThePointGroups()
    {
        Assert.Equal((DecimalSign.Comma, true), Both(["900", "1.500", "12.000", "2.990"]));
        Assert.Equal((DecimalSign.Comma, true), Both(["Rp 25.000"]));
        Assert.Equal((DecimalSign.Point, true), Both(["Rp 25,000"]));
        Assert.Equal((DecimalSign.Point, true), Both(["1.500", "12.000", "2.990"])); // three decimals throughout
        Assert.Equal((DecimalSign.Point, true), Both(["900", "1.500", "12.000", "2.990", "4000"])); // this one isn't grouped
        Assert.Equal((DecimalSign.Point, false), Both(["900", "1.500", "12.000", "2.990", "0.500"]));

        static (DecimalSign, bool) Both(string[] values) => (Of(values).Sign, Of(values).Assumed);
    }

    [Fact]
    public void Decide_BothSignsProven_TakesTheMajorityAndCounts()
    {
        NumberDecision decision = Of(["1.234,50", "1 234,50", "1'234,50", "12,50 €", "99.90", "1.2.3.4,5"]);
        Assert.True(decision.IsMixed);
        Assert.Equal((DecimalSign.Comma, 4, 1, false), (decision.Sign, decision.CommaCount, decision.PointCount, decision.Assumed));
        Assert.Equal(("99.90", "1.234,50"), (decision.ForPoint, decision.ForComma));
        NumberDecision tie = Of(["12,50", "99.90"]);
        Assert.Equal((DecimalSign.Point, true), (tie.Sign, tie.Assumed));
    }

    /// <summary>The short path for plain texts and the parser agree: a value proves a sign where only that sign reads it.</summary>
    [Fact]
    public void Add_AnyNumber_AgreesWithTheParser()
    {
        byte[] alphabet = [.. "0123.,-"u8];
        Prop.ForAll<byte[]>(bytes =>
        {
            byte[] text = [.. bytes.Take(9).Select(b => alphabet[b % alphabet.Length])];
            if (text.Length == 0) return true;
            bool point = NumberParser.TryParseMoney(text, DecimalSign.Point, out long withPoint, out _);
            bool comma = NumberParser.TryParseMoney(text, DecimalSign.Comma, out long withComma, out _);
            NumberEvidence evidence = new();
            evidence.Add(text);
            NumberDecision decision = evidence.Decide();
            return (decision.ForPoint is not null) == (point && !comma) && (decision.ForComma is not null) == (comma && !point)
                && (decision.Ambiguous is not null) == (point && comma && withPoint != withComma);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("  ", true)]
    [InlineData("NULL", true)]
    [InlineData("nan", true)]
    [InlineData("NaN", true)]
    [InlineData("None", true)]
    [InlineData("N/A", true)]
    [InlineData("#N/A", true)]
    [InlineData("NA", true)]
    [InlineData("-", true)]
    [InlineData("--", true)]
    [InlineData("–", true)]
    [InlineData("(not set)", true)]
    [InlineData("(none)", true)]
    [InlineData(" undefined ", true)]
    [InlineData("Unknown", true)]
    [InlineData("\\N", true)]
    [InlineData("<NA>", true)]
    [InlineData("0", false)]
    [InlineData("-5", false)]
    [InlineData("Nancy", false)]
    [InlineData("nulls", false)]
    [InlineData("unknown-17", false)]
    [InlineData("A", false)]
    [InlineData("a customer with a long name", false)]
    public void Missing_Marker_IsKnown(string text, bool missing)
    {
        Assert.Equal(missing, MissingMarkers.IsMissing(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(missing, MissingMarkers.IsMissing(text.AsSpan()));
    }

    private static NumberDecision Of(string[] values, DecimalSign? assume = null)
    {
        NumberEvidence evidence = new();
        foreach (string value in values) evidence.Add(Encoding.UTF8.GetBytes(value));
        return evidence.Decide(assume);
    }
}

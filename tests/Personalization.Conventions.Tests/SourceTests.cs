using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Personalization.Conventions.Tests;

public sealed partial class SourceTests
{
    private const int LongestFile = 600, LongestLine = 140;

    [GeneratedRegex(
        @"\bConsole\.|\bDateTime(Offset)?\.(Now|UtcNow|Today)\b|\bRandom\.Shared\b|\bnew Random\(|\bEnvironment\.TickCount|\bGuid\.NewGuid",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Forbidden { get; }

    [GeneratedRegex(@"\bTODO\b|\bFIXME\b|\bHACK\b|NotImplementedException", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unfinished { get; }

    [GeneratedRegex(
        @"\b(MathF?|double|float|Half|TensorPrimitives|Complex)"
        + @"\.(Log\w*|Exp\w*|Pow|Cbrt|RootN|Hypot|SinCos|A?(Sin|Cos|Tan)h?|Atan2|Sigmoid|SoftMax)\(",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex PlatformFunction { get; }

    /// <summary>
    /// The platform's logarithms, exponentials and powers may differ in the last bit from machine to machine. Here that can't be seen:
    /// coordinates of pictures and texts are rounded to a few digits.
    /// </summary>
    private static readonly string[] RoundedAfterwards = ["src/Personalization.Insights/Charts/"];

    /// <summary>Where a program begins there is no caller: it hands the console on, and nothing else.</summary>
    private const string Beginning = "src/Personalization.Tool/Program/Program.cs";

    [Fact]
    public void Sources_OfPackages_TakeClockConsoleAndRandomnessFromTheCaller()
    {
        (string Path, string Found)[] found =
            [.. House.Sources.SelectMany(s => Forbidden.Matches(s.Text).Select(m => (s.Path, m.Value)))];

        Assert.DoesNotContain(found, f => f.Path != Beginning);
        Assert.All(found, f => Assert.Equal("Console.", f.Found));
        Assert.Contains(found, f => f.Path == Beginning);
    }

    /// <summary>
    /// What is stored is the same on every machine: StableMath and the functions on lanes stand in for the platform's library.
    /// </summary>
    [Fact]
    public void Sources_OfPackages_TakeLogarithmsAndPowersFromNumerics()
    {
        string[] found = [.. House.Sources.SelectMany(s => PlatformFunction.Matches(s.Text).Select(m => $"{s.Path}: {m.Value}"))];

        Assert.DoesNotContain(found, f => !RoundedAfterwards.Any(folder => f.StartsWith(folder, StringComparison.Ordinal)));
        Assert.All(RoundedAfterwards, folder => Assert.Contains(found, f => f.StartsWith(folder, StringComparison.Ordinal)));
    }

    [Fact]
    public void Sources_OfPackages_AreFinished() =>
        Assert.Empty(House.Sources.SelectMany(s => Unfinished.Matches(s.Text).Select(m => $"{s.Path}: {m.Value}")));

    [Fact]
    public void Sources_OfPackages_CanBeReadInOneSitting() =>
        Assert.DoesNotContain(House.Sources, source => source.Text.Count(c => c == '\n') > LongestFile);

    /// <summary>max_line_length of .editorconfig. A line of a raw or verbatim string is data, and as long as it is.</summary>
    [Fact]
    public void Lines_OfAllSources_FitTheWidth()
    {
        string[] tooLong =
        [
            .. from folder in (string[])["src", "tests", "benchmarks", "samples"]
               from file in SourceFile.Under(folder)
               where file.Text.Split('\n').Any(line => line.TrimEnd().Length > LongestLine)
               from line in file.Tree.GetText(TestContext.Current.CancellationToken).Lines
               where line.Span.Length > LongestLine && !IsData(file, line.Span)
               select $"{file.Path}:{line.LineNumber + 1}",
        ];

        Assert.Empty(tooLong);
    }

    private static bool IsData(SourceFile file, TextSpan line)
    {
        SyntaxToken token = file.Tree.GetRoot().FindToken(line.Start);
        return token.SpanStart < line.Start && token.Span.End > line.Start;
    }

    /// <summary>A folder per feature: no file but the project itself lies directly in a package's folder.</summary>
    [Fact]
    public void Sources_OfPackages_StandInFeatureFolders() =>
        Assert.DoesNotContain(House.Sources.Select(s => s.Path), path => path.Split('/') is { Length: < 4 } parts && parts[1] != "Shared");
}

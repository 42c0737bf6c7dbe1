using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Personalization.Conventions.Tests;

public sealed partial class SourceTests
{
    private const int LongestFile = 600, LongestLine = 140;

    /// <summary>Projects that still have longer lines. An entry that has none any more must go.</summary>
    private static readonly string[] StillLong =
    [
        "Consumer",
        "Personalization",
        "Personalization.Clustering",
        "Personalization.Clustering.Tests",
        "Personalization.Core",
        "Personalization.Core.Tests",
        "Personalization.Data",
        "Personalization.Data.Tests",
        "Personalization.Evaluation",
        "Personalization.Incentives",
        "Personalization.Incentives.Tests",
        "Personalization.Insights",
        "Personalization.Insights.Tests",
        "Personalization.Numerics",
        "Personalization.Numerics.Tests",
        "Personalization.Recommendations",
        "Personalization.Recommendations.Tests",
        "Personalization.Rfm",
        "Personalization.Rfm.Tests",
        "Personalization.Simulation",
        "Personalization.Simulation.Tests",
        "Personalization.TestKit",
        "Personalization.Tests",
        "Quickstart",
        "Smoke",
    ];

    [GeneratedRegex(
        @"\bConsole\.|\bDateTime(Offset)?\.(Now|UtcNow|Today)\b|\bRandom\.Shared\b|\bnew Random\(|\bEnvironment\.TickCount|\bGuid\.NewGuid",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Forbidden { get; }

    [GeneratedRegex(@"\bTODO\b|\bFIXME\b|\bHACK\b|NotImplementedException", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unfinished { get; }

    [Fact]
    public void Sources_OfPackages_TakeClockConsoleAndRandomnessFromTheCaller() =>
        Assert.Empty(House.Sources.SelectMany(s => Forbidden.Matches(s.Text).Select(m => $"{s.Path}: {m.Value}")));

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
        (string Project, string Place)[] tooLong =
        [
            .. from folder in (string[])["src", "tests", "benchmarks", "samples"]
               from file in SourceFile.Under(folder)
               where file.Text.Split('\n').Any(line => line.TrimEnd().Length > LongestLine)
               from line in file.Tree.GetText(TestContext.Current.CancellationToken).Lines
               where line.Span.Length > LongestLine && !IsData(file, line.Span)
               select (file.Project, $"{file.Path}:{line.LineNumber + 1}"),
        ];

        string[] unlisted = [.. tooLong.Where(line => !StillLong.Contains(line.Project)).Select(line => line.Place)];
        Assert.True(unlisted.Length == 0, $"Longer than {LongestLine}: {string.Join(", ", unlisted)}.");
        Assert.Empty(StillLong.Except(tooLong.Select(line => line.Project)));
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

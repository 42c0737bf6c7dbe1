using System.Text.RegularExpressions;

namespace Personalization.Conventions.Tests;

public sealed partial class SourceTests
{
    private const int LongestFile = 600;

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

    /// <summary>A folder per feature: no file but the project itself lies directly in a package's folder.</summary>
    [Fact]
    public void Sources_OfPackages_StandInFeatureFolders() =>
        Assert.DoesNotContain(House.Sources.Select(s => s.Path), path => path.Split('/') is { Length: < 4 } parts && parts[1] != "Shared");
}

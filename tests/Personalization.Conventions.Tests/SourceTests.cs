using System.Text.RegularExpressions;

namespace Personalization.Conventions.Tests;

public sealed partial class SourceTests
{
    private const int LongestFile = 600;

    [GeneratedRegex(@"\bConsole\.|\bDateTime(Offset)?\.(Now|UtcNow|Today)\b|\bRandom\.Shared\b|\bnew Random\(|\bEnvironment\.TickCount|\bGuid\.NewGuid", RegexOptions.None, 1000)]
    private static partial Regex Forbidden { get; }

    [GeneratedRegex(@"\bTODO\b|\bFIXME\b|\bHACK\b|NotImplementedException", RegexOptions.None, 1000)]
    private static partial Regex Unfinished { get; }

    [Fact]
    public void Sources_OfPackages_TakeClockConsoleAndRandomnessFromTheCaller() =>
        Assert.Empty(House.Sources.SelectMany(s => Forbidden.Matches(s.Text).Select(m => $"{s.Path}: {m.Value}")));

    [Fact]
    public void Sources_OfPackages_AreFinished() =>
        Assert.Empty(House.Sources.SelectMany(s => Unfinished.Matches(s.Text).Select(m => $"{s.Path}: {m.Value}")));

    [Fact]
    public void Sources_OfPackages_CanBeReadInOneSitting() =>
        Assert.Empty(House.Sources.Where(s => s.Text.Count(c => c == '\n') > LongestFile).Select(s => s.Path));

    /// <summary>A folder per feature: no file but the project itself lies directly in a package's folder.</summary>
    [Fact]
    public void Sources_OfPackages_StandInFeatureFolders() =>
        Assert.Empty(House.Sources.Select(s => s.Path).Where(path => path.Split('/') is { Length: < 4 } parts && parts[1] != "Shared"));
}

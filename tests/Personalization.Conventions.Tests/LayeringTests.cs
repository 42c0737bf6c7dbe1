using System.Reflection;
using System.Xml.Linq;

namespace Personalization.Conventions.Tests;

/// <summary>The table of docs/architecture.md is true.</summary>
public sealed class LayeringTests
{
    public static TheoryData<string> Packages => [.. House.Packages];

    [Fact]
    public void Page_OfTheArchitecture_NamesThePackagesThatExist() =>
        Assert.Equal(House.Packages, Architecture.Page.Packages.Order(StringComparer.Ordinal));

    /// <summary>By reflection: what the compiled package really uses.</summary>
    [Theory]
    [MemberData(nameof(Packages))]
    public void Assembly_References_OnlyFloorsBelow(string package) => AssertBelow(
        package,
        Assembly.Load(package).GetReferencedAssemblies().Select(r => r.Name!).Where(House.Packages.Contains));

    /// <summary>By project file: a reference that nothing uses yet is already a wrong direction.</summary>
    [Theory]
    [MemberData(nameof(Packages))]
    public void Project_References_OnlyFloorsBelow(string package) => AssertBelow(
        package, Included(package, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))));

    [Theory]
    [MemberData(nameof(Packages))]
    public void Project_Packages_AreThoseThatThePageAllows(string package) =>
        Assert.DoesNotContain(Included(package, "PackageReference"), library => !Architecture.Page.MayUse(package, library));

    [Fact]
    public void Parse_Table_IsUnderstood()
    {
        Architecture page = Architecture.Parse("""
            | floor | packages | may use from outside |
            |---|---|---|
            | 0 | `Low`: sums | the framework, `Any.*.Abstractions` |
            | 2 | `Left` (files, lines), `Right` | `OnlyLeft`, `AlsoLeft` in `Left`; `Both` |
            | 3 | `Middle` | |
            | 4 | `High` | |
            | 6 | `Personalization` | |
            | engines | `Engine` | `Native` |
            | hosts | `Host`, `Guest` | `Client` in `Host` |
            | programs | `Command` | `Parser` |

            | another | table | here |
            """);

        Assert.Equal(10, page.Packages.Count);
        Assert.Equal("floor 2", page.FloorOf("Personalization.Left"));
        foreach ((string package, string used, bool expected) in ((string, string, bool)[])
        [
            ("Left", "Low", true), ("Low", "Left", false), ("Left", "Right", false), ("High", "Middle", true),
            ("Engine", "Middle", true), ("Engine", "High", false), ("Host", "Engine", true), ("Host", "Guest", false),
            ("Command", "Host", true), ("Command", "Engine", true), ("Host", "Command", false),
        ])
            Assert.Equal(expected, page.MayKnow($"Personalization.{package}", $"Personalization.{used}"));
        Assert.True(page.MayKnow("Personalization.Host", "Personalization"));
        Assert.False(page.MayKnow("Personalization", "Personalization.Engine"));
        foreach ((string package, string library, bool expected) in ((string, string, bool)[])
        [
            ("Low", "Any.Thing.Abstractions", true), ("Low", "Any.Thing", false), ("High", "Any.Thing.Abstractions", true),
            ("Left", "AlsoLeft", true), ("Right", "OnlyLeft", false), ("High", "OnlyLeft", false), ("High", "Both", true),
            ("High", "Native", false), ("Host", "Client", true), ("Guest", "Client", false), ("Host", "Native", true),
            ("Command", "Parser", true), ("Host", "Parser", false),
        ])
            Assert.Equal(expected, page.MayUse($"Personalization.{package}", library));
    }

    [Theory]
    [InlineData("no table")]
    [InlineData("| floor |\n| 2 | `A`, `A` | |")]
    [InlineData("| floor |\n| 1 | `A` | |\n| 2 | `A` | |")]
    [InlineData("| floor |\n| 7 | `A` | |")]
    [InlineData("| floor |\n| 1 | `A` |")]
    public void Parse_TableThatSaysNothingOrTwoThings_Throws(string page) =>
        Assert.Throws<InvalidOperationException>(() => Architecture.Parse(page));

    private static void AssertBelow(string package, IEnumerable<string> used)
    {
        Architecture page = Architecture.Page;
        string[] wrong = [.. used.Where(other => !page.MayKnow(package, other)).Select(other => $"{other} ({page.FloorOf(other)})")];
        Assert.True(wrong.Length == 0, $"{package} ({page.FloorOf(package)}) uses {string.Join(", ", wrong)}.");
    }

    private static IEnumerable<string> Included(string package, string kind) =>
        XDocument.Load(Path.Combine(House.Root, "src", package, package + ".csproj"))
            .Descendants(kind).Select(r => r.Attribute("Include")!.Value);
}

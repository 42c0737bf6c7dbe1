using System.Text.RegularExpressions;

namespace Personalization.Tests;

/// <summary>
/// Code on a page is compiled and run: every C# block of the docs stands, line for line, in a snippet that is a test, of this project or of
/// another one's folder Docs/Snippets.
/// </summary>
public sealed partial class DocumentationTests
{
    [GeneratedRegex(@"^```csharp\n(?<code>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CSharpBlock { get; }

    [GeneratedRegex(@"\]\((?<target>[^)#:\s]+)(#[^)]*)?\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RelativeLink { get; }

    internal static string Root { get; } = FindRoot();

    public static TheoryData<string> Pages =>
    [
        .. Directory.EnumerateFiles(Root, "*.md", SearchOption.TopDirectoryOnly)
            .Concat(Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Append(Path.Combine(Root, "benchmarks", "README.md"))
            .Select(path => Path.GetRelativePath(Root, path)).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Page_CodeBlocks_AreCompiledAndRun(string page)
    {
        string[] snippets =
        [
            .. Directory.EnumerateDirectories(Path.Combine(Root, "tests")).Select(project => Path.Combine(project, "Docs", "Snippets"))
                .Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs"))
                .Select(path => Flat(File.ReadAllText(path))),
        ];
        foreach (Match block in CSharpBlock.Matches(File.ReadAllText(Path.Combine(Root, page)).ReplaceLineEndings("\n")))
        {
            string[] code =
            [
                .. block.Groups["code"].Value.Split('\n').Where(
                    line => !line.TrimStart().StartsWith("using ", StringComparison.Ordinal)
                        || line.Contains('=', StringComparison.Ordinal)),
            ];
            Assert.True(
                snippets.Any(s => s.Contains(Flat(string.Join('\n', code)), StringComparison.Ordinal)),
                $"{page} shows code that no file of tests/*/Docs/Snippets holds:\n{string.Join('\n', code)}");
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Page_RelativeLinks_LeadSomewhere(string page)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Root, page))!;
        IEnumerable<string> broken = RelativeLink.Matches(File.ReadAllText(Path.Combine(Root, page))).Select(m => m.Groups["target"].Value)
            .Where(target => !Path.Exists(Path.Combine(folder, target)));

        Assert.Empty(broken);
    }

    [Fact]
    public void Readme_Length_AtMost250Lines() => Assert.InRange(File.ReadAllLines(Path.Combine(Root, "README.md")).Length, 20, 250);

    /// <summary>
    /// White space and the trailing part of each line comment dropped, so that pages may break lines, indent and comment as they like.
    /// </summary>
    private static string Flat(string code) =>
        string.Concat(
            code.Split('\n').Select(WithoutComment).SelectMany(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    private static string WithoutComment(string line)
    {
        int comment = line.IndexOf("// ", StringComparison.Ordinal);
        return comment < 0 ? line : line[..comment];
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Personalization.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException("Personalization.sln was not found above the test binaries.");
    }
}

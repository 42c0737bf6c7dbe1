namespace Personalization.Conventions.Tests;

/// <summary>A folder is a feature: features depend in one direction, and none is a kind of file.</summary>
public sealed class FolderTests
{
    private static readonly string[] Kinds = ["Kernels", "Contracts", "Common", "Helpers", "Utils"];

    public static TheoryData<string> Packages => [.. House.Packages];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Folders_OfAPackage_DependInOneDirection(string package)
    {
        string[] cycles = [.. new FolderGraph(package).Cycles()];

        Assert.True(cycles.Length == 0, string.Join('\n', cycles));
    }

    [Fact]
    public void Folders_OfPackages_AreFeaturesAndNotKinds()
    {
        IEnumerable<string> byKind =
            from file in House.Sources
            from depth in Enumerable.Range(0, file.Folders.Count)
            where Kinds.Contains(file.Folders[depth], StringComparer.OrdinalIgnoreCase)
            select string.Join('/', file.Path.Split('/')[1..(depth + 3)]);

        Assert.Empty(byKind.Distinct(StringComparer.Ordinal));
    }
}

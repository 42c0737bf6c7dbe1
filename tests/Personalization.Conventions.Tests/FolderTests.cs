namespace Personalization.Conventions.Tests;

/// <summary>A folder is a feature: features depend in one direction, and none is a kind of file.</summary>
public sealed class FolderTests
{
    private static readonly string[] Kinds = ["Kernels", "Contracts", "Common", "Helpers", "Utils"];

    /// <summary>Packages whose folders still depend in circles. An entry that doesn't any more must go.</summary>
    private static readonly HashSet<string> StillCircular = new(StringComparer.Ordinal)
    {
        "Personalization.Clustering",
        "Personalization.Core",
        "Personalization.Data",
        "Personalization.Incentives",
        "Personalization.Rfm",
        "Personalization.Simulation",
    };

    /// <summary>Folders by kind that are still there. An entry that isn't any more must go.</summary>
    private static readonly string[] StillByKind =
    [
        "Personalization.Clustering/Common",
        "Personalization.Core/Contracts",
        "Personalization.Core/VectorIndex/Kernels",
        "Personalization.Numerics/Kernels",
    ];

    public static TheoryData<string> Packages => [.. House.Packages];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Folders_OfAPackage_DependInOneDirection(string package)
    {
        string[] cycles = [.. new FolderGraph(package).Cycles()];

        if (StillCircular.Contains(package))
            Assert.True(cycles.Length > 0, $"{package} has no cycle any more: take it off {nameof(StillCircular)}.");
        else Assert.True(cycles.Length == 0, string.Join('\n', cycles));
    }

    [Fact]
    public void Packages_StillCircular_Exist() => Assert.Subset(House.Packages.ToHashSet(StringComparer.Ordinal), StillCircular);

    [Fact]
    public void Folders_OfPackages_AreFeaturesAndNotKinds()
    {
        IEnumerable<string> byKind =
            from file in House.Sources
            from depth in Enumerable.Range(0, file.Folders.Count)
            where Kinds.Contains(file.Folders[depth], StringComparer.OrdinalIgnoreCase)
            select string.Join('/', file.Path.Split('/')[1..(depth + 3)]);

        Assert.Equal(StillByKind, byKind.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }
}

using System.Xml.Linq;

namespace Personalization.Conventions.Tests;

public sealed class LayeringTests
{
    public static TheoryData<string> Packages => [.. House.Packages];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Package_Exists_HasAFloor(string package) => Assert.Contains(package, House.Floors.Keys);

    /// <summary>By reflection: what the compiled package really uses.</summary>
    [Theory]
    [MemberData(nameof(Packages))]
    public void Assembly_References_OnlyFloorsBelow(string package)
    {
        string[] above =
        [
            .. House.Assemblies.Single(a => a.GetName().Name == package).GetReferencedAssemblies()
                .Select(r => r.Name!).Where(House.Floors.ContainsKey).Where(used => !MayUse(package, used)),
        ];

        Assert.True(above.Length == 0, $"{package} (floor {House.Floors[package]}) uses {string.Join(", ", above)}.");
    }

    /// <summary>By project file: a reference that nothing uses yet is already a wrong direction.</summary>
    [Theory]
    [MemberData(nameof(Packages))]
    public void Project_References_OnlyFloorsBelow(string package)
    {
        XDocument project = XDocument.Load(Path.Combine(House.Root, "src", package, package + ".csproj"));
        string[] above =
        [
            .. project.Descendants("ProjectReference")
                .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')))
                .Where(used => !MayUse(package, used)),
        ];

        Assert.True(above.Length == 0, $"{package} (floor {House.Floors[package]}) references {string.Join(", ", above)}.");
    }

    /// <summary>No native library in the core packages, and nothing from outside but what each floor is allowed.</summary>
    [Theory]
    [MemberData(nameof(Packages))]
    public void Project_Packages_AreThoseOfTheHouse(string package)
    {
        XDocument project = XDocument.Load(Path.Combine(House.Root, "src", package, package + ".csproj"));
        string[] allowed = package switch
        {
            "Personalization.Numerics" => ["System.Numerics.Tensors", "MathNet.Numerics"],
            "Personalization.Data" => ["CsvHelper", "ExcelDataReader"],
            "Personalization" => ["Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Logging.Abstractions"],
            _ => [],
        };

        Assert.Subset(allowed.ToHashSet(StringComparer.Ordinal), project.Descendants("PackageReference").Select(r => r.Attribute("Include")!.Value).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Incentives meets floor 3 through interfaces of Core alone.</summary>
    private static bool MayUse(string package, string used) =>
        House.Floors[used] < House.Floors[package] && !(House.Floors[package] == 4 && House.Floors[used] == 3);
}

using System.Reflection;
using System.Runtime.CompilerServices;

namespace Personalization.Conventions.Tests;

/// <summary>The packages under src, found from the solution folder, and the floor each stands on.</summary>
internal static class House
{
    /// <summary>The table of the architecture page (docs/architecture.md): a package may use only the floors below its own.</summary>
    public static readonly IReadOnlyDictionary<string, int> Floors = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["Personalization.Numerics"] = 0,
        ["Personalization.Core"] = 1,
        ["Personalization.Data"] = 2,
        ["Personalization.Simulation"] = 2,
        ["Personalization.Clustering"] = 2,
        ["Personalization.VectorIndex"] = 2,
        ["Personalization.Neural"] = 2,
        ["Personalization.Trees"] = 2,
        ["Personalization.Rfm"] = 3,
        ["Personalization.Recommendations"] = 3,
        ["Personalization.NeuralCf"] = 3,
        ["Personalization.Beha2Vec"] = 3,
        ["Personalization.Incentives"] = 4,
        ["Personalization.Experiments"] = 4,
        ["Personalization.Privacy"] = 4,
        ["Personalization.Insights"] = 5,
        ["Personalization.Live"] = 5,
        ["Personalization.Sql"] = 5,
        ["Personalization.RabbitMQ"] = 5,
        ["Personalization"] = 6,
        ["Personalization.AspNetCore"] = 7,
    };

    public static string Root { get; } = FindRoot();

    /// <summary>Names of the packages that exist: folders of src with a project in them.</summary>
    public static IReadOnlyList<string> Packages { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal),
    ];

    public static IReadOnlyList<Assembly> Assemblies { get; } = [.. Packages.Select(Assembly.Load)];

    public static IEnumerable<Type> PublicTypes => Assemblies.SelectMany(a => a.GetExportedTypes());

    /// <summary>Every source file of src with its text.</summary>
    public static IEnumerable<(string Path, string Text)> Sources =>
        from path in Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
        let relative = Path.GetRelativePath(Root, path).Replace('\\', '/')
        where !relative.Contains("/obj/", StringComparison.Ordinal) && !relative.Contains("/bin/", StringComparison.Ordinal)
        select (relative, File.ReadAllText(path));

    private static string FindRoot([CallerFilePath] string here = "")
    {
        // Deterministic builds map source paths away, so look upwards from the binaries first.
        foreach (string start in (string[])[AppContext.BaseDirectory, Path.GetDirectoryName(here) ?? "."])
        {
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "Personalization.sln"))) return folder.FullName;
            }
        }

        throw new InvalidOperationException("Personalization.sln was not found above the test binaries.");
    }
}

using System.Reflection;
using System.Runtime.CompilerServices;

namespace Personalization.Conventions.Tests;

/// <summary>The packages under src, found from the solution folder.</summary>
internal static class House
{
    public static string Root { get; } = FindRoot();

    /// <summary>Names of the packages that exist: folders of src with a project in them.</summary>
    public static IReadOnlyList<string> Packages { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal),
    ];

    public static IReadOnlyList<Assembly> Assemblies { get; } = [.. Packages.Select(Assembly.Load)];

    public static IEnumerable<Type> PublicTypes => Assemblies.SelectMany(a => a.GetExportedTypes());

    /// <summary>Public classes that fit models.</summary>
    public static IEnumerable<Type> Trainers => PublicTypes.Where(t => t.IsClass && t.Name.EndsWith("Trainer", StringComparison.Ordinal));

    /// <summary>
    /// The model that a trainer fits: <c>XTrainer</c> fits the <c>XModel</c> beside it, and an engine's <c>EngineXTrainer</c> another
    /// package's <c>XModel</c>. Null where <c>Fit</c> gives anything else.
    /// </summary>
    public static Type? ModelOf(Type trainer)
    {
        Type[] fitted = [.. trainer.GetMethods().Where(method => method.Name == "Fit").Select(method => method.ReturnType).Distinct()];
        if (fitted is not [{ } model] || !model.Name.EndsWith("Model", StringComparison.Ordinal)) return null;
        string expected = model.Name[..^"Model".Length] + "Trainer";
        return model.Assembly == trainer.Assembly
            ? trainer.Name == expected ? model : null
            : trainer.Name.EndsWith(expected, StringComparison.Ordinal) ? model : null;
    }

    /// <summary>Every source file of src.</summary>
    public static IReadOnlyList<SourceFile> Sources { get; } = SourceFile.Under("src");

    /// <summary>Every source file of tests.</summary>
    public static IReadOnlyList<SourceFile> Tests { get; } = SourceFile.Under("tests");

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

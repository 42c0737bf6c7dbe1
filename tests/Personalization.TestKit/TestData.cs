namespace Personalization.TestKit;

/// <summary>
/// Finds the real data that tests measure with: the folder in PERSONALIZATION_DATA, else shared/data beside the checkout.
/// </summary>
public static class TestData
{
    public const string Variable = "PERSONALIZATION_DATA";

    /// <summary>Why a test that needs real data was skipped.</summary>
    public static string SkipReason { get; } =
        $"real data not found: set {Variable} to a folder that holds it (see benchmarks/README.md).";

    /// <summary>Full path of a file such as <c>cdnow/CDNOW_master.txt</c>; null where it is absent.</summary>
    public static string? Find(string relativePath)
    {
        foreach (string folder in Folders())
        {
            string path = Path.Combine(folder, relativePath);
            if (File.Exists(path)) return path;
        }

        return null;
    }

    private static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named) yield return named;
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Personalization.sln"))) continue;
            yield return Path.Combine(folder.Parent?.FullName ?? folder.FullName, "shared", "data");
            yield break;
        }
    }
}

namespace Personalization.Tool;

/// <summary>
/// Where the results go: made and tried before the work begins, and taken away again if nothing was written into it.
/// </summary>
internal sealed class OutputFolder : IDisposable
{
    private readonly List<string> _made;

    private OutputFolder(string path, List<string> made) => (Path, _made) = (path, made);

    /// <summary>Names of all that a run may write.</summary>
    public static IReadOnlyList<string> FileNames { get; } =
    [
        PersonalizationFiles.Customers, PersonalizationFiles.Segments, PersonalizationFiles.Recommendations, PersonalizationFiles.Offers,
        PersonalizationFiles.Cleaning, PersonalizationFiles.Summary, PersonalizationFiles.Report, PersonalizationFiles.NeuralCfFigures,
        PersonalizationFiles.BehaviorClusters, PersonalizationFiles.CustomerFile,
        PersonalizationFiles.AttributeProfiles, PersonalizationFiles.Messages,
        .. from model in (string[])
           [
               PersonalizationFiles.Recommender, PersonalizationFiles.Clusters, PersonalizationFiles.NeuralCf,
               PersonalizationFiles.Beha2Vec, PersonalizationFiles.Lifetime, PersonalizationFiles.Spend, PersonalizationFiles.Churn,
               PersonalizationFiles.OfferEffects,
               AttributeClustersStep.ModelName,
           ]
           select $"{PersonalizationFiles.Models}/{model}{PersonalizationFiles.ModelExtension}",
    ];

    /// <summary>The folder, as it was given.</summary>
    public string Path { get; }

    /// <summary>Makes the folder where there is none, tries to write into it, and sees that no input would be overwritten.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="inputs">Every file that the run reads.</param>
    /// <exception cref="ToolFailure">The folder is a file, can't be written, or holds an input under the name of a result.</exception>
    public static OutputFolder Prepare(string path, IEnumerable<string> inputs)
    {
        RefuseInputs(path, [.. inputs]);
        if (File.Exists(path)) throw Unwritable(path, "it is a file");
        List<string> made = [];
        try
        {
            for (string? missing = System.IO.Path.GetFullPath(path); missing is not null && !Directory.Exists(missing);)
            {
                made.Add(missing);
                missing = System.IO.Path.GetDirectoryName(missing);
            }

            Directory.CreateDirectory(path);
            string trial = System.IO.Path.Combine(path, $".{System.IO.Path.GetRandomFileName()}");
            using FileStream file = new(trial, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            file.WriteByte(0);
            file.Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            TakeAway(made);
            throw Unwritable(path, e.Message);
        }

        return new OutputFolder(path, made);
    }

    /// <summary>Leaves the folder as it is if it holds anything, else takes away what was made of it.</summary>
    public void Dispose() => TakeAway(_made);

    private static void RefuseInputs(string path, string[] inputs)
    {
        foreach (string name in FileNames)
        {
            string output = System.IO.Path.Combine(path, name);
            if (File.Exists(output) && inputs.FirstOrDefault(input => SameFile.Is(input, output)) is { } same)
            {
                throw ToolFailure.Input(
                    $"The input '{same}' would be overwritten by the result '{output}'. Give another folder with --out.");
            }
        }
    }

    private static void TakeAway(List<string> made)
    {
        foreach (string folder in made)
        {
            if (!Directory.Exists(folder)) continue;
            if (Directory.EnumerateFileSystemEntries(folder).Any()) return;
            Directory.Delete(folder);
        }
    }

    private static ToolFailure Unwritable(string path, string reason) =>
        ToolFailure.Input($"The output folder '{path}' can't be written: {reason.TrimEnd('.')}. Give another with --out.");
}

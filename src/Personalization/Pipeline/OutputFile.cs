namespace Personalization;

/// <summary>A file that a step writes into the folder of <see cref="PersonalizationResult.Save"/>. Immutable.</summary>
/// <param name="Name">Name below the folder, parted by <c>/</c>.</param>
/// <param name="Write">
/// Writes the content; called on any thread, once for each save. Null: this run has nothing for the file, and one of an earlier run is
/// deleted, so that a folder never mixes two runs.
/// </param>
public sealed record OutputFile(string Name, Action<Stream>? Write)
{
    /// <summary>Name below the folder, parted by <c>/</c>.</summary>
    /// <exception cref="ArgumentException">The name is empty, absolute, or leads out of the folder.</exception>
    public string Name { get; } = IsBelowFolder(Name)
        ? Name
        : throw new ArgumentException(
            $"'{Name}' must name a file below the folder, such as 'visits.csv' or 'models/visits.safetensors'.", nameof(Name));

    internal void Save(string folder)
    {
        string path = Path.Combine(folder, Name);
        if (Write is null)
        {
            if (File.Exists(path)) File.Delete(path);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        Write(file);
    }

    private static bool IsBelowFolder(string name) =>
        !string.IsNullOrWhiteSpace(name) && !Path.IsPathRooted(name) && !name.Contains('\\', StringComparison.Ordinal)
        && !name.Split('/').Any(part => part is "" or "." or "..");
}

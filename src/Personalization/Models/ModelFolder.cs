namespace Personalization;

/// <summary>
/// A folder of models that may be replaced while they serve. <see cref="Reload"/> loads the whole folder first and then swaps it in as one: a caller sees
/// the old models or the new, never a mixture. Thread-safe.
/// </summary>
public sealed class ModelFolder
{
    private readonly Lock _reloading = new();
    private volatile ModelSet _current;

    /// <summary>Loads a folder.</summary>
    /// <inheritdoc cref="ModelSet.Load" path="/exception"/>
    public ModelFolder(string folder)
    {
        FolderPath = Guard.NotBlank(folder, nameof(folder));
        _current = ModelSet.Load(folder);
    }

    /// <summary>The folder's path, as it was given.</summary>
    public string FolderPath { get; }

    /// <summary>The models that serve now.</summary>
    public ModelSet Current => _current;

    /// <summary>Loads the folder anew. Where that fails the current models stay, and the exception says why.</summary>
    /// <inheritdoc cref="ModelSet.Load" path="/exception"/>
    public ModelSet Reload()
    {
        lock (_reloading)
        {
            ModelSet loaded = ModelSet.Load(FolderPath);
            _current = loaded;
            return loaded;
        }
    }
}

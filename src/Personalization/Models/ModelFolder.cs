using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Personalization;

/// <summary>
/// A folder of models that may be replaced while they serve. <see cref="Reload"/> loads the whole folder first and then swaps it in as one: a caller sees
/// the old models or the new, never a mixture. Thread-safe.
/// </summary>
public sealed partial class ModelFolder
{
    private readonly Lock _reloading = new();
    private readonly ILogger _logger;
    private volatile ModelSet _current;

    /// <summary>Loads a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="logger">Told of each load; null for silence.</param>
    /// <inheritdoc cref="ModelSet.Load" path="/exception"/>
    public ModelFolder(string folder, ILogger<ModelFolder>? logger = null)
    {
        FolderPath = Guard.NotBlank(folder, nameof(folder));
        _logger = logger ?? NullLogger<ModelFolder>.Instance;
        _current = ModelSet.Load(folder);
        LogLoaded(_current.Count, FolderPath);
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
            LogLoaded(loaded.Count, FolderPath);
            return loaded;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Serving {Count} models of {Folder}.")]
    private partial void LogLoaded(int count, string folder);
}

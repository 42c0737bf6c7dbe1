using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Personalization.Core;

namespace Personalization;

/// <summary>
/// A folder of models that may be replaced while they serve. <see cref="Reload"/> loads the whole folder first and then swaps it in as one.
/// Whoever works with several models, or asks one of them twice, takes <see cref="Current"/> once and keeps it meanwhile: all in it belong
/// together. Thread-safe.
/// </summary>
public sealed partial class ModelFolder
{
    private readonly Lock _reloading = new();
    private readonly ModelRegistry _registry;
    private readonly ILogger _logger;
    private volatile ModelSet _current;

    /// <summary>Loads a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="registry">The kinds that can be loaded; null: <see cref="PersonalizationModels.Registry"/>.</param>
    /// <param name="logger">Told of each load, and of files whose kind isn't known; null for silence.</param>
    /// <inheritdoc cref="ModelRegistry.LoadFolder" path="/exception"/>
    public ModelFolder(string folder, ModelRegistry? registry = null, ILogger<ModelFolder>? logger = null)
    {
        FolderPath = Guard.NotBlank(folder, nameof(folder));
        _registry = registry ?? PersonalizationModels.Registry;
        _logger = logger ?? NullLogger<ModelFolder>.Instance;
        _current = Load();
    }

    /// <summary>The folder's path, as it was given.</summary>
    public string FolderPath { get; }

    /// <summary>The models that serve now: a snapshot, which later reloads don't touch.</summary>
    public ModelSet Current => _current;

    /// <summary>
    /// Loads the folder anew and gives the new snapshot. Where that fails the current models stay, and the exception says why.
    /// </summary>
    /// <inheritdoc cref="ModelRegistry.LoadFolder" path="/exception"/>
    public ModelSet Reload()
    {
        lock (_reloading) return _current = Load();
    }

    private ModelSet Load()
    {
        ModelSet loaded = _registry.LoadFolder(FolderPath);
        LogLoaded(loaded.Count, FolderPath);
        foreach (UnknownModel unknown in loaded.Unknown) LogUnknown(unknown.Path, unknown.Reason);
        return loaded;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Serving {Count} models of {Folder}.")]
    private partial void LogLoaded(int count, string folder);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} was not loaded: {Reason}.")]
    private partial void LogUnknown(string file, string reason);
}

namespace Personalization.Core;

/// <summary>The kinds of models that can be loaded without knowing beforehand which one a file holds. Immutable.</summary>
/// <example>
/// <code>
/// ModelRegistry registry = ModelRegistry.Empty.With(ClusteringModels.Kinds).With(WeekdayModel.Kind);
/// ModelSet models = registry.LoadFolder("models");
/// WeekdayModel? weekdays = models.Find&lt;WeekdayModel&gt;("weekdays");
/// </code>
/// </example>
public sealed class ModelRegistry
{
    private readonly ModelKind[] _kinds;

    private ModelRegistry(ModelKind[] kinds) => _kinds = kinds;

    /// <summary>Knows no kind.</summary>
    public static ModelRegistry Empty { get; } = new([]);

    /// <summary>The kinds, in the order in which they were added.</summary>
    public IReadOnlyList<ModelKind> Kinds => _kinds;

    /// <summary>A registry that knows more kinds; one that is known already changes nothing.</summary>
    /// <exception cref="ArgumentException">Two different kinds have one name.</exception>
    public ModelRegistry With(params IEnumerable<ModelKind> kinds)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        List<ModelKind> all = [.. _kinds];
        foreach (ModelKind kind in kinds)
        {
            ArgumentNullException.ThrowIfNull(kind, nameof(kinds));
            ModelKind? known = all.Find(other => other.Name == kind.Name);
            if (known is null) all.Add(kind);
            else if (known != kind)
                throw new ArgumentException($"Two kinds of models are called '{kind.Name}'; give one of them another name.", nameof(kinds));
        }

        return new ModelRegistry([.. all]);
    }

    /// <summary>Reads a model file of any kind that is known.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFileException">
    /// The file is cut short or altered, or its kind or version isn't known; the message names it.
    /// </exception>
    public IModel Load(string path)
    {
        using ModelFile file = ModelFile.Open(path);
        return Load(file);
    }

    /// <summary>Reads a model of any kind that is known from a file that is open.</summary>
    internal IModel Load(ModelFile file) => Find(file, out string reason)?.Read(file, this) ?? throw file.Invalid(reason);

    /// <summary>
    /// Loads every model file (<c>*.safetensors</c>) of a folder, each mapped and read once. What a file holds is read from the file, never
    /// from its name. Files whose kind or version isn't known are left out and stand in <see cref="ModelSet.Unknown"/>.
    /// </summary>
    /// <param name="folder">The folder; folders inside it aren't looked into.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="ModelFileException">A file is damaged; the message names it.</exception>
    public ModelSet LoadFolder(string folder)
    {
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"The folder of models '{folder}' doesn't exist.");
        List<KeyValuePair<string, IModel>> models = [];
        List<UnknownModel> unknown = [];
        foreach (string path in Directory.EnumerateFiles(folder, "*" + ModelFile.Extension).Order(StringComparer.Ordinal))
        {
            using ModelFile file = ModelFile.Open(path);
            if (Find(file, out string reason) is { } kind) models.Add(new(Path.GetFileNameWithoutExtension(path), kind.Read(file, this)));
            else unknown.Add(new UnknownModel(path, file.Kind, file.FormatVersion, reason));
        }

        return new ModelSet(models, unknown);
    }

    /// <summary>
    /// The kind that reads a file, or null and what to do about it. A known kind without a version is damaged, which reading says.
    /// </summary>
    private ModelKind? Find(ModelFile file, out string reason)
    {
        ModelKind? kind = Array.Find(_kinds, kind => kind.Name == file.Kind);
        reason = kind switch
        {
            null when file.Kind.Length == 0 =>
                "it doesn't say which kind of model it is, so another program wrote it; keep it in another folder",
            null =>
                $"no kind '{file.Kind}' is known here; add the kind to the registry, update its package, or keep the file elsewhere",
            _ when file.FormatVersion > kind.NewestVersion =>
                $"its format version is {file.FormatVersion}, and up to {kind.NewestVersion} can be read; update its package",
            _ when file.FormatVersion > 0 && file.FormatVersion < kind.OldestVersion =>
                $"its format version is {file.FormatVersion}, and only {kind.OldestVersion} or newer can be read; fit the model again",
            _ => "",
        };
        return reason.Length == 0 ? kind : null;
    }
}

namespace Personalization.Core;

/// <summary>
/// A kind of model file: its name, the format versions that can be read, and how. Made as a <see cref="ModelKind{T}"/>; immutable.
/// </summary>
public abstract class ModelKind
{
    private protected ModelKind(string name, int newestVersion, int oldestVersion)
    {
        Name = Guard.NotBlank(name, nameof(name));
        OldestVersion = Guard.AtLeast(oldestVersion, 1, nameof(oldestVersion));
        NewestVersion = Guard.AtLeast(newestVersion, oldestVersion, nameof(newestVersion));
    }

    /// <summary>What stands in the file, such as <c>kmeans</c>.</summary>
    public string Name { get; }

    /// <summary>The oldest format version that can be read, at least 1.</summary>
    public int OldestVersion { get; }

    /// <summary>The newest format version that can be read, which is the one that is written.</summary>
    public int NewestVersion { get; }

    /// <summary>Begins a file of this kind in its newest version.</summary>
    public ModelFileWriter NewFile() => new(Name, NewestVersion);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Makes the model of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="registry">Loads models that the file holds in itself.</param>
    internal abstract IModel Read(ModelFile file, ModelRegistry registry);
}

/// <summary>The kind of model file that a <typeparamref name="T"/> is saved as.</summary>
/// <typeparam name="T">The model.</typeparam>
public sealed class ModelKind<T> : ModelKind
    where T : class, IModel
{
    private readonly Func<ModelFile, ModelRegistry, T> _read;

    /// <summary>Makes the kind of a model that stands alone.</summary>
    /// <param name="name">What stands in the file; choose one that no other package takes.</param>
    /// <param name="newestVersion">
    /// The newest format version that <paramref name="read"/> can read, and the one that is written; at least 1.
    /// </param>
    /// <param name="read">
    /// Makes the model of a file of this kind; must keep nothing of the file. What it finds wrong it throws as <see
    /// cref="ModelFile.Invalid"/>; an <see cref="ArgumentException"/>, such as options throw, becomes a <see cref="ModelFileException"/>
    /// that names the file.
    /// </param>
    /// <param name="oldestVersion">The oldest format version that <paramref name="read"/> can read. Default 1.</param>
    public ModelKind(string name, int newestVersion, Func<ModelFile, T> read, int oldestVersion = 1)
        : this(name, newestVersion, (file, _) => read(file), oldestVersion)
    {
    }

    /// <summary>Makes the kind of a model that holds other models.</summary>
    /// <param name="name">What stands in the file.</param>
    /// <param name="newestVersion">The newest format version that can be read.</param>
    /// <param name="read">As above; loads what the file holds with the registry, which may be empty.</param>
    /// <param name="oldestVersion">The oldest format version that can be read. Default 1.</param>
    public ModelKind(string name, int newestVersion, Func<ModelFile, ModelRegistry, T> read, int oldestVersion = 1)
        : base(name, newestVersion, oldestVersion)
    {
        ArgumentNullException.ThrowIfNull(read);
        _read = read;
    }

    /// <summary>Reads a model file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="registry">Kinds of models that the file may hold in itself; null: those of its own package alone.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFileException">
    /// The file is cut short, altered, of a version that can't be read, or holds another kind of model.
    /// </exception>
    public T Load(string path, ModelRegistry? registry = null)
    {
        using ModelFile file = ModelFile.Open(path);
        return Read(file, registry ?? ModelRegistry.Empty);
    }

    /// <summary>Reads a model that was saved.</summary>
    /// <param name="source">Read from its position to its end; stays open.</param>
    /// <param name="registry">Kinds of models that the file may hold in itself; null: those of its own package alone.</param>
    /// <exception cref="ModelFileException">
    /// The stream is cut short, altered, of a version that can't be read, or holds another kind of model.
    /// </exception>
    public T Load(Stream source, ModelRegistry? registry = null)
    {
        using ModelFile file = ModelFile.Read(source);
        return Read(file, registry ?? ModelRegistry.Empty);
    }

    internal override T Read(ModelFile file, ModelRegistry registry)
    {
        file.Require(Name, OldestVersion, NewestVersion);
        try
        {
            return _read(file, registry);
        }
        catch (ArgumentException error)
        {
            throw new ModelFileException(file.Invalid($"an option or value isn't valid: {error.Message.TrimEnd('.')}").Message, error);
        }
    }
}

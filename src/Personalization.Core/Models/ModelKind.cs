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
    internal abstract IModel Read(ModelFile file);
}

/// <summary>The kind of model file that a <typeparamref name="T"/> is saved as.</summary>
/// <typeparam name="T">The model.</typeparam>
/// <param name="name">What stands in the file; choose one that no other package takes.</param>
/// <param name="newestVersion">
/// The newest format version that <paramref name="read"/> can read, and the one that is written; at least 1.
/// </param>
/// <param name="read">
/// Makes the model of a file of this kind; must keep nothing of the file. What it finds wrong it throws as <see cref="ModelFile.Invalid"/>;
/// an <see cref="ArgumentException"/>, such as options throw, becomes a <see cref="ModelFileException"/> that names the file.
/// </param>
/// <param name="oldestVersion">The oldest format version that <paramref name="read"/> can read. Default 1.</param>
public sealed class ModelKind<T>(string name, int newestVersion, Func<ModelFile, T> read, int oldestVersion = 1)
    : ModelKind(name, newestVersion, oldestVersion)
    where T : class, IModel
{
    /// <summary>Reads a model file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFileException">
    /// The file is cut short, altered, of a version that can't be read, or holds another kind of model.
    /// </exception>
    public T Load(string path)
    {
        using ModelFile file = ModelFile.Open(path);
        return Read(file);
    }

    /// <summary>Reads a model that was saved.</summary>
    /// <param name="source">Read from its position to its end; stays open.</param>
    /// <exception cref="ModelFileException">
    /// The stream is cut short, altered, of a version that can't be read, or holds another kind of model.
    /// </exception>
    public T Load(Stream source)
    {
        using ModelFile file = ModelFile.Read(source);
        return Read(file);
    }

    internal override T Read(ModelFile file)
    {
        file.Require(Name, OldestVersion, NewestVersion);
        try
        {
            return read(file);
        }
        catch (ArgumentException error)
        {
            throw new ModelFileException(file.Invalid($"an option or value isn't valid: {error.Message.TrimEnd('.')}").Message, error);
        }
    }
}

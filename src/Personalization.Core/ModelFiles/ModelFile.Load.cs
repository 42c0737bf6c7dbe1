namespace Personalization.Core;

public sealed partial class ModelFile
{
    /// <summary>Reads a model from a stream's position to its end, and closes the file; the stream stays open.</summary>
    /// <typeparam name="T">Kind of model.</typeparam>
    /// <param name="source">The stream.</param>
    /// <param name="kind">The kind that it must be.</param>
    /// <param name="newestVersion">The newest format version that <paramref name="read"/> can read.</param>
    /// <param name="read">Makes the model; must keep nothing of the file.</param>
    /// <exception cref="ModelFileException">The stream is cut short, altered, of another kind or too new.</exception>
    public static T Load<T>(Stream source, string kind, int newestVersion, Func<ModelFile, T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        using ModelFile file = Read(source, kind, newestVersion);
        return read(file);
    }

    /// <summary>Reads a model from a file, and closes it.</summary>
    /// <inheritdoc cref="Load{T}(Stream, string, int, Func{ModelFile, T})"/>
    /// <param name="path">The file.</param>
    /// <param name="kind">The kind that it must be.</param>
    /// <param name="newestVersion">The newest format version that <paramref name="read"/> can read.</param>
    /// <param name="read">Makes the model; must keep nothing of the file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static T Load<T>(string path, string kind, int newestVersion, Func<ModelFile, T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        using ModelFile file = Open(path, kind, newestVersion);
        return read(file);
    }
}

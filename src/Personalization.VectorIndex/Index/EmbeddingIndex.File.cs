using Personalization.Core;

namespace Personalization.VectorIndex;

public sealed partial class EmbeddingIndex
{
    /// <summary>Saves vectors, keys, metadata, graph and options; writers wait meanwhile. The same index writes the same bytes.</summary>
    /// <param name="path">The file; written beside it first, then moved there.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    public void Save(string path)
    {
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            EmbeddingIndexFile.Write(Options, _state, _stride).Save(path);
        }
    }

    /// <summary>Saves to a stream, from its position on; it stays open.</summary>
    /// <param name="destination">The stream.</param>
    public void Save(Stream destination)
    {
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            EmbeddingIndexFile.Write(Options, _state, _stride).WriteTo(destination);
        }
    }

    /// <summary>
    /// Opens a saved index: vectors stay in the file, which is mapped into memory, and are read when they are needed; the rest is read and
    /// checked, O(n · neighbours). What is added later stands in memory, until it is saved. Dispose it to close the file, which nobody may
    /// change meanwhile.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="threads">Most threads of a batch; null: one for each processor.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFileException">The file is cut short, altered, of another kind or too new.</exception>
    public static EmbeddingIndex Open(string path, int? threads = null)
    {
        ModelFile file = ModelFile.Open(path, EmbeddingIndexFile.Kind, EmbeddingIndexFile.Version);
        try
        {
            EmbeddingIndex index = new(EmbeddingIndexFile.ReadOptions(file) with { Threads = threads });
            index._state = EmbeddingIndexFile.Read(file, index.EmptyState(), index._stride);
            for (int row = 0; row < index._state.Rows; row++)
            {
                if (index._state.IsLive(row) && !index._rows.TryAdd(index._state.Keys[row], row))
                    throw file.Invalid($"key {index._state.Keys[row]} stands twice");
            }

            index._file = file;
            return index;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}

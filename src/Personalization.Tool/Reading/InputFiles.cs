using Personalization.Core;
using Personalization.Data;

namespace Personalization.Tool;

/// <summary>The files that a command reads: as named, those of a folder, or standard input kept in a temporary file until disposed.</summary>
internal sealed class InputFiles : IDisposable
{
    public const string StandardInput = "-";

    private const string StandardInputName = "standard input";

    private readonly string? _spool;

    private InputFiles(IReadOnlyList<string> paths, string title, string? spool) => (Paths, Title, _spool) = (paths, title, spool);

    /// <summary>The files, as they can be opened.</summary>
    public IReadOnlyList<string> Paths { get; }

    /// <summary>What the report is called after.</summary>
    public string Title { get; }

    /// <summary>Finds the files, or says which isn't there.</summary>
    /// <param name="names">Files, folders, or <c>-</c> alone.</param>
    /// <param name="input">Opens standard input.</param>
    /// <param name="cancellationToken">Stops the copying of standard input.</param>
    /// <exception cref="ToolFailure">A file isn't there, or a folder is empty.</exception>
    public static InputFiles Find(IReadOnlyList<string> names, Func<Stream> input, CancellationToken cancellationToken)
    {
        if (names.Contains(StandardInput, StringComparer.Ordinal))
        {
            if (names.Count > 1) throw ToolFailure.Arguments("'-' (standard input) is read alone; leave out the other files.");
            string spool = Spool(input, cancellationToken);
            return new InputFiles([spool], StandardInputName, spool);
        }

        string[] paths = [.. names.SelectMany(Expand)];
        return new InputFiles(paths, Path.GetFileName(Path.TrimEndingDirectorySeparator(names[0])), null);
    }

    /// <summary>Reads them as one.</summary>
    public EventReadResult Read(EventReadOptions options, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        // At the merge: EventFile.Read(Paths, …) reads several as one.
        if (Paths.Count > 1) throw ToolFailure.Arguments($"{Paths.Count} files were given; one is read at a time as yet.");
        if (_spool is null) return EventFile.Read(Paths[0], options, progress, cancellationToken);
        using FileStream stream = new(_spool, FileMode.Open, FileAccess.Read, FileShare.Read);
        return EventFile.Read(stream, StandardInputName, options, progress, cancellationToken);
    }

    public void Dispose()
    {
        if (_spool is not null) File.Delete(_spool);
    }

    private static IEnumerable<string> Expand(string name)
    {
        if (File.Exists(name)) return [name];
        if (!Directory.Exists(name))
        {
            throw ToolFailure.Input(
                name.Length == 0 ? "The name of the file is empty." : $"There is no file '{name}' (looked for {Path.GetFullPath(name)}).");
        }

        string[] files =
        [
            .. Directory.EnumerateFiles(name).Where(path => !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal),
        ];
        return files.Length > 0 ? files : throw ToolFailure.Input($"'{name}' is a folder without a file; name a file, or a folder of files.");
    }

    /// <summary>Formats are told from the content, and some are read from their end, so the whole is needed on the disk.</summary>
    private static string Spool(Func<Stream> input, CancellationToken cancellationToken)
    {
        string path = Path.GetTempFileName();
        try
        {
            using Stream source = input();
            using FileStream copy = new(path, FileMode.Create, FileAccess.Write);
            byte[] buffer = new byte[1 << 16];
            int count;
            while ((count = source.Read(buffer)) > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                copy.Write(buffer, 0, count);
            }

            return path;
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }
}

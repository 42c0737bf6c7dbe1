using Personalization.Core;
using Personalization.Data;

namespace Personalization.Tool;

/// <summary>
/// The files that a command reads: as named, those of a folder, or standard input kept in a temporary file until disposed.
/// </summary>
internal sealed class InputFiles : IDisposable
{
    public const string StandardInput = "-";

    private const string StandardInputName = "standard input";

    /// <summary>A folder of its own, in which the file can have a name that messages may tell.</summary>
    private readonly DirectoryInfo? _spool;

    private InputFiles(IReadOnlyList<string> paths, string title, DirectoryInfo? spool) => (Paths, Title, _spool) = (paths, title, spool);

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
            DirectoryInfo spool = Spool(input, cancellationToken);
            return new InputFiles([Path.Combine(spool.FullName, StandardInputName)], StandardInputName, spool);
        }

        string[] paths = [.. names.SelectMany(Expand)];
        string title = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(names[0])));
        return new InputFiles(paths, title.Length > 0 ? title : names[0], null);
    }

    /// <summary>Reads them, several as one.</summary>
    public EventReadResult Read(EventReadOptions options, IProgress<FitProgress>? progress, CancellationToken cancellationToken) =>
        Paths is [{ } only]
            ? EventFile.Read(only, options, progress, cancellationToken)
            : EventFile.Read(Paths, options, progress, cancellationToken);

    /// <summary>Looks at the beginning.</summary>
    public FileInspection Inspect(EventReadOptions options, CancellationToken cancellationToken) => Paths is [{ } only]
        ? EventFile.Inspect(only, options, cancellationToken)
        : EventFile.Inspect(Paths, options, cancellationToken);

    public void Dispose() => _spool?.Delete(recursive: true);

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
        return files.Length > 0
            ? files
            : throw ToolFailure.Input($"'{name}' is a folder without a file; name a file, or a folder of files.");
    }

    /// <summary>Formats are told from the content, and some are read from their end, so the whole is needed on the disk.</summary>
    private static DirectoryInfo Spool(Func<Stream> input, CancellationToken cancellationToken)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("personalize-");
        try
        {
            using Stream source = input();
            using FileStream copy = new(Path.Combine(folder.FullName, StandardInputName), FileMode.CreateNew, FileAccess.Write);
            byte[] buffer = new byte[1 << 16];
            int count;
            while ((count = source.Read(buffer)) > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                copy.Write(buffer, 0, count);
            }

            return folder;
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }
}

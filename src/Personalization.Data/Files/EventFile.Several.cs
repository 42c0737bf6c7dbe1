using Personalization.Core;

namespace Personalization.Data;

/// <content>Archives, folders, and lists of files.</content>
public static partial class EventFile
{
    /// <summary>
    /// Reads several files of one layout as one, such as an export a month: in the order of their names, whatever order they are given in.
    /// How numbers and dates are written is judged by all of them together, so they are read twice. Messages name the file.
    /// </summary>
    /// <param name="paths">The files. Hidden ones, whose names begin with a dot, are passed over.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Hears of rows, rows a second and the share of bytes read.</param>
    /// <param name="cancellationToken">Stops the reading within a few thousand rows.</param>
    /// <exception cref="ArgumentException">There is no file.</exception>
    /// <exception cref="EventFileException">A file can't be read as events, has other columns than the first, or changed while it was
    /// read.</exception>
    /// <exception cref="IOException">A file can't be opened or read.</exception>
    public static EventReadResult Read(
        IReadOnlyList<string> paths, EventReadOptions? options = null, IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        (string[] files, string name) = Named(paths);
        return ReadSeveral(files, name, new Pass(options ?? new EventReadOptions()), progress, cancellationToken);
    }

    /// <summary>Looks at the first rows of several files that are read as one, as many as 10,000 in all.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the reading within a few thousand rows.</param>
    /// <exception cref="ArgumentException">There is no file.</exception>
    /// <exception cref="IOException">A file can't be opened or read.</exception>
    public static FileInspection Inspect(
        IReadOnlyList<string> paths, EventReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        (string[] files, string name) = Named(paths);
        return Look(options, pass => ReadSeveral(files, name, pass, null, cancellationToken));
    }

    private static (string[] Files, string Name) Named(IReadOnlyList<string> paths)
    {
        string[] files = InOrder(paths);
        if (files.Length == 0) throw new ArgumentException("There is no file to read.", nameof(paths));
        return (files, files.Length == 1 ? Path.GetFileName(files[0]) : $"{Path.GetFileName(files[0])} and {files.Length - 1} more");
    }

    private static string[] InOrder(IReadOnlyCollection<string> paths) =>
    [
        .. paths.Where(path => paths.Count == 1 || !Path.GetFileName(path).StartsWith('.'))
            .OrderBy(Path.GetFileName, StringComparer.Ordinal).ThenBy(path => path, StringComparer.Ordinal),
    ];

    private static EventReadResult ReadFolder(
        string folder, Pass pass, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        string[] files = InOrder(Directory.GetFiles(folder));
        return files.Length > 0
            ? ReadSeveral(files, name, pass, progress, cancellationToken)
            : throw new EventFileException($"{name} is a folder without files. Name a file, or a folder of files of one layout.");
    }

    private static EventReadResult ReadSeveral(
        string[] files, string name, Pass pass, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        if (files.Length == 1)
        {
            try
            {
                return ReadEach(files, name, pass, progress, cancellationToken);
            }
            catch (SurveyNeededException)
            {
                // One file's first rows don't tell: all of its rows do, as below.
            }
        }

        ValueSurvey survey = new();
        ReadEach(files, name, pass with { Survey = survey }, null, cancellationToken);
        ValueDecisions? settled = survey.IsEmpty ? null : survey.Decide(pass.Options, wasWhole: true);
        return ReadEach(files, name, pass with { Settled = settled }, progress, cancellationToken);
    }

    private static EventReadResult ReadEach(
        string[] files, string name, Pass pass, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        long all = files.Sum(file => new FileInfo(file).Length), before = 0;
        CountingStream? current = null;
        double? Share() => all > 0 ? Math.Min(1, (before + (current?.Count ?? 0)) / (double)all) : null;
        CleaningPipeline pipeline = pass.Start(new ReadProgress(progress, Share, cancellationToken), isLarge: all > WorthAThread);
        SourceFacts? first = null;
        IReadOnlyList<string> header = [];
        foreach (string file in files)
        {
            if (pipeline.IsDone) break;
            using FileStream stream = Open(file);
            current = new CountingStream(stream);
            string own = Path.GetFileName(file);
            SourceFacts facts = new FileWatch(stream).Read(() => ReadOf(stream, current, own, pipeline, pass, cancellationToken));
            pipeline.Progress.Share = Share;
            if (first is null)
            {
                (first, header) = (facts, pipeline.Seen.Header);
            }
            else
            {
                CheckSame(own, facts, pipeline.Seen.Header, Path.GetFileName(files[0]), first, header);
            }

            before += stream.CanSeek ? stream.Length : 0;
            current = null;
        }

        return pipeline.Finish(first! with { Name = name });
    }

    private static SourceFacts ReadOf(
        FileStream stream, CountingStream counted, string name, CleaningPipeline pipeline, Pass pass, CancellationToken cancellationToken)
    {
        try
        {
            return ReadRows(stream, counted, name, pipeline, false, pass.Options.Sheet, cancellationToken);
        }
        catch (EventFileException e)
        {
            string message = $"{name}: {e.Message}";
            throw pipeline.RowsRead > 0
                ? new EventFileException(message, e, pipeline.AccountOfFailure(name))
                : new EventFileException(message, e);
        }
    }

    /// <summary>Columns in another order are the same columns; others would be read as something else than the first file's.</summary>
    private static void CheckSame(
        string name, SourceFacts facts, IReadOnlyList<string> header,
        string firstName, SourceFacts first, IReadOnlyList<string> firstHeader)
    {
        if (facts.Format != first.Format)
        {
            throw new EventFileException(
                $"{name} is {facts.Format}, {firstName} is {first.Format}: files that are read as one must be of one format. "
                + "Read them apart.");
        }

        HashSet<string> expected = [.. firstHeader.Select(HeaderNames.Key)], found = [.. header.Select(HeaderNames.Key)];
        if (expected.SetEquals(found)) return;
        string[] missing = [.. firstHeader.Where(column => !found.Contains(HeaderNames.Key(column)))];
        string[] added = [.. header.Where(column => !expected.Contains(HeaderNames.Key(column)))];
        string what = string.Join(" and ", new[]
        {
            missing.Length > 0 ? $"lacks [{ColumnPlan.Show(missing)}]" : "",
            added.Length > 0 ? $"has [{ColumnPlan.Show(added)}] besides" : "",
        }.Where(part => part.Length > 0));
        throw new EventFileException(
            $"{name} has other columns than {firstName}: it {what}. Files that are read as one need one header. Take {name} out of the "
            + "folder or list, or read it apart.");
    }

    private static SourceFacts ReadArchive(
        Stream archive, string name, CleaningPipeline pipeline, bool inArchive, CancellationToken cancellationToken)
    {
        if (inArchive) throw new EventFileException("An archive within an archive isn't read: unpack it first.");
        return Archive.Read(archive, pipeline.Options, (content, entry, wasNamed) =>
        {
            pipeline.Progress.Share = () => content.Share;
            string? sheet = wasNamed ? null : pipeline.Options.Sheet;
            return ReadRows(content, new CountingStream(content), $"{name}/{entry}", pipeline, true, sheet, cancellationToken);
        });
    }
}

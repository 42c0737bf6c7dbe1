namespace Personalization.Tool;

/// <summary>Whether two paths are one file, whatever they are called.</summary>
internal static class SameFile
{
    /// <summary>
    /// True for the same path, a link of either kind, another case where case means nothing: while one is held for this process alone, the
    /// system opens the other only if it is another file.
    /// </summary>
    public static bool Is(string first, string second)
    {
        if (!File.Exists(first) || !File.Exists(second)) return false;
        if (Real(first) == Real(second)) return true;
        FileInfo one = new(Real(first)), other = new(Real(second));
        return one.Length == other.Length && one.LastWriteTimeUtc == other.LastWriteTimeUtc && IsHeldWith(one.FullName, other.FullName);
    }

    private static bool IsHeldWith(string first, string second)
    {
        using (FileStream free = Open(second, FileShare.Read))
        {
            // It can be opened, so what keeps it closed below is the first.
        }

        using FileStream held = Open(first, FileShare.None);
        try
        {
            using FileStream tried = Open(second, FileShare.Read);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static FileStream Open(string path, FileShare share) => new(path, FileMode.Open, FileAccess.Read, share, bufferSize: 0);

    /// <summary>The path without links, in any of its parts.</summary>
    private static string Real(string path)
    {
        string full = Path.GetFullPath(path), root = Path.GetPathRoot(full)!, real = root;
        foreach (string part in full[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            FileSystemInfo entry = Directory.Exists(real) ? new DirectoryInfo(real) : new FileInfo(real);
            if (entry.ResolveLinkTarget(returnFinalTarget: true) is { } target) real = target.FullName;
        }

        return real;
    }
}

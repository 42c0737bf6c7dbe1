using Microsoft.Win32.SafeHandles;

namespace Personalization.Data;

/// <summary>Notices that a file changed between its opening and now. What can't seek, such as a pipe, comes as it comes.</summary>
internal sealed class FileWatch
{
    private readonly SafeFileHandle? _file;
    private readonly string _name;
    private readonly long _length;
    private readonly DateTime _written;

    public FileWatch(FileStream file)
    {
        _file = file.CanSeek ? file.SafeFileHandle : null;
        _name = Path.GetFileName(file.Name);
        (_length, _written) = Look();
    }

    /// <summary>Does something with the file; what goes wrong in a file that changed isn't its own fault, and is told so.</summary>
    /// <exception cref="EventFileException">The file changed.</exception>
    public T Read<T>(Func<T> read)
    {
        T result;
        try
        {
            result = read();
        }
        catch (Exception e) when (e is not OperationCanceledException && Change() is not null)
        {
            throw Error(e);
        }

        return Change() is null ? result : throw Error(null);
    }

    private EventFileException Error(Exception? cause) => new(
        $"{_name} changed while it was read ({Change()}): rows may be missing or torn, so nothing of it is kept. Read it again once nobody "
        + "writes to it, or read a copy.", cause);

    private string? Change()
    {
        (long length, DateTime written) = Look();
        return length != _length ? $"{_length:N0} bytes when it was opened, {length:N0} now"
            : written != _written ? "it was written to" : null;
    }

    private (long Length, DateTime Written) Look() =>
        _file is null or { IsClosed: true } ? (_length, _written) : (RandomAccess.GetLength(_file), File.GetLastWriteTimeUtc(_file));
}

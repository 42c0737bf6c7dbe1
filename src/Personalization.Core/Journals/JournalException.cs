namespace Personalization.Core;

/// <summary>
/// A journal can't be used as it is: altered, of another kind, open elsewhere, or stopped by a write that failed. The message names the
/// file, where in it, what was found, and the way out.
/// </summary>
public sealed class JournalException : IOException
{
    internal JournalException(string message, long offset = -1, Exception? inner = null)
        : base(message, inner) => Offset = offset;

    /// <summary>Byte of the file at which it can't be read on; −1 where the fault has no place.</summary>
    public long Offset { get; }
}

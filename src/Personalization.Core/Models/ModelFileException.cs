namespace Personalization.Core;

/// <summary>
/// A model file or stream isn't what its reader expects: cut short, altered, of another kind, or written by a newer version.
/// The message names the file, its kind, the tensor or key, what was found and what was expected.
/// </summary>
public sealed class ModelFileException : IOException
{
    /// <summary>Creates the exception with a message that says what was found and what was expected.</summary>
    public ModelFileException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and the error that led to it.</summary>
    public ModelFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

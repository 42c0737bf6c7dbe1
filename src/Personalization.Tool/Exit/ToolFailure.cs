using Personalization.Data;

namespace Personalization.Tool;

/// <summary>Ends the command with one message and an exit code.</summary>
internal sealed class ToolFailure(int code, string message) : Exception(message)
{
    public int Code { get; } = code;

    public static ToolFailure Arguments(string message) => new(ExitCodes.BadArguments, message);

    public static ToolFailure Input(string message) => new(ExitCodes.BadInput, message);

    /// <summary>
    /// Whether the message of an error that a package throws tells the user what to mend; anything else is a mistake of ours.
    /// </summary>
    public static bool IsForTheUser(Exception e) => e is ToolFailure or EventFileException or IOException or UnauthorizedAccessException
        or ArgumentException or InvalidOperationException or OverflowException;

    /// <summary>The message without a parameter's name, which tells a user of the command line nothing.</summary>
    public static string MessageOf(Exception e) => e is ArgumentException { ParamName: { } name }
        ? e.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)
        : e.Message;
}

namespace Personalization.Tool;

/// <summary>Ends the command with one message and an exit code.</summary>
internal sealed class ToolFailure(int code, string message) : Exception(message)
{
    public int Code { get; } = code;

    public static ToolFailure Arguments(string message) => new(ExitCodes.BadArguments, message);

    public static ToolFailure Input(string message) => new(ExitCodes.BadInput, message);
}

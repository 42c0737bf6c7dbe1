namespace Personalization.Tool;

/// <summary>What the process says when it ends.</summary>
internal static class ExitCodes
{
    public const int Done = 0, BadArguments = 2, BadInput = 3, Cancelled = 130;
}

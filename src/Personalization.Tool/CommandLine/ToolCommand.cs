using System.CommandLine;

namespace Personalization.Tool;

/// <summary>One command: its options, its examples, and what it does.</summary>
internal abstract class ToolCommand
{
    protected ToolCommand(Command command, string examples)
    {
        Command = command;
        Examples = examples;
    }

    public Command Command { get; }

    /// <summary>Lines that stand at the end of the help.</summary>
    public string Examples { get; }

    public Flags Flags { get; } = new();

    /// <summary>Files among the arguments; null where the command takes none.</summary>
    public Argument<string[]>? Files { get; private set; }

    /// <summary>Does it, and gives the exit code.</summary>
    public abstract int Run(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken);

    protected void TakeFiles(string description)
    {
        Files = new Argument<string[]>("FILE") { Description = description, Arity = ArgumentArity.ZeroOrMore };
        Command.Arguments.Add(Files);
    }

    protected void TakeFlags()
    {
        foreach (Option option in Flags.All) Command.Options.Add(option);
    }
}

using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace Personalization.Tool;

/// <summary>
/// The command line: <c>run</c>, <c>inspect</c>, <c>layouts</c>, <c>demo</c>. Exit codes: 0 done, 2 bad arguments, 3 bad input, 130
/// cancelled. Stateless.
/// </summary>
/// <param name="output">Where what was asked for goes: standard output.</param>
/// <param name="error">Where progress and messages go: standard error.</param>
/// <param name="input">Opens standard input, for the file <c>-</c>; null where there is none.</param>
/// <param name="clock">Measures; null: the system's.</param>
/// <param name="movesProgress">
/// True where <paramref name="error"/> is a screen, on which progress is one line that moves along; false (default): a line every
/// few seconds.
/// </param>
public sealed class PersonalizeTool(
    TextWriter output, TextWriter error, Func<Stream>? input = null, TimeProvider? clock = null, bool movesProgress = false)
{
    private const int HelpWidth = 120;

    private static readonly ParserConfiguration Parser = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    private readonly Terminal _terminal = new(
        output, error, input ?? (static () => Stream.Null), clock ?? TimeProvider.System, movesProgress);

    /// <summary>Does what a command line of <c>personalize</c> says, and gives the exit code.</summary>
    public int Run(IReadOnlyList<string> arguments, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ToolCommand[] commands =
        [
            new JobCommand(new Command("run", Texts.Run), Texts.RunExamples, takesFiles: true, "--simulate", simulatesWithoutFile: false),
            new InspectCommand(new Command("inspect", Texts.Inspect), Texts.InspectExamples),
            new LayoutsCommand(new Command("layouts", Texts.Layouts), Texts.LayoutsExamples),
            new JobCommand(
                new Command("demo", Texts.Demo), Texts.DemoExamples, takesFiles: false, "--customers", simulatesWithoutFile: true),
        ];
        RootCommand root = new(Texts.Root);
        foreach (ToolCommand command in commands) root.Subcommands.Add(command.Command);
        if (arguments.Count == 0)
        {
            root.Parse(["--help"], Parser).Invoke(new InvocationConfiguration { Output = error, Error = error });
            return ExitCodes.BadArguments;
        }

        return Run(root, commands, arguments, cancellationToken);
    }

    /// <summary>
    /// <c>run</c> without its name, for a program that does nothing else: without a file it simulates a shop, of
    /// <c>--customers</c> customers.
    /// </summary>
    public int RunJob(IReadOnlyList<string> arguments, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        RootCommand root = new(Texts.Run);
        JobCommand job = new(root, "", takesFiles: true, "--customers", simulatesWithoutFile: true);
        return Run(root, [job], arguments, cancellationToken);
    }

    private int Run(RootCommand root, ToolCommand[] commands, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        ParseResult parsed = root.Parse(arguments, Parser);
        ToolCommand? command = commands.FirstOrDefault(known => known.Command == parsed.CommandResult.Command);
        try
        {
            if (parsed.Action is HelpAction help)
            {
                help.MaxWidth = HelpWidth;
                parsed.Invoke(new InvocationConfiguration { Output = output, Error = error });
                output.WriteLine(command?.Examples ?? Texts.RootExamples);
                return ExitCodes.Done;
            }

            if (ArgumentMistakes.Of(parsed, command, arguments) is { } mistake) throw ToolFailure.Arguments(mistake);
            if (command is null) return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error });
            return command.Run(parsed, _terminal, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("Cancelled. Files that were being written may be incomplete; run again to replace them.");
            return ExitCodes.Cancelled;
        }
        catch (ToolFailure e)
        {
            error.WriteLine(e.Message);
            return e.Code;
        }
        catch (Exception e) when (ToolFailure.IsForTheUser(e))
        {
            error.WriteLine(ToolFailure.MessageOf(e));
            return ExitCodes.BadInput;
        }
    }
}

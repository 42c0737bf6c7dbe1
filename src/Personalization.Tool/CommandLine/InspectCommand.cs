using System.CommandLine;

namespace Personalization.Tool;

/// <summary><c>inspect</c>: what a file is read as, in a second.</summary>
internal sealed class InspectCommand : ToolCommand
{
    private readonly ReadingFlags _reading;

    public InspectCommand(Command command, string examples)
        : base(command, examples)
    {
        TakeFiles("what 'personalize run' would be given");
        _reading = new ReadingFlags(Flags);
        TakeFlags();
    }

    public override int Run(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        string[] files = parsed.GetValue(Files!) ?? [];
        if (files.Length == 0) throw ToolFailure.Arguments("No file was given. For example: personalize inspect orders.csv.");
        return new Inspection(terminal).Run(files, _reading.Bind(parsed), cancellationToken);
    }
}

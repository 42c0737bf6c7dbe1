using System.CommandLine;
using Personalization.Data;

namespace Personalization.Tool;

/// <summary><c>layouts</c>: whose exports are known, or how one is described.</summary>
internal sealed class LayoutsCommand : ToolCommand
{
    private readonly Argument<string> _name = new("NAME")
    {
        Description = "prints the description of one as JSON, to begin your own with",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public LayoutsCommand(Command command, string examples)
        : base(command, examples) => Command.Arguments.Add(_name);

    public override int Run(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_name) is { } name)
        {
            terminal.Output.WriteLine(LayoutNames.Find(name).ToJson());
            return ExitCodes.Done;
        }

        int widest = LayoutNames.All.Max(layout => layout.Name.Length);
        foreach (EventLayout layout in LayoutNames.All)
        {
            string about = layout.Refusal is null ? layout.Amounts : "can't be read as events";
            terminal.Output.WriteLine($"{layout.Name.PadRight(widest)}  {about}".TrimEnd());
        }

        return ExitCodes.Done;
    }
}

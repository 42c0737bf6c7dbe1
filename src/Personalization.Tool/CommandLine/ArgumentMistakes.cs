using System.CommandLine;
using System.CommandLine.Parsing;

namespace Personalization.Tool;

/// <summary>What is wrong with a command line, in one sentence that says what would be right.</summary>
internal static class ArgumentMistakes
{
    /// <summary>The first mistake; null where there is none.</summary>
    public static string? Of(ParseResult parsed, ToolCommand? command, IReadOnlyList<string> arguments)
    {
        string name = Help(command);
        if (command is null && arguments is [{ } first, ..] && !first.StartsWith('-'))
        {
            string quoted = ShellQuote.Quote(first, OperatingSystem.IsWindows());
            return File.Exists(first) || Directory.Exists(first)
                ? $"'{first}' is not a command. To run the whole job on that file: personalize run {quoted}."
                : $"'{first}' is not a command; 'personalize --help' lists them.";
        }

        // An argument that takes any number of files would take a mistyped option for one.
        IEnumerable<string> files = command?.Files is { } argument ? parsed.GetResult(argument)?.Tokens.Select(t => t.Value) ?? [] : [];
        HashSet<string> asOptions = [.. arguments.TakeWhile(word => word != "--").Where(word => word.Length > 1 && word.StartsWith('-'))];
        if (files.Concat(parsed.UnmatchedTokens).FirstOrDefault(asOptions.Contains) is { } unknown)
            return $"The option '{unknown}' is not known{Near(unknown, command)}; {name} lists the options.";
        if (parsed.Errors.Count == 0) return null;
        ParseError error = parsed.Errors[0];
        if (error.SymbolResult is OptionResult { Option: { } option, Tokens.Count: 0 } && command is not null)
            return $"The option '{option.Name}' needs a value: {command.Flags.Takes(option)}.";
        if (parsed.UnmatchedTokens.Count > 0) return $"'{parsed.UnmatchedTokens[0]}' is not expected here; {name} says what is.";
        return error.Message;
    }

    private static string Help(ToolCommand? command) =>
        command is null or { Command: RootCommand } ? "--help" : $"'personalize {command.Command.Name} --help'";

    /// <summary>An option that differs in a letter or two.</summary>
    private static string Near(string unknown, ToolCommand? command)
    {
        string word = unknown.Split('=')[0];
        string? near = command?.Flags.All.Select(option => option.Name).Where(name => Distance(name, word) <= 2)
            .MinBy(name => Distance(name, word));
        return near is null ? "" : $" (did you mean {near}?)";
    }

    /// <summary>Letters to add, take away or change.</summary>
    private static int Distance(string one, string other)
    {
        int[] row = [.. Enumerable.Range(0, other.Length + 1)];
        for (int i = 0; i < one.Length; i++)
        {
            int corner = row[0];
            row[0] = i + 1;
            for (int j = 0; j < other.Length; j++)
            {
                int above = row[j + 1];
                row[j + 1] = Math.Min(Math.Min(above, row[j]) + 1, corner + (one[i] == other[j] ? 0 : 1));
                corner = above;
            }
        }

        return row[^1];
    }
}

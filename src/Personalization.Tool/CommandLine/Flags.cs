using System.CommandLine;
using System.CommandLine.Parsing;

namespace Personalization.Tool;

/// <summary>Reads a value as written; false where it can't be understood.</summary>
internal delegate bool ValueReader<T>(string text, out T value);

/// <summary>Makes options that say what they take when they are given something else.</summary>
internal sealed class Flags
{
    private readonly Dictionary<Option, string> _takes = [];
    private readonly List<Option> _all = [];

    /// <summary>The options, in the order of the help.</summary>
    public IReadOnlyList<Option> All => _all;

    /// <summary>What an option takes: "a folder".</summary>
    public string Takes(Option option) => _takes.GetValueOrDefault(option, "a value");

    public Option<bool> Switch(string name, string description)
    {
        Option<bool> option = new(name) { Description = description, Arity = ArgumentArity.Zero };
        _all.Add(option);
        return option;
    }

    public Option<T> One<T>(string name, string valueName, string description, string takes, ValueReader<T> read) =>
        Add(new Option<T>(name) { CustomParser = result => Read(result, name, result.Tokens[^1].Value, takes, read) },
            valueName, description, takes);

    public Option<string> Text(string name, string valueName, string description, string takes) => One(
        name, valueName, description, takes, static (string text, out string value) => (value = text).Length > 0);

    /// <summary>An option that may be given several times, with one value each.</summary>
    public Option<IReadOnlyList<T>> Many<T>(string name, string valueName, string description, string takes, ValueReader<T> read)
    {
        Option<IReadOnlyList<T>> option = new(name)
        {
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
            CustomParser = result => [.. result.Tokens.Select(token => Read(result, name, token.Value, takes, read)!)],
        };
        return Add(option, valueName, description, takes);
    }

    private Option<T> Add<T>(Option<T> option, string valueName, string description, string takes)
    {
        option.HelpName = valueName;
        option.Description = description;
        _takes.Add(option, takes);
        _all.Add(option);
        return option;
    }

    private static T? Read<T>(ArgumentResult result, string name, string text, string takes, ValueReader<T> read)
    {
        if (read(text, out T value)) return value;
        result.AddError($"The value '{text}' of '{name}' is not {takes}.");
        return default;
    }
}

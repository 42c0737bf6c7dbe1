using Personalization.Data;

namespace Personalization.Tool;

/// <summary>The layouts as <c>--layout</c> calls them: by name, by how the name begins, or by a file that describes one.</summary>
internal static class LayoutNames
{
    private const string Ending = ".json";

    /// <summary>Every layout, by name.</summary>
    public static IReadOnlyList<EventLayout> All { get; } =
    [
        .. EventLayouts.All.Append(EventLayouts.Segment).OrderBy(layout => layout.Name, StringComparer.OrdinalIgnoreCase),
        EventLayouts.ByName,
    ];

    /// <summary>A layout.</summary>
    /// <exception cref="ToolFailure">There is none, several begin so, or the file doesn't describe one.</exception>
    public static EventLayout Find(string name)
    {
        if (name.EndsWith(Ending, StringComparison.OrdinalIgnoreCase)) return Read(name);
        string key = Key(name);
        if (All.FirstOrDefault(layout => Key(layout.Name) == key) is { } same) return same;
        EventLayout[] begun = [.. All.Where(layout => key.Length > 0 && Key(layout.Name).StartsWith(key, StringComparison.Ordinal))];
        if (begun is [{ } only]) return only;
        IEnumerable<string> names = (begun.Length > 0 ? begun : All).Select(layout => $"'{layout.Name}'");
        throw ToolFailure.Arguments(
            $"The layout '{name}' is {(begun.Length > 0 ? "one of several" : "not known")}. --layout takes one of "
            + $"{string.Join(", ", names)}, or a JSON file that describes one.");
    }

    private static EventLayout Read(string path)
    {
        if (!File.Exists(path)) throw ToolFailure.Input($"There is no layout '{path}' (--layout; looked for {Path.GetFullPath(path)}).");
        try
        {
            return EventLayout.Parse(File.ReadAllText(path));
        }
        catch (FormatException e)
        {
            throw ToolFailure.Input($"The layout '{path}' (--layout) can't be used: {e.Message}");
        }
    }

    private static string Key(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}

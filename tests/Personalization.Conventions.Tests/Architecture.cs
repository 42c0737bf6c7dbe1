using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace Personalization.Conventions.Tests;

/// <summary>The table of docs/architecture.md: where each package stands, and what it may use.</summary>
internal sealed partial class Architecture
{
    /// <summary>
    /// Rows without a number get one: engines stand on floors 0 to 3 but are known to hosts alone, hosts above all floors, programs above
    /// all.
    /// </summary>
    private const int HighestFloor = 6, HighestForEngines = 3, Engine = 7, Host = 8, Program = 9;

    private readonly Dictionary<string, int> _levels = new(StringComparer.Ordinal);
    private readonly List<(int Level, string? Package, string Library)> _libraries = [];

    private Architecture(string page)
    {
        bool inTable = false;
        foreach (string line in page.Split('\n').Select(l => l.Trim()))
        {
            if (line.StartsWith("| floor |", StringComparison.Ordinal)) inTable = true;
            else if (inTable && line.Length == 0) break;
            else if (inTable && !line.StartsWith("|---", StringComparison.Ordinal))
                Read(line.Trim('|').Split('|', StringSplitOptions.TrimEntries));
        }

        if (_levels.Count == 0) throw new InvalidOperationException("docs/architecture.md has no table that starts with '| floor |'.");
    }

    public static Architecture Page { get; } = new(File.ReadAllText(Path.Combine(House.Root, "docs", "architecture.md")));

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name { get; }

    /// <summary>The packages that the table names.</summary>
    public IReadOnlyCollection<string> Packages => _levels.Keys;

    /// <summary>A table of other text, to see that it is read.</summary>
    public static Architecture Parse(string page) => new(page);

    public string FloorOf(string package) => _levels[package] switch
    {
        Engine => "an engine",
        Host => "a host",
        Program => "a program",
        int floor => $"floor {floor}",
    };

    /// <summary>Whether a package of ours may know another of ours.</summary>
    public bool MayKnow(string package, string used) => MayKnow(_levels[package], _levels[used]);

    /// <summary>Whether a package of ours may use a library of others: one that its row names, or a row that it may know.</summary>
    public bool MayUse(string package, string library) => _libraries.Any(allowed =>
        FileSystemName.MatchesSimpleExpression(allowed.Library, library, ignoreCase: false)
        && (allowed.Package is { } only ? only == package : allowed.Level == _levels[package] || MayKnow(_levels[package], allowed.Level)));

    private static bool MayKnow(int level, int used) => level switch
    {
        Engine => used <= HighestForEngines,
        _ => used < level,
    };

    /// <summary><c>Personalization</c> is the package of that name, any other name what follows the point.</summary>
    private static string PackageOf(string name) => name == "Personalization" ? name : $"Personalization.{name}";

    private void Read(string[] cells)
    {
        int level = cells[0] switch
        {
            "engines" => Engine,
            "hosts" => Host,
            "programs" => Program,
            string floor when int.TryParse(floor, out int number) && number is >= 0 and <= HighestFloor => number,
            string other => throw new InvalidOperationException(
                $"The table of docs/architecture.md has a row '{other}'; 0 to {HighestFloor}, 'engines', 'hosts' or 'programs' is "
                    + "expected."),
        };
        if (cells.Length != 3)
            throw new InvalidOperationException($"Row '{cells[0]}' of docs/architecture.md has {cells.Length} cells instead of 3.");
        foreach (Match package in Name.Matches(cells[1])) Add(PackageOf(package.Groups["name"].Value), level);
        foreach (string part in cells[2].Split(';'))
        {
            string[] sides = part.Split(" in `");
            string? only = sides.Length > 1 ? PackageOf(sides[1].Split('`')[0]) : null;
            foreach (Match library in Name.Matches(sides[0])) _libraries.Add((level, only, library.Groups["name"].Value));
        }
    }

    private void Add(string package, int level)
    {
        if (!_levels.TryAdd(package, level)) throw new InvalidOperationException($"docs/architecture.md names '{package}' twice.");
    }
}

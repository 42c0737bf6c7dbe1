using System.Globalization;

namespace Quickstart;

/// <summary>What the command line asks for.</summary>
internal sealed record QuickstartArguments
{
    public const string Usage = """
        usage: Quickstart [FILE] [options]

          FILE              events to read: CSV, CSV.gz, XLSX, JSON Lines (Segment); without it a simulated jewelry shop
          --out DIR         where the files go                          (default: personalization-out)
          --budget AMOUNT   what all offers may cost together           (default: 10000)
          --seed N          seed of all randomness                      (default: 1)
          --threads N       threads at most                             (default: all cores)
          --customers N     customers of the simulated shop             (default: 2000)
          --strict          stop at the first bad row instead of counting it
          --no-timings      leave seconds and memory out of summary.json: equal runs give equal bytes
          --help            this text

        exit codes: 0 done; 2 bad arguments; 3 bad input; 130 cancelled
        """;

    public string? File { get; init; }

    public string Out { get; init; } = "personalization-out";

    public decimal Budget { get; init; } = 10_000m;

    public ulong Seed { get; init; } = 1;

    public int? Threads { get; init; }

    public int Customers { get; init; } = 2_000;

    public bool Strict { get; init; }

    public bool Timings { get; init; } = true;

    public bool Help { get; init; }

    /// <summary>Reads the command line; the error is one sentence where it can't be understood.</summary>
    public static (QuickstartArguments Arguments, string? Error) Parse(IReadOnlyList<string> args)
    {
        QuickstartArguments parsed = new();
        for (int i = 0; i < args.Count; i++)
        {
            string name = args[i];
            if (name is "--strict") parsed = parsed with { Strict = true };
            else if (name is "--no-timings") parsed = parsed with { Timings = false };
            else if (name is "--help" or "-h") parsed = parsed with { Help = true };
            else if (!name.StartsWith('-'))
            {
                if (parsed.File is not null) return (parsed, $"Two files were given, '{parsed.File}' and '{name}'; give one.");
                parsed = parsed with { File = name };
            }
            else if (name is not ("--out" or "--budget" or "--seed" or "--threads" or "--customers"))
                return (parsed, $"The option '{name}' is not known; --help lists the options.");
            else if (i + 1 == args.Count) return (parsed, $"The option '{name}' needs a value.");
            else if (WithValue(parsed, name, args[++i]) is { } next) parsed = next;
            else return (parsed, $"The value '{args[i]}' of '{name}' is not {Expected(name)}.");
        }

        return (parsed, null);
    }

    private static QuickstartArguments? WithValue(QuickstartArguments parsed, string name, string text)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        return name switch
        {
            "--out" when text.Length > 0 => parsed with { Out = text },
            "--budget" when decimal.TryParse(text, NumberStyles.AllowDecimalPoint, culture, out decimal budget)
                && budget <= 100_000_000_000m => parsed with { Budget = budget },
            "--seed" when ulong.TryParse(text, NumberStyles.None, culture, out ulong seed) => parsed with { Seed = seed },
            "--threads" when int.TryParse(text, NumberStyles.None, culture, out int threads) && threads > 0 =>
                parsed with { Threads = threads },
            "--customers" when int.TryParse(text, NumberStyles.None, culture, out int customers) && customers is > 0 and <= 10_000_000 =>
                parsed with { Customers = customers },
            _ => null,
        };
    }

    private static string Expected(string name) => name switch
    {
        "--out" => "a folder",
        "--budget" => "an amount such as 2500 or 99.50, not negative",
        "--seed" => "a whole number from 0",
        "--customers" => "a whole number from 1 to 10000000",
        _ => "a whole number from 1",
    };
}

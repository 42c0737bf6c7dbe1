namespace Personalization.Tool.Tests;

public sealed class ArgumentTests : IDisposable
{
    private readonly ToolRun _tool = new();

    public void Dispose() => _tool.Dispose();

    [Theory]
    [InlineData("run", "No file was given. For example: personalize run orders.csv")]
    [InlineData("inspect", "No file was given. For example: personalize inspect orders.csv")]
    [InlineData("run a.csv --bugdet 5", "'--bugdet' is not known (did you mean --budget?)")]
    [InlineData("run a.csv --frobnicate", "'--frobnicate' is not known; 'personalize run --help' lists the options.")]
    [InlineData("inspect a.csv --budget 5", "'--budget' is not known; 'personalize inspect --help' lists the options.")]
    [InlineData("demo a.csv", "'a.csv' is not expected here")]
    [InlineData("rnu a.csv", "'rnu' is not a command")]
    [InlineData("--frobnicate", "'--frobnicate' is not known; --help lists the options.")]
    [InlineData("run a.csv --budget", "'--budget' needs a value: an amount such as 2500 or 99.50")]
    [InlineData("run a.csv --budget -5", "'-5' of '--budget' is not an amount such as 2500 or 99.50: digits and a point, not negative")]
    [InlineData("run a.csv --budget 1e3", "'1e3' of '--budget' is not an amount")]
    [InlineData("run a.csv --budget NaN", "'NaN' of '--budget' is not an amount")]
    [InlineData("run a.csv --budget 1,000", "'1,000' of '--budget' is not an amount")]
    [InlineData("run a.csv --budget 100000000001", "at most 100 billion")]
    [InlineData("run a.csv --seed -1", "'-1' of '--seed' is not a whole number from 0")]
    [InlineData("run a.csv --threads 0", "'0' of '--threads' is not a whole number from 1")]
    [InlineData("demo --customers 0", "'0' of '--customers' is not a whole number from 1 to 10000000")]
    [InlineData("run a.csv --map colour=X", "'colour=X' of '--map' is not FIELD=COLUMN, such as customer=Email. FIELD is one of ")]
    [InlineData("run a.csv --map customer", "'customer' of '--map' is not FIELD=COLUMN")]
    [InlineData("run a.csv --map customer=A --map customer=B", "--map names 'customer' twice")]
    [InlineData("run a.csv --date-format DD.MM.YYYY", "day and year in small letters")]
    [InlineData("run a.csv --date-format HH:mm", "a format with d, M and y")]
    [InlineData("run a.csv --day-first --month-first", "--day-first and --month-first exclude each other")]
    [InlineData("run a.csv --decimal-comma --decimal-point", "--decimal-comma and --decimal-point exclude each other")]
    [InlineData("run a.csv --time-zone Berlin", "'Berlin' of '--time-zone' is not a time zone such as Europe/Berlin")]
    [InlineData("run a.csv --currency euro", "'euro' of '--currency' is not a currency's code such as EUR")]
    [InlineData("run a.csv --rate EUR", "'EUR' of '--rate' is not CODE=RATE")]
    [InlineData("run a.csv --rate EUR=0", "'EUR=0' of '--rate' is not CODE=RATE with a number above 0")]
    [InlineData("run a.csv --rate EUR=1000001", "'EUR=1000001' of '--rate' is not CODE=RATE with a number above 0 and at most a million")]
    [InlineData("run a.csv --layout amazon-nothing", "The layout 'amazon-nothing' is not known")]
    [InlineData("layouts frobnicate", "The layout 'frobnicate' is not known")]
    [InlineData("run a.csv --rate EUR=1.08", "give that too, such as --currency USD")]
    [InlineData("run a.csv --delimiter ab", "'ab' of '--delimiter' is not comma, semicolon, tab, pipe, or one character")]
    [InlineData("run a.csv --encoding ebcdic", "'ebcdic' of '--encoding' is not one of utf-8, utf-16, utf-16be, windows-1252")]
    [InlineData("run a.csv --reference-date tomorrow", "'tomorrow' of '--reference-date' is not a date such as 2026-03-31")]
    [InlineData("run a.csv --event order_placed", "'order_placed' of '--event' is not WORD=TYPE")]
    [InlineData("run a.csv --layout frobnicate", "The layout 'frobnicate' is not known. --layout takes one of ")]
    [InlineData("run - a.csv", "'-' (standard input) is read alone")]
    [InlineData("run a.csv --simulate 5", "A file and --simulate were given")]
    public void Arguments_ThatMakeNoSense_OneMessage_Exit2(string line, string message)
    {
        (int code, string output, string errors) = _tool.Run(line.Split(' '));

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.Single(errors.Trim().Split('\n'));
    }

    [Fact]
    public void Arguments_FileWithoutACommand_ToldTheCommand()
    {
        string path = _tool.Write("my orders.csv", ToolRun.Orders);

        (int code, _, string errors) = _tool.Run(path);

        Assert.Equal(2, code);
        Assert.Contains("is not a command. To run the whole job on that file: personalize run ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_None_HelpOnStandardError_Exit2()
    {
        (int code, string output, string errors) = _tool.Run();

        Assert.Equal((2, ""), (code, output));
        Assert.Contains("inspect <FILE>", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_OfRun_NamesEveryOptionAndGivesExamples()
    {
        (int code, string output, string errors) = _tool.Run("run", "--help");

        Assert.Equal((0, ""), (code, errors));
        foreach (string option in (string[])
        [
            "--map", "--layout", "--date-format", "--day-first", "--month-first", "--decimal-comma", "--decimal-point", "--time-zone",
            "--currency", "--rate", "--sheet", "--delimiter", "--encoding", "--reference-date", "--keep-status", "--event",
            "--no-money", "--drop-duplicates", "--strict", "--catalogue", "--budget", "--seed", "--threads", "--out", "--json",
            "--no-timings",
        ])
            Assert.Contains($"\n  {option} ", output, StringComparison.Ordinal);
        Assert.Contains("personalize run orders.csv", output, StringComparison.Ordinal);
        Assert.Contains("Exit codes: 0 done; 2 bad arguments; 3 bad input; 130 cancelled", output, StringComparison.Ordinal);
        Assert.DoesNotContain(output.Split('\n'), line => line.TrimEnd().Length > 120);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("inspect --help")]
    [InlineData("demo -h")]
    [InlineData("layouts")]
    [InlineData("layouts --help")]
    [InlineData("layouts segment")]
    [InlineData("--version")]
    public void Help_OfEachCommand_Exit0(string line)
    {
        (int code, string output, string errors) = _tool.Run(line.Split(' '));

        Assert.Equal((0, ""), (code, errors));
        Assert.NotEqual("", output);
    }
}

namespace Personalization.Tool.Tests;

public sealed class InspectTests : IDisposable
{
    private readonly ToolRun _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public void Inspect_Orders_TellsColumnsEventsAndWhatWouldBeDropped()
    {
        string path = _tool.Write("orders.csv", ToolRun.Orders);

        (int code, string output, string errors) = _tool.Run("inspect", path);

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("read as: ", output, StringComparison.Ordinal);
        Assert.Contains("321 read, 319 kept", output, StringComparison.Ordinal);
        Assert.Matches("customer_id +customer", output);
        Assert.Matches("unit_price +unit-price", output);
        Assert.Contains(", customer c0, purchase, item i", output, StringComparison.Ordinal);
        Assert.Contains("1  unparsable: first in row 322, column 'time', 'yesterday'", output, StringComparison.Ordinal);
        Assert.EndsWith($"  personalize run {path}\n", output, StringComparison.Ordinal);
        Assert.Equal([path], Directory.EnumerateFileSystemEntries(_tool.Folder));
    }

    [Fact]
    public void Inspect_OptionsWithBlanks_CommandIsQuotedAndRuns()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "quotes differ");
        string path = _tool.Write("my orders.csv", "Who is it;When;Cost\na;03.02.2025;1,50\nb;04.02.2025;2,50\n");
        string[] options =
        [
            "--map", "customer=Who is it", "--map", "time=When", "--map", "total=Cost", "--date-format", "dd.MM.yyyy", "--decimal-comma",
        ];

        (int code, string output, _) = _tool.Run(["inspect", path, .. options]);

        Assert.Equal(0, code);
        Assert.EndsWith(
            $"  personalize run '{path}' --map 'customer=Who is it' --map time=When --map total=Cost --date-format dd.MM.yyyy --decimal-comma\n",
            output,
            StringComparison.Ordinal);
        Assert.Contains("left out: nothing", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_UnreadableFile_SaysWhy_Exit3()
    {
        string path = _tool.Write("strange.csv", "colour,shape\nred,round\n");

        (int code, string output, string errors) = _tool.Run("inspect", path);

        Assert.Equal(3, code);
        Assert.Contains("strange.csv", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("personalize run", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("orders.csv", "orders.csv", "orders.csv")]
    [InlineData("my orders.csv", "'my orders.csv'", "\"my orders.csv\"")]
    [InlineData("o'neill", "'o'\\''neill'", "\"o'neill\"")]
    [InlineData("a\"b", "'a\"b'", "\"a\\\"b\"")]
    [InlineData("$HOME", "'$HOME'", "\"$HOME\"")]
    [InlineData("a;b", "'a;b'", "\"a;b\"")]
    [InlineData("", "''", "\"\"")]
    [InlineData("C:\\x.csv", "'C:\\x.csv'", "C:\\x.csv")]
    public void Quote_Word_IsOneWordOfTheShell(string word, string elsewhere, string windows)
    {
        Assert.Equal(elsewhere, ShellQuote.Quote(word, windows: false));
        Assert.Equal(windows, ShellQuote.Quote(word, windows: true));
    }
}

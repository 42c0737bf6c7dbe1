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
            $"  personalize run '{path}' --map 'customer=Who is it' --map time=When --map total=Cost "
            + "--date-format dd.MM.yyyy --decimal-comma\n",
            output,
            StringComparison.Ordinal);
        Assert.Contains("left out: nothing", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_DatesThatCanBeReadBothWays_SaysWhatIsAssumedAndTheFlag()
    {
        string path = _tool.Write("dates.csv", "customer_id,date,price\na,05/03/2023,10\nb,07/04/2023,12\n");

        (int code, string output, _) = _tool.Run("inspect", path);
        (_, string told, _) = _tool.Run("inspect", path, "--day-first");

        Assert.Equal(0, code);
        Assert.Contains("assumed: column 'date': ", output, StringComparison.Ordinal);
        Assert.Contains("--day-first", output, StringComparison.Ordinal);
        Assert.DoesNotContain("assumed: column 'date'", told, StringComparison.Ordinal);
        Assert.Contains("2023-03-05 00:00, customer a", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("header.csv", "customer_id,date,price\n", "no row")]
    [InlineData("views.csv", "customer_id,time,event_type,item_id\na,2025-01-01,view,x\n", "--event view=purchase")]
    public void Inspect_FileThatARunWouldRefuse_SaysWhy_Exit3(string name, string content, string message)
    {
        (int code, string output, string errors) = _tool.Run("inspect", _tool.Write(name, content));

        Assert.Equal(3, code);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("personalize run", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Layouts_OfAName_IsAFileThatLayoutTakes()
    {
        (_, string list, _) = _tool.Run("layouts");
        (int code, string json, _) = _tool.Run("layouts", "online-retail");
        string layout = _tool.Write("mine.json", json.Replace("\"Online Retail\"", "\"mine\"", StringComparison.Ordinal));
        string path = _tool.Write(
            "retail.csv", "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n"
            + "1,a,A,2,2010-01-02 10:00,1.50,7,UK\nC2,a,A,-2,2010-01-03 10:00,1.50,7,UK\n");

        (_, string output, string errors) = _tool.Run("inspect", path, "--layout", layout);

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("\nOnline Retail ", list, StringComparison.Ordinal);
        Assert.StartsWith("read as: mine\n", output, StringComparison.Ordinal);
        Assert.Contains("2 read, 1 kept", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no.json", null, "There is no layout '")]
    [InlineData("bad.json", "{\"name\": 3}", "(--layout) can't be used: ")]
    public void Inspect_LayoutFileThatCantBeRead_NamesTheFlag(string name, string? content, string message)
    {
        if (content is not null) _tool.Write(name, content);

        (int code, _, string errors) = _tool.Run("inspect", _tool.Write("orders.csv", ToolRun.Orders), "--layout", _tool.PathOf(name));

        Assert.Equal(3, code);
        Assert.Contains(message, errors, StringComparison.Ordinal);
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

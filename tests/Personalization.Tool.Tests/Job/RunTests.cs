using System.Text.Json;

namespace Personalization.Tool.Tests;

public sealed class RunTests : IDisposable
{
    private readonly ToolRun _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public void Run_FileWithBadRows_TellsWhatWasLeftOutAndWritesEveryFile()
    {
        string path = _tool.Write("orders.csv", ToolRun.Orders), folder = _tool.PathOf("out");

        (int code, string output, string errors) = _tool.Run("run", path, "--out", folder, "--budget", "300", "--no-timings");

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("321 rows read, 319 kept: 40 customers, 20 items, 160 orders, revenue ", output, StringComparison.Ordinal);
        Assert.Contains("read as: ", output, StringComparison.Ordinal);
        Assert.Contains("left out: 2 of 321 rows\n", output, StringComparison.Ordinal);
        Assert.Contains("1  no customer: first in row 321, 'o900'\n", output, StringComparison.Ordinal);
        Assert.Contains("1  unparsable: first in row 322, column 'time', 'yesterday'\n", output, StringComparison.Ordinal);
        Assert.Contains($"Open {Path.Combine(folder, "report.html")} in a browser", output, StringComparison.Ordinal);
        string[] files = [.. FilesOf(folder)];
        Assert.Contains("cleaning.json", files);
        Assert.Empty(files.Except(OutputFolder.FileNames));
    }

    [Fact]
    public void Run_StandardInputAsJson_OnlyTheSummaryOnStandardOutput()
    {
        string folder = _tool.PathOf("out");

        (int code, string output, string errors) = _tool.RunWith(
            ToolRun.Orders, default, "run", "-", "--json", "--no-timings", "--out", folder, "--reference-date", "2026-02-01");

        Assert.Equal(0, code);
        using JsonDocument summary = JsonDocument.Parse(output);
        Assert.Equal(319, summary.RootElement.GetProperty("rows_kept").GetInt64());
        Assert.StartsWith("2026-02-01", summary.RootElement.GetProperty("reference_date").GetString(), StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(Path.Combine(folder, "summary.json")).Trim(), output.Trim());
        Assert.Contains("left out: 2 of 321 rows", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void StandardInput_AfterTheRun_LeavesNoTemporaryFile()
    {
        string spooled;
        using (InputFiles files = InputFiles.Find(["-"], () => new MemoryStream([1, 2, 3]), default))
        {
            spooled = Assert.Single(files.Paths);
            Assert.Equal([1, 2, 3], File.ReadAllBytes(spooled));
        }

        Assert.False(Directory.Exists(Path.GetDirectoryName(spooled)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_SeveralFilesOrAFolder_AreReadAsOne(bool asFolder)
    {
        string[] lines = ToolRun.Orders.Split('\n');
        string first = _tool.Write("exports/a.csv", string.Join('\n', lines[..100]));
        string second = _tool.Write("exports/b.csv", string.Join('\n', [lines[0], .. lines[100..]]));
        string[] inputs = asFolder ? [_tool.PathOf("exports")] : [second, first];

        (int code, string output, _) = _tool.Run(["run", .. inputs, "--out", _tool.PathOf("out")]);
        (int inspected, string seen, _) = _tool.Run(["inspect", .. inputs]);

        Assert.Equal((0, 0), (code, inspected));
        Assert.Contains("321 rows read, 319 kept: 40 customers", output, StringComparison.Ordinal);
        Assert.Contains($"personalize run {string.Join(' ', inputs)}\n", seen, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FailsAfterReading_CauseFirstAndCleaningReportKept()
    {
        string path = _tool.Write("views.csv", "customer_id,time,event_type,item_id\na,2025-01-01,view,x\n,2025-01-01,view,x\n");
        string folder = _tool.PathOf("deep/out");

        (int code, string output, string errors) = _tool.Run("run", path, "--out", folder);

        Assert.Equal((3, ""), (code, output));
        Assert.Contains("is a purchase", errors.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains("1  no customer: first in row 3", errors, StringComparison.Ordinal);
        Assert.Equal([Path.Combine(folder, "cleaning.json")], Directory.EnumerateFileSystemEntries(folder));
        Assert.Contains("\"rows_read\": 2", File.ReadAllText(Path.Combine(folder, "cleaning.json")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("empty.csv", "")]
    [InlineData("strange.csv", "colour,shape\nred,round\n")]
    [InlineData("truncated.csv.gz", "\u001f\u008b\b")]
    public void Run_UnreadableFile_OneMessage_NoFolder(string name, string content)
    {
        string path = _tool.Write(name, content);

        (int code, string output, string errors) = _tool.Run("run", path, "--out", _tool.PathOf("a/b"));

        Assert.Equal((3, ""), (code, output));
        Assert.Contains(name, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_tool.PathOf("a")));
    }

    [Fact]
    public void Run_Cancelled_Exit130()
    {
        string path = _tool.Write("orders.csv", ToolRun.Orders);

        (int code, string output, string errors) = _tool.RunWith(
            "", new CancellationToken(canceled: true), "run", path, "--out", _tool.PathOf("out"));

        Assert.Equal((130, ""), (code, output));
        Assert.StartsWith("Cancelled.", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_tool.PathOf("out")));
    }

    [Fact]
    public void Run_Strict_StopsAtTheFirstBadRow()
    {
        string path = _tool.Write("orders.csv", ToolRun.Orders);

        (int code, _, string errors) = _tool.Run("run", path, "--strict", "--out", _tool.PathOf("out"));

        Assert.Equal(3, code);
        Assert.Contains("Row 321", errors.Split('\n')[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing.json", null, "There is no catalogue '")]
    [InlineData("broken.json", "{\"version\": 1, \"offers\": 3}", "(--catalogue) can't be used: ")]
    public void Run_CatalogueThatCantBeRead_NamesTheFlag(string name, string? content, string message)
    {
        string path = _tool.Write("orders.csv", ToolRun.Orders);
        if (content is not null) _tool.Write(name, content);

        (int code, _, string errors) = _tool.Run("run", path, "--catalogue", _tool.PathOf(name), "--out", _tool.PathOf("out"));

        Assert.Equal(3, code);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_tool.PathOf("out")));
    }

    /// <summary>What is written where a file of events, of customers, or of earlier offers was read.</summary>
    private static string[] OfFilesAlone =>
    [
        PersonalizationFiles.Cleaning, PersonalizationFiles.CustomerFile, PersonalizationFiles.AttributeProfiles,
        $"{PersonalizationFiles.Models}/{AttributeClustersStep.ModelName}{PersonalizationFiles.ModelExtension}",
        $"{PersonalizationFiles.Models}/{PersonalizationFiles.OfferEffects}{PersonalizationFiles.ModelExtension}",
    ];

    /// <summary>A round of today has no outcome yet: it is told, and counts as given before.</summary>
    [Fact]
    public void Run_ControlThenPastOffers_AreTold()
    {
        string path = _tool.Write("orders.csv", ToolRun.Orders), first = _tool.PathOf("first"), second = _tool.PathOf("second");

        (int code, string output, string errors) = _tool.Run("run", path, "--out", first, "--control", ".25");
        (int again, string learned, string complaints) = _tool.Run(
            "run", path, "--out", second, "--past-offers", Path.Combine(first, "offers.csv"), "--no-timings");
        (int refused, _, string overwritten) = _tool.Run(
            "run", path, "--out", first, "--past-offers", Path.Combine(first, "offers.csv"));

        Assert.Equal((0, "", 0, "", 3), (code, errors, again, complaints, refused));
        Assert.Contains(" without an offer by lot, as a control group\n", output, StringComparison.Ordinal);
        Assert.Contains("earlier offers: 0 of 1 round learned from", learned, StringComparison.Ordinal);
        Assert.Contains("left out: the 30 days after it aren't over\n", learned, StringComparison.Ordinal);
        Assert.Contains("would be overwritten", overwritten, StringComparison.Ordinal);
        using JsonDocument summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(first, "summary.json")));
        Assert.InRange(summary.RootElement.GetProperty("offers").GetProperty("control").GetInt32(), 3, 18);
    }

    [Fact]
    public void Run_PastOffersThatCantBeRead_NamesFileRowAndColumn()
    {
        string path = _tool.Write("orders.csv", ToolRun.Orders);
        string past = _tool.Write("past.csv", "customer_id,issued,offer_id\na,yesterday,x\n");

        (int code, _, string errors) = _tool.Run("run", path, "--out", _tool.PathOf("out"), "--past-offers", past);

        Assert.Equal(3, code);
        Assert.Contains("Row 2, column 'issued', value 'yesterday': isn't a moment", errors, StringComparison.Ordinal);
        Assert.Contains("past.csv", errors, StringComparison.Ordinal);
        Assert.Contains(
            "There is no file of earlier offers",
            _tool.Run("run", path, "--past-offers", _tool.PathOf("none.csv")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ContactsLanguageAndShop_AreInTheMessages()
    {
        string path = _tool.Write("orders.csv", ToolRun.Orders);
        string contacts = _tool.Write("contacts.csv", "customer_id,sent,channel,opened\nc1,2025-01-02T18:00,sms,yes\n");

        (int code, string output, string errors) = _tool.Run(
            "run", path, "--out", _tool.PathOf("out"), "--contacts", contacts, "--language", "de", "--shop", "Gold & Co");

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains(" messages: SMS ", output, StringComparison.Ordinal);
        Assert.Contains("  1 earlier contact learned from, ", output, StringComparison.Ordinal);
        string messages = File.ReadAllText(Path.Combine(_tool.PathOf("out"), "messages.csv"));
        Assert.Contains(",sms,", messages, StringComparison.Ordinal);
        Assert.Contains(",de,", messages, StringComparison.Ordinal);
        Assert.Contains("Gold & Co", messages, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ContactsOrLanguageThatCantBeUsed_NameTheFlagOrTheRow()
    {
        string path = _tool.Write("orders.csv", ToolRun.Orders);
        string contacts = _tool.Write("contacts.csv", "customer_id,sent,channel,opened\nc1,2025-01-02T18:00,fax,yes\n");

        Assert.Contains(
            "Row 2, column 'channel', value 'fax': isn't a channel that is known",
            _tool.Run("run", path, "--out", _tool.PathOf("out"), "--contacts", contacts).Errors, StringComparison.Ordinal);
        Assert.Contains(
            "There is no file of contacts",
            _tool.Run("run", path, "--contacts", _tool.PathOf("none.csv")).Errors, StringComparison.Ordinal);
        (int code, _, string errors) = _tool.Run("run", path, "--language", "tlh");
        Assert.Equal(2, code);
        Assert.Contains("--language", errors, StringComparison.Ordinal);
        Assert.Contains("de, en, es, fr, it, nl, pl", errors, StringComparison.Ordinal);
    }

    /// <summary>The names by which inputs are kept from being overwritten are all names there are.</summary>
    [Fact]
    public void Demo_FewCustomers_WritesTheFilesThatAreKnown()
    {
        string folder = _tool.PathOf("demo");

        (int code, string output, _) = _tool.Run("demo", "--customers", "300", "--out", folder, "--budget", "50");

        Assert.Equal(0, code);
        Assert.Contains("of a budget of 50.00", output, StringComparison.Ordinal);
        Assert.Equal(
            OutputFolder.FileNames.Except(OfFilesAlone).Order(StringComparer.Ordinal),
            FilesOf(folder).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> FilesOf(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'));
}

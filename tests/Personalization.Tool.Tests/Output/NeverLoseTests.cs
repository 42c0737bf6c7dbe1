namespace Personalization.Tool.Tests;

/// <summary>No run takes anything from the user: all of this is noticed before the work.</summary>
public sealed class NeverLoseTests : IDisposable
{
    private readonly ToolRun _tool = new();

    public void Dispose() => _tool.Dispose();

    [Theory]
    [InlineData("customers.csv")]
    [InlineData("report.html")]
    [InlineData("models/clusters.safetensors")]
    public void Run_InputInTheOutputFolderNamedLikeAResult_IsRefusedAndStays(string name)
    {
        string path = _tool.Write($"out/{name}", ToolRun.Orders);

        AssertRefused("would be overwritten by the result", path, "--out", _tool.PathOf("out"));

        Assert.Equal(ToolRun.Orders, File.ReadAllText(path));
    }

    [Fact]
    public void Run_InputInTheOutputFolderOfAnotherName_IsNoConflict()
    {
        string path = _tool.Write("out/orders.csv", ToolRun.Orders);

        using OutputFolder folder = OutputFolder.Prepare(_tool.PathOf("out"), [path]);

        Assert.Equal(["orders.csv"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_ResultIsALinkToTheInput_IsRefused(bool folderIsALink)
    {
        string path = _tool.Write("data/offers.csv", ToolRun.Orders);
        Directory.CreateDirectory(_tool.PathOf("out"));
        if (folderIsALink) Directory.CreateSymbolicLink(_tool.PathOf("linked"), _tool.PathOf("data"));
        else File.CreateSymbolicLink(_tool.PathOf("out/offers.csv"), path);

        AssertRefused("would be overwritten by the result", path, "--out", _tool.PathOf(folderIsALink ? "linked" : "out"));
    }

    [Fact]
    public void SameFile_HardLink_IsTheSame()
    {
        string path = _tool.Write("orders.csv", ToolRun.Orders), link = _tool.PathOf("linked.csv"), copy = _tool.PathOf("copy.csv");
        Assert.SkipWhen(OperatingSystem.IsWindows(), "ln is not there");
        using (System.Diagnostics.Process made = System.Diagnostics.Process.Start("ln", [path, link])) made.WaitForExit();
        File.Copy(path, copy);
        File.SetLastWriteTimeUtc(copy, File.GetLastWriteTimeUtc(path));

        Assert.True(SameFile.Is(path, link));
        Assert.False(SameFile.Is(path, copy));
        Assert.False(SameFile.Is(path, _tool.PathOf("nothing.csv")));
    }

    [Fact]
    public void Run_CatalogueWouldBeOverwritten_IsRefused()
    {
        string path = _tool.Write("orders.csv", ToolRun.Orders), catalogue = _tool.PathOf("out/summary.json");
        _tool.Write("out/summary.json", "");
        Incentives.OfferCatalogue.Example.Save(catalogue);

        AssertRefused("would be overwritten by the result", path, "--catalogue", catalogue, "--out", _tool.PathOf("out"));
    }

    [Fact]
    public void Run_OutputFolderIsAFile_IsRefusedAndStays()
    {
        string path = _tool.Write("orders.csv", ToolRun.Orders), file = _tool.Write("notes", "mine");

        AssertRefused("it is a file. Give another with --out.", path, "--out", file);
        AssertRefused("Give another with --out.", path, "--out", Path.Combine(file, "below"));

        Assert.Equal("mine", File.ReadAllText(file));
    }

    [Fact]
    public void Run_OutputFolderCantBeMade_IsRefused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no /proc");
        string path = _tool.Write("orders.csv", ToolRun.Orders);

        AssertRefused("The output folder '/proc/results' can't be written", path, "--out", "/proc/results");
    }

    [Fact]
    public void Run_NoSuchFileOrEmptyFolder_SaysWhereItLooked()
    {
        Directory.CreateDirectory(_tool.PathOf("empty"));

        AssertRefused($"There is no file '{_tool.PathOf("no.csv")}' (looked for ", _tool.PathOf("no.csv"));
        AssertRefused("is a folder without a file", _tool.PathOf("empty"));
    }

    private void AssertRefused(string message, params string[] arguments)
    {
        (int code, string output, string errors) = _tool.Run(["run", .. arguments]);

        Assert.Equal((3, ""), (code, output));
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.Single(errors.Trim().Split('\n'));
    }
}

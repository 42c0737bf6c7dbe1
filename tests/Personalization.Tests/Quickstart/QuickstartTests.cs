using System.Diagnostics;

namespace Personalization.Tests;

/// <summary>Runs the built Quickstart as its users do, in a process of its own.</summary>
public sealed class QuickstartTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("personalization-quickstart-");

    public void Dispose() => _folder.Delete(recursive: true);

    private (int Code, string Output, string Errors) Run(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = _folder.FullName,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Quickstart.dll"));
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.GetAwaiter().GetResult());
    }

    [Fact]
    public void NoArgument_SimulatedShop_WritesEveryFile()
    {
        (int code, string output, _) = Run("--customers", "300", "--budget", "200");

        Assert.Equal(0, code);
        Assert.Contains(PersonalizationFiles.Report, output, StringComparison.Ordinal);
        Assert.Contains("item-neighbors 0.", output, StringComparison.Ordinal);
        Assert.Contains("by behaviour: ", output, StringComparison.Ordinal);
        string folder = Path.Combine(_folder.FullName, "personalization-out");
        string[] files =
        [
            .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order(StringComparer.Ordinal)!,
        ];
        Assert.Equal(
            [
                "beha2vec.safetensors", "behavior-clusters.json", "churn.safetensors", "clusters.safetensors", "customers.csv",
                "lifetime.safetensors", "messages.csv", "neural-cf.json", "neural-cf.safetensors", "offers.csv", "recommendations.csv",
                "recommender.safetensors", "report.html", "segments.csv", "spend.safetensors", "summary.json",
            ],
            files);
    }

    [Fact]
    public void File_OfOrders_WritesTheCleaningReportToo()
    {
        string path = Path.Combine(_folder.FullName, "orders.csv");
        File.WriteAllText(
            path,
            "customer_id,time,item_id,quantity,unit_price,order_id\n"
            + "a,2025-01-01,x,1,5,o1\n,2025-01-02,x,1,5,o2\nb,2025-01-03,y,2,7.50,o3\n");

        (int code, _, string errors) = Run(path, "--out", "out");

        Assert.Equal((0, true), (code, File.Exists(Path.Combine(_folder.FullName, "out", "cleaning.json"))));
        Assert.DoesNotContain("Exception", errors, StringComparison.Ordinal);
        Assert.Contains(
            "\"rows_kept\": 2", File.ReadAllText(Path.Combine(_folder.FullName, "out", "summary.json")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--frobnicate", "'--frobnicate' is not known")]
    [InlineData("--budget", "'--budget' needs a value")]
    [InlineData("--seed=three", "'three' of '--seed' is not a whole number from 0")]
    public void BadArgument_OneMessage_Exit2(string argument, string message)
    {
        (int code, string output, string errors) = Run(argument);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.Single(errors.Trim().Split('\n'));
    }

    [Theory]
    [InlineData("nothing.csv", null)]
    [InlineData("empty.csv", "")]
    [InlineData("strange.csv", "colour,shape\nred,round\n")]
    [InlineData("truncated.csv.gz", "\u001f\u008b\b")]
    public void BadInput_OneMessage_Exit3(string name, string? content)
    {
        if (content is not null) File.WriteAllText(Path.Combine(_folder.FullName, name), content, System.Text.Encoding.Latin1);

        (int code, string output, string errors) = Run(name);

        Assert.Equal((3, ""), (code, output));
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.FullName, "personalization-out")));
    }

    [Fact]
    public void FileWithoutAPurchase_Exit3_WhatWasReadIsKept()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "views.csv"), "customer_id,time,event_type,item_id\na,2025-01-01,view,x\n");

        (int code, string output, string errors) = Run("views.csv");

        Assert.Equal((3, ""), (code, output));
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        string folder = Path.Combine(_folder.FullName, "personalization-out");
        Assert.Equal(["cleaning.json"], Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName));
    }
}

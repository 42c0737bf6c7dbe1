using System.Globalization;
using System.Text;
using Personalization.Core;

namespace Personalization.Data.Tests;

public sealed class SeveralFilesTests : IDisposable
{
    private const string Header = "customer,date,price\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("personalization-files-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Read_Folder_IsOneLogInTheOrderOfNames()
    {
        Write("2024-02.csv", Header + "b,2024-02-05,5\n");
        Write("2024-01.csv", Header + "a,2024-01-05,10\n");
        Write(".hidden.csv", "garbage");
        EventReadResult result = EventFile.Read(_folder.FullName, cancellationToken: Token);

        Assert.Equal("a 10, b 5", ShopCase.Net(result));
        Assert.Equal((_folder.Name, 2L), (result.Report.Source, result.Report.RowsRead));
        Assert.Equal(["a", "b"], EventFile.Inspect(_folder.FullName, cancellationToken: Token).Log!.Customers.Select(c => c.Value));
    }

    [Fact]
    public void Read_DatesOfOneFileTellOfAll()
    {
        string first = Write("a.csv", Header + "a,05/01/2024,10\n"), second = Write("b.csv", Header + "b,13/01/2024,5\n");
        EventReadResult result = EventFile.Read([second, first], cancellationToken: Token);

        Assert.Equal(("2024-01-05", "2024-01-13"), (ShopCase.Days(result, "a"), ShopCase.Days(result, "b")));
        Assert.Equal("a.csv and 1 more", result.Report.Source);
    }

    [Fact]
    public void Read_OtherColumns_AreRefusedByName()
    {
        Write("a.csv", Header + "a,2024-01-05,10\n");
        Write("b.csv", "price,date,customer\n5,2024-02-05,b\n");
        Assert.Equal("a 10, b 5", ShopCase.Net(EventFile.Read(_folder.FullName, cancellationToken: Token)));

        Write("c.csv", "customer,date,amount\nb,2024-02-05,5\n");
        string message = Assert.Throws<EventFileException>(() => EventFile.Read(_folder.FullName, cancellationToken: Token)).Message;
        Assert.Contains("c.csv has other columns than a.csv: it lacks [price] and has [amount] besides", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BadRow_IsNamedWithItsFile()
    {
        Write("a.csv", Header + "a,2024-01-05,10\n");
        Write("b.csv", Header + "b,2024-02-05,5\nb,2024-02-06,5\nb,never,5\n");
        EventFileException e = Assert.Throws<EventFileException>(
            () => EventFile.Read(_folder.FullName, new() { Errors = RowErrorMode.Strict }, cancellationToken: Token));

        Assert.StartsWith("b.csv: Row 4, column 'date', value 'never'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoFiles_SaysSo()
    {
        Assert.Contains(
            "is a folder without files",
            Assert.Throws<EventFileException>(() => EventFile.Read(_folder.FullName, cancellationToken: Token)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => EventFile.Read(Array.Empty<string>(), cancellationToken: Token));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_FileThatChangesMeanwhile_IsAnError(bool isCut)
    {
        StringBuilder text = new(Header);
        for (int i = 0; i < 400_000; i++) text.Append(CultureInfo.InvariantCulture, $"c{i % 1000},2024-01-{1 + (i % 28):00},{i % 90}\n");
        string path = Write("a.csv", text.ToString());
        Change change = new(() =>
        {
            // From outside .NET, whose own locks would refuse it.
            using System.Diagnostics.Process process = System.Diagnostics.Process.Start(
                "/bin/sh", ["-c", isCut ? $"truncate -s {text.Length / 2} '{path}'" : $"echo 'x,2024-01-01,1' >> '{path}'"]);
            process.WaitForExit();
        });
        if (!OperatingSystem.IsLinux()) Assert.Skip("Windows doesn't let a file be changed while it is read.");

        EventFileException e = Assert.Throws<EventFileException>(() => EventFile.Read(path, null, change, Token));
        Assert.StartsWith("a.csv changed while it was read", e.Message, StringComparison.Ordinal);
        Assert.True(change.WasMade);
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Does something once reading has begun.</summary>
    private sealed class Change(Action change) : IProgress<FitProgress>
    {
        public bool WasMade { get; private set; }

        public void Report(FitProgress value)
        {
            if (WasMade) return;
            WasMade = true;
            change();
        }
    }
}

using Personalization.Simulation;

namespace Personalization.Tests;

/// <summary>
/// Makes a temporary folder the current one, with a simulated <c>orders.csv</c> in it, as a reader of the docs would have.
/// </summary>
internal sealed class SnippetFolder : IDisposable
{
    private readonly string _before = Environment.CurrentDirectory;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("personalization-docs-");

    public SnippetFolder()
    {
        using (FileStream file = File.Create(Path.Combine(_folder.FullName, "orders.csv")))
            JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = 300, Seed = 3 }).WriteCsv(file);
        Environment.CurrentDirectory = _folder.FullName;
    }

    public void Dispose()
    {
        Environment.CurrentDirectory = _before;
        _folder.Delete(recursive: true);
    }
}

/// <summary>Tests that change the current directory run one after the other, and beside no others.</summary>
[CollectionDefinition("current directory", DisableParallelization = true)]
public sealed class CurrentDirectoryCollection;

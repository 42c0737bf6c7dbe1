using System.Text;
using System.Text.RegularExpressions;

namespace Personalization.Incentives.Tests;

/// <summary>The catalogues that docs/how-to/write-an-offer-catalogue.md shows are read, and its tables name every field.</summary>
public sealed partial class CatalogueDocsTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(FindRoot(), "docs", "how-to", "write-an-offer-catalogue.md"));

    [GeneratedRegex(@"^```json\n(?<json>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex JsonBlock { get; }

    [Fact]
    public void Page_Catalogues_AreReadAndHaveNoFindings()
    {
        MatchCollection blocks = JsonBlock.Matches(Page.ReplaceLineEndings("\n"));

        Assert.Equal(2, blocks.Count);
        Assert.All(blocks, block => Assert.Empty(OfferCatalogue.Parse(Encoding.UTF8.GetBytes(block.Groups["json"].Value)).Check()));
    }

    [Fact]
    public void Page_Tables_NameEveryField() =>
        Assert.All(
            [
                .. CatalogueNames.Catalogue, .. CatalogueNames.Offer, .. CatalogueNames.Variant, .. CatalogueNames.Goal,
                .. CatalogueNames.Redemption, .. CatalogueNames.Eligibility, .. CatalogueNames.Kinds.Keys, .. CatalogueNames.Goals.Keys,
            ],
            name => Assert.Contains($"`{name}`", Page, StringComparison.Ordinal));

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Personalization.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The repository wasn't found above the test.");
    }
}

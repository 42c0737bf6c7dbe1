using Personalization.Core;
using Personalization.Data;
using Personalization.Incentives;
using Personalization.Rfm;

namespace Personalization.Tests;

/// <summary>The code of docs/how-to, run in a folder with a simulated orders.csv.</summary>
[Collection("current directory")]
public sealed class HowToSnippets : IDisposable
{
    private readonly SnippetFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ReadYourFile_GermanColumns_MapsThem()
    {
        File.WriteAllText("kunden.csv", "Kundennummer;Datum;Artikel;Menge;Preis;Beleg;Country\n17;24.12.2025 18:30;Ring;2;19,90;B1;DE\n");

        EventReadResult mapped = EventFile.Read("kunden.csv", new EventReadOptions
        {
            Columns = new ColumnMapping
            {
                Names = new Dictionary<EventField, string>
                {
                    [EventField.Customer] = "Kundennummer",
                    [EventField.Time] = "Datum",
                    [EventField.Item] = "Artikel",
                    [EventField.Quantity] = "Menge",
                    [EventField.UnitPrice] = "Preis",
                    [EventField.Order] = "Beleg",
                },
            },
            DateFormats = ["dd.MM.yyyy HH:mm"],
            DecimalComma = true,
        });

        foreach (RuleCount rule in mapped.Report.Rules)
            Console.WriteLine(
                $"{rule.Name}: {rule.Dropped} dropped, {rule.Repaired} repaired, first in row {rule.Examples.FirstOrDefault()?.Row}");

        CustomerAttribute? country = mapped.Log.CustomerAttributes.Find("country");
        string? ofTheFirst = country?[0];

        Assert.Equal("DE", ofTheFirst);
        Assert.Equal(39.80m, OrderTable.From(mapped.Log).Total);
        Assert.Equal(new DateTime(2025, 12, 24, 18, 30, 0), mapped.Log.LastTime);
    }

    [Fact]
    public void ReadYourFile_RulesOfYourOwn_Count()
    {
        File.WriteAllText(
            "retail.csv",
            "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n"
            + "1,POST,POSTAGE,1,2011-01-01 10:00:00,18,7,X\n1,A,Lamp,1,2011-01-01 10:00:00,5,7,X\n");
        EventReadOptions strict = new() { Errors = RowErrorMode.Strict };
        EventReadOptions own = new()
        {
            Rules =
            [
                .. CleaningRules.For(EventLayouts.OnlineRetail),
                CleaningRule.Custom(
                    "postage",
                    "Postage isn't an item that anybody is recommended.",
                    row => row.Item == "POST" ? RowVerdict.Drop : RowVerdict.Keep),
            ],
        };

        EventReadResult read = EventFile.Read("retail.csv", own);

        Assert.Equal(1, read.Report["postage"].Dropped);
        Assert.Equal(1, read.Log.EventCount);
        Assert.Equal(2, EventFile.Read("retail.csv", strict).Log.EventCount);
    }

    [Fact]
    public void SegmentByYourRules_FirstThatHolds_Names()
    {
        RfmTable rfm = RfmTable.From(EventFile.Read("orders.csv").Log);

        SegmentTable shopify = rfm.Score().Segment(SegmentGrids.Shopify);

        SegmentRules rules = new(
            "ours",
            [
                new SegmentRule("Whales", (row, score) => row.Monetary > 5_000m, "spent more than 5,000", "call them"),
                new SegmentRule("Regulars", (row, score) => score.Frequency >= 4, "order often", "early access"),
                new SegmentRule("Slipping", (row, score) => score.Recency <= 2 && score.Frequency >= 3, "used to order often", "win back"),
            ],
            otherwise: new Segment("Everybody else", "none of the above", "newsletter"));
        SegmentTable ours = rfm.Score().Segment(rules);
        PipelineSteps withOurs = PipelineSteps.Default.Replace(new SegmentsStep(new() { Segmentation = rules }));

        Assert.Equal(rfm.Count, ours.Profiles.Sum(p => p.Customers));
        Assert.Equal(rfm.Count + rfm.Prospects.Count, shopify.Profiles.Sum(p => p.Customers));
        Assert.Contains(
            "Whales", new PersonalizationPipeline(steps: withOurs).Run("orders.csv").Customers.Column<CategoryColumn>("segment").Levels);
    }

    [Fact]
    public void WriteAnOfferCatalogue_ThePagesJson_PlansWithinTheBudget()
    {
        string page = File.ReadAllText(Path.Combine(DocumentationTests.Root, "docs", "how-to", "write-an-offer-catalogue.md"));
        File.WriteAllText("spring.json", page.Split("```json")[1].Split("```")[0]);

        OfferCatalogue catalogue = OfferCatalogue.Read("spring.json");
        PersonalizationResult spring = new PersonalizationPipeline(
            new() { Budget = 2_000m }, PipelineSteps.Default.Replace(new OffersStep(new() { Catalogue = catalogue }))).Run("orders.csv");

        PipelineSteps expected = PipelineSteps.Default.Replace(
            new OffersStep(new() { Allocation = new AllocationOptions { Basis = BudgetBasis.Expected, GrossMargin = .35m } }));

        Assert.InRange(spring.Offers.BudgetUsed, 0, 2_000m);
        Assert.InRange(new PersonalizationPipeline(new() { Budget = 2_000m }, expected).Run("orders.csv").Offers.BudgetUsed, 0.01m, 2_000m);
    }
}

using System.Globalization;
using AngleSharp.Html.Dom;
using Personalization.Core;
using Personalization.Insights;
using Personalization.Insights.Tests;
using Personalization.Recommendations;
using Personalization.TestKit;

namespace Personalization.Tests;

/// <summary>What the report says of a hybrid's parts is what the model knows of them.</summary>
public sealed class HybridReportTests
{
    private static readonly EventLog Log = Shops.Random(80, 40, 1_500, seed: 6);

    private static readonly HybridModel Model =
        new HybridTrainer().Fit(Log);

    [Fact]
    public void Blocks_FittedModel_FigureAndPointsOfEachPart()
    {
        TableBlock table = HybridReport.Blocks(Model).OfType<TableBlock>().Single();

        Assert.Equal(["Item neighbours", "Popular", "Popular now", "Content"], table.Rows.Select(row => row[0]));
        for (int part = 0; part < Model.PartNames.Count; part++)
        {
            string name = Model.PartNames[part];
            IReadOnlyList<double> weights = Model.WeightsOf(name, 8);
            double points = (3 * weights[0]) + (Math.Log(4) * weights[1]);
            Assert.Equal(Model.ValidationNdcgOf(name)!.Value, double.Parse(table.Rows[part][1], CultureInfo.InvariantCulture), .00005);
            Assert.Equal(points, double.Parse(table.Rows[part][4], CultureInfo.InvariantCulture), .0051);
        }
    }

    [Fact]
    public void Blocks_NothingToLearnFrom_SaysSo()
    {
        HybridModel model = new HybridTrainer().Fit(
            Shops.Purchases("a: x"), cancellationToken: TestContext.Current.CancellationToken);
        ReportBlock[] blocks = [.. HybridReport.Blocks(model)];

        Assert.All(((TableBlock)blocks[0]).Rows, row => Assert.Equal("–", row[1]));
        Assert.Contains("each part counts alike", ((ParagraphBlock)blocks[1]).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_ListsOfAHybridOrNot_TableOnlyThen()
    {
        IReadOnlyList<CustomerRecommendations> lists = Model.RecommendAll(3, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(4, Rows(Model).Length);
        Assert.Empty(Rows(null));

        string[][] Rows(HybridModel? hybrid)
        {
            ReportBuilder report = new();
            RecommendationsReport.Add(report, lists, Log, null, hybrid);
            IHtmlDocument page = PageReading.Parse(report.Build());
            PageReading.AssertLinked(page);
            return PageReading.RowsOf(page, "recommendations");
        }
    }
}

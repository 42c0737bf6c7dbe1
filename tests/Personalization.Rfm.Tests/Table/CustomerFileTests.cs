using System.Text;
using Personalization.Core;
using Personalization.TestKit;
using static Personalization.Rfm.Tests.Logs;

namespace Personalization.Rfm.Tests;

/// <summary>The columns of all tables side by side, against a writer that takes every cell from the tables themselves.</summary>
public sealed class CustomerFileTests
{
    [Fact]
    public void Columns_RandomLog_WriteTheCellsOfTheTables() => Check(EventLog.From(Random(20_000, 1_500, seed: 8)), SegmentGrids.TenNames);

    [Fact]
    public void Columns_OnlineRetail_WriteTheCellsOfTheTables()
    {
        string? path = TestData.Find("online-retail-ii/online_retail_II.csv.gz");
        Assert.SkipWhen(path is null, TestData.SkipReason);

        Check(RealDataTests.ReadRetail(path!), SegmentGrids.TenNames);
    }

    [Fact]
    public void ToColumns_Prospects_HaveASegmentAndNoScores()
    {
        EventLog log = EventLog.From([Buy("ann", "2024-01-01", 1m), Event(EventType.View, "bob", "2024-01-02")]);
        SegmentTable segments = Measure(log).Score().Segment(SegmentGrids.Shopify);
        IReadOnlyList<CustomerColumn> columns = segments.ToColumns(new CustomerTable(log.Customers, default));

        Assert.Equal(["recency_score", "frequency_score", "monetary_score", "segment"], columns.Select(column => column.Name));
        Assert.Equal(
            [null, null, null, segments[new CustomerId("bob")].Name], columns.Select(column => column.TextAt(1)));
        Assert.All(columns, column => Assert.False(column.IsMissing(0)));
        Assert.Contains("1 (worst) to 5 (best)", columns[0].Description, StringComparison.Ordinal);
    }

    private static void Check(EventLog log, Segmentation segmentation)
    {
        OrderTable orders = OrderTable.From(log, cancellationToken: TestContext.Current.CancellationToken);
        RfmTable rfm = RfmTable.From(orders, cancellationToken: TestContext.Current.CancellationToken);
        SegmentTable segments = rfm.Score().Segment(segmentation);
        PurchaseBehavior behavior = PurchaseBehavior.From(orders, cancellationToken: TestContext.Current.CancellationToken);
        RepeatPurchaseRates rates = RepeatPurchaseRates.From(orders);

        CustomerTable table = rfm.ToCustomerTable();
        table = table.With(segments.ToColumns(table)).With(rates.ToColumn(table)).With(behavior.ToColumns(table));
        Assert.NotEqual(0, table.Count);
        using MemoryStream file = new();
        table.WriteCsv(file, TestContext.Current.CancellationToken);

        Assert.Equal(Expected(rfm, segments, behavior, rates), Encoding.UTF8.GetString(file.ToArray()));
        for (int row = 0; row < table.Count; row++)
        {
            CustomerProfile profile = table[row];
            Assert.Equal(rfm[row].AverageOrder, profile.Table.Column<MoneyColumn>("average_order").AmountAt(row));
            Assert.Equal(behavior.AffinityOf(profile.Id).Select(share => share.Category), profile.Categories);
        }
    }

    private static string Expected(RfmTable rfm, SegmentTable segments, PurchaseBehavior behavior, RepeatPurchaseRates rates)
    {
        using MemoryStream file = new();
        string[] header =
        [
            "customer_id", "recency_days", "frequency", "monetary", "tenure_days", "average_order", "recency_score", "frequency_score",
            "monetary_score", "segment", "purchase_probability", "top_category", "browsing_share", "cart_abandonment", "discount_share",
            "refund_share", "mean_days_between_orders", "favorite_hour", "favorite_weekday",
        ];
        using (CsvTableWriter csv = new(file, header, leaveOpen: true))
        {
            for (int row = 0; row < rfm.Count; row++)
            {
                RfmRow own = rfm[row];
                RfmScore score = segments.Scores[row];
                PurchaseBehaviorRow habits = behavior[own.Customer];
                csv.Write(own.Customer.Value).Write(own.RecencyDays).Write(own.Frequency).Write(own.Monetary).Write(own.TenureDays);
                csv.Write(Math.Round(own.AverageOrder, 4)).Write(score.Recency).Write(score.Frequency).Write(score.Monetary);
                csv.Write(segments[own.Customer].Name);
                csv.Write(Math.Round(rates.Probability(own.RecencyDays, own.Frequency) ?? double.NaN, 6));
                csv.Write(habits.TopCategory).Write(Math.Round(habits.BrowsingShare, 6)).Write(Math.Round(habits.CartAbandonment, 6));
                csv.Write(Math.Round(habits.DiscountShare, 6)).Write(Math.Round(habits.RefundShare, 6));
                csv.Write(Math.Round(habits.MeanDaysBetweenOrders, 6)).Write(habits.FavoriteHour).Write(habits.FavoriteWeekday.ToString());
                csv.EndRow();
            }
        }

        return Encoding.UTF8.GetString(file.ToArray());
    }
}

using Personalization.Core;
using Personalization.Incentives;
using Personalization.Insights;
using Personalization.Numerics;
using Personalization.Recommendations;
using Personalization.Rfm;

namespace Personalization;

/// <summary>Writes a result's files. Rows follow the ordinal order of customer ids, so that equal results give equal bytes.</summary>
internal sealed class ResultFiles(PersonalizationResult result, string folder)
{
    public void Write(bool includeTimings, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        Action[] files = [Offers, Recommendations, Customers, Segments, Cleaning, Models, () => result.Report.Save(In(PersonalizationFiles.Report)), () => Summary(includeTimings)];
        ParallelChunks.Run(files.Length, 1, (index, _, _) => files[index](), result.Options.Threads, cancellationToken);
    }

    private string In(string name) => Path.Combine(folder, name);

    private void Customers()
    {
        using CsvTableWriter csv = CsvTableWriter.Create(
            In(PersonalizationFiles.Customers),
            "customer_id", "recency_days", "frequency", "monetary", "tenure_days", "average_order", "recency_score", "frequency_score", "monetary_score", "segment",
            "cluster", "cluster_name", "purchase_probability", "top_category", "browsing_share", "cart_abandonment", "discount_share", "refund_share",
            "mean_days_between_orders", "favorite_hour", "favorite_weekday");
        for (int row = 0; row < result.Rfm.Count; row++)
        {
            RfmRow rfm = result.Rfm[row];
            RfmScore score = result.Segments.Scores[row];
            CustomerProfile profile = result.Customers[row];
            PurchaseBehaviorRow behavior = result.Behavior[rfm.Customer];
            csv.Write(rfm.Customer.Value).Write(rfm.RecencyDays).Write(rfm.Frequency).Write(rfm.Monetary).Write(rfm.TenureDays).Write(Math.Round(rfm.AverageOrder, 4));
            csv.Write(score.Recency).Write(score.Frequency).Write(score.Monetary).Write(profile.Segment);
            csv.Write(profile.Cluster is { } cluster ? Invariant(cluster) : null).Write(profile.ClusterName);
            csv.Write(profile.PurchaseProbability is { } probability ? Math.Round(probability, 6) : double.NaN);
            csv.Write(behavior.TopCategory).Write(Rounded(behavior.BrowsingShare)).Write(Rounded(behavior.CartAbandonment)).Write(Rounded(behavior.DiscountShare));
            csv.Write(Rounded(behavior.RefundShare)).Write(Rounded(behavior.MeanDaysBetweenOrders)).Write(behavior.FavoriteHour).Write(behavior.FavoriteWeekday.ToString());
            csv.EndRow();
        }
    }

    private void Segments()
    {
        using CsvTableWriter csv = CsvTableWriter.Create(
            In(PersonalizationFiles.Segments),
            "segment", "customers", "share_of_customers", "revenue", "share_of_revenue", "median_recency_days", "median_frequency", "median_monetary", "average_order",
            "offers", "offer_cost", "offer_expected_value", "description", "action");
        Dictionary<string, OfferPlanGroup> offers = result.Offers.BySegment.ToDictionary(group => group.Name, StringComparer.Ordinal);
        foreach (SegmentProfile profile in result.Segments.Profiles)
        {
            OfferPlanGroup? offered = offers.GetValueOrDefault(profile.Segment.Name);
            csv.Write(profile.Segment.Name).Write(profile.Customers).Write(Rounded(profile.ShareOfCustomers)).Write(profile.Revenue).Write(Rounded(profile.ShareOfRevenue));
            csv.Write(profile.MedianRecencyDays).Write(profile.MedianFrequency).Write(profile.MedianMonetary).Write(Math.Round(profile.AverageOrder, 4));
            csv.Write(offered?.Offers ?? 0).Write(offered is null ? 0 : Cost(offered)).Write(offered?.ExpectedNet ?? 0);
            csv.Write(profile.Segment.Description).Write(profile.Segment.Action);
            csv.EndRow();
        }
    }

    private void Recommendations()
    {
        using CsvTableWriter csv = CsvTableWriter.Create(
            In(PersonalizationFiles.Recommendations), "customer_id", "rank", "item_id", "item_title", "score", "source", "because_of");
        foreach (CustomerRecommendations list in result.Recommendations)
        {
            for (int i = 0; i < list.Recommendations.Count; i++)
            {
                Recommendation recommendation = list.Recommendations[i];
                csv.Write(list.Customer.Value).Write(i + 1).Write(recommendation.Item.Value).Write(result.Log.Items.Find(recommendation.Item)?.Title);
                csv.Write(Rounded(recommendation.Score)).Write(recommendation.Source == RecommendationSource.Personal ? "personal" : "popular");
                csv.Write(string.Join(' ', recommendation.BecauseOf.Select(item => item.Value)));
                csv.EndRow();
            }
        }
    }

    private void Offers()
    {
        using CsvTableWriter csv = CsvTableWriter.Create(
            In(PersonalizationFiles.Offers),
            "customer_id", "segment", "offer_id", "offer", "expected_cost", "worst_case_cost", "expected_margin", "expected_value", "baseline_probability", "uplift", "expires", "items", "reasons");
        foreach (OfferDecision decision in result.Offers.Decisions)
        {
            csv.Write(decision.Customer.Value).Write(decision.Profile.Segment).Write(decision.Offer?.Id).Write(decision.Offer?.Name);
            csv.Write(decision.ExpectedCost).Write(decision.WorstCaseCost).Write(decision.ExpectedMargin).Write(decision.ExpectedNet);
            csv.Write(Rounded(decision.BaselineProbability)).Write(Rounded(decision.Uplift));
            csv.Write(decision.Expires?.ToString("yyyy-MM-dd'T'HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture));
            csv.Write(string.Join(' ', decision.Items.Select(item => item.Item.Value))).Write(string.Join(" | ", decision.Reasons));
            csv.EndRow();
        }
    }

    private void Cleaning()
    {
        if (result.Cleaning is null)
        {
            File.Delete(In(PersonalizationFiles.Cleaning));
            return;
        }

        using FileStream file = File.Create(In(PersonalizationFiles.Cleaning));
        result.Cleaning.WriteJson(file);
    }

    private void Models()
    {
        string models = In(PersonalizationFiles.Models);
        Directory.CreateDirectory(models);
        result.Recommender.Save(Path.Combine(models, PersonalizationFiles.Recommender + PersonalizationFiles.ModelExtension));
        string clusters = Path.Combine(models, PersonalizationFiles.Clusters + PersonalizationFiles.ModelExtension);
        if (result.Clusters is { } selection) selection.Model.Save(clusters);
        else File.Delete(clusters);
    }

    private void Summary(bool includeTimings)
    {
        using FileStream file = File.Create(In(PersonalizationFiles.Summary));
        result.Summarize().WriteJson(file, includeTimings);
    }

    private decimal Cost(OfferPlanGroup group) =>
        result.Offers.Options.Basis == BudgetBasis.Expected ? group.ExpectedCost : group.WorstCaseCost;

    /// <summary>Six decimals: enough for a share, and the same text wherever the last bits of a logarithm differ.</summary>
    private static double Rounded(double value) => Math.Round(value, 6);

    private static string Invariant(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

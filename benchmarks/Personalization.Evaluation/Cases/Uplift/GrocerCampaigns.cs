using System.Globalization;
using System.IO.Compression;
using Personalization.Core;

namespace Personalization.Evaluation.Cases;

/// <summary>A campaign of the grocer of Complete Journey: to whom coupons were sent, and who redeemed one.</summary>
internal sealed record GrocerCampaign(
    string Id, string Type, DateTime Start, DateTime End, string[] Households, HashSet<string> Redeemed);

/// <summary>The grocer's campaigns, and what was known of a household before each.</summary>
internal sealed class GrocerCampaigns
{
    public static readonly IReadOnlyList<FeatureColumn> Columns =
    [
        new("campaign_type"), new("campaigns_before"), new("redeemed_before"), new("share_redeemed"), new("days_since_redeemed")
        {
            Missing = MissingNumber.Median, FlagMissing = true,
        },
        new("baskets"), new("spend"), new("coupon_share"), new("age"), new("income"), new("household_size"),
    ];

    private readonly Dictionary<string, List<(DateTime Time, string Campaign)>> _redemptions = [];
    private readonly Dictionary<string, List<(DateTime Time, string Basket, double Sales, double Coupon)>> _lines = [];
    private readonly Dictionary<string, string[]> _demographics;

    public GrocerCampaigns(EvaluationContext context)
    {
        Dictionary<string, HashSet<string>> redeemed = [];
        foreach (string[] row in Rows(context, "coupon_redemptions"))
        {
            Of(_redemptions, row[0]).Add((Time(row[3]), row[2]));
            if (!redeemed.TryGetValue(row[2], out HashSet<string>? own)) redeemed[row[2]] = own = [];
            own.Add(row[0]);
        }

        foreach (string[] row in Rows(context, "transactions_sample"))
            Of(_lines, row[0]).Add((Time(row[10]), row[2], Number(row[5]), Number(row[7])));
        _demographics = Rows(context, "demographics").ToDictionary(row => row[0]);
        ILookup<string, string> sent = Rows(context, "campaigns").ToLookup(row => row[0], row => row[1]);
        Campaigns =
        [
            .. Rows(context, "campaign_descriptions").Select(row => new GrocerCampaign(
                row[0], row[1], Time(row[2]), Time(row[3]), [.. sent[row[0]].Distinct()], redeemed.GetValueOrDefault(row[0], []))).OrderBy(
                campaign => campaign.Start).ThenBy(campaign => campaign.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>In the order of their starts.</summary>
    public IReadOnlyList<GrocerCampaign> Campaigns { get; }

    /// <summary>The households of a campaign as they were known at its start, and who then redeemed.</summary>
    public ProbabilitySlice Slice(GrocerCampaign campaign)
    {
        IdIndex<CustomerId> ids = IdIndex<CustomerId>.From(campaign.Households.Select(household => new CustomerId(household)));
        string[] own = [.. ids.Values];
        GrocerCampaign[] before = [.. Campaigns.Where(other => other.Start < campaign.Start)];
        List<(DateTime Time, string Campaign)>[] redeemed =
            [.. own.Select(id => Of(_redemptions, id).Where(one => one.Time < campaign.Start).ToList())];
        long[] campaigns = [.. own.Select(id => (long)before.Count(other => other.Households.Contains(id)))];
        List<(DateTime Time, string Basket, double Sales, double Coupon)>[] lines =
            [.. own.Select(id => Of(_lines, id).Where(line => line.Time < campaign.Start).ToList())];
        double[] spend = [.. lines.Select(household => household.Sum(line => line.Sales))];
        CustomerTable table = new CustomerTable(ids, campaign.Start).With(
            new CategoryColumn("campaign_type", [.. own.Select(_ => campaign.Type)]),
            new WholeNumberColumn("campaigns_before", campaigns),
            new WholeNumberColumn("redeemed_before", [.. redeemed.Select(household => (long)household.Count)]),
            new NumberColumn(
                "share_redeemed",
                [
                    .. redeemed.Select(
                        (household, i) => household.Select(one => one.Campaign).Distinct().Count() / Math.Max(1.0, campaigns[i])),
                ]),
            new NumberColumn(
                "days_since_redeemed",
                [.. redeemed.Select(own => own.Count == 0 ? double.NaN : (campaign.Start - own.Max(one => one.Time)).TotalDays)]),
            new WholeNumberColumn("baskets", [.. lines.Select(own => (long)own.Select(line => line.Basket).Distinct().Count())]),
            new NumberColumn("spend", spend),
            new NumberColumn("coupon_share", [.. lines.Select((own, i) => spend[i] > 0 ? own.Sum(line => line.Coupon) / spend[i] : 0)]),
            Known("age", 1), Known("income", 2), Known("household_size", 5));
        return new ProbabilitySlice(table, [.. own.Select(campaign.Redeemed.Contains)]);

        CategoryColumn Known(string name, int field) =>
            new(name, [.. own.Select(id => _demographics.TryGetValue(id, out string[]? row) ? row[field] : "unknown")]);
    }

    private static List<T> Of<T>(Dictionary<string, List<T>> lists, string key)
    {
        if (!lists.TryGetValue(key, out List<T>? own)) lists[key] = own = [];
        return own;
    }

    /// <summary>Rows below the header; no field of these files has a comma.</summary>
    private static IEnumerable<string[]> Rows(EvaluationContext context, string name)
    {
        using GZipStream unpacked = new(File.OpenRead(context.Data($"complete-journey/{name}.csv.gz")), CompressionMode.Decompress);
        using StreamReader reader = new(unpacked);
        reader.ReadLine();
        while (reader.ReadLine() is { } line) yield return [.. line.Split(',').Select(field => field.Trim('"'))];
    }

    private static DateTime Time(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}

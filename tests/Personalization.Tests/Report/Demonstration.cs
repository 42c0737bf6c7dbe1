using System.Globalization;
using Personalization.Clustering;
using Personalization.Core;
using Personalization.Data;
using Personalization.Incentives;
using Personalization.Insights;
using Personalization.Recommendations;
using Personalization.Rfm;

namespace Personalization.Tests;

/// <summary>A shop that doesn't exist, from its events to its offers, large enough to see every section of the report.</summary>
internal sealed class Demonstration
{
    private static readonly (int Customers, double Recency, double Orders, double Basket)[] Groups =
    [
        (690, 14, 17, 460), (1180, 70, 6.5, 330), (560, 28, 2.2, 300), (56, 9, 1, 260), (112, 40, 1, 240),
        (270, 95, 2.8, 290), (390, 140, 1.3, 250), (750, 390, 4, 310), (70, 340, 11, 420), (1525, 470, 1.3, 210),
    ];

    private static readonly string[] Titles =
    [
        "White hanging heart t-light holder", "Regency cakestand, 3 tiers", "Jumbo bag, red retrospot", "Party bunting",
            "Lunch bag, black skull",
        "Assorted colour bird ornament", "Rabbit night light", "Set of 3 cake tins, pantry design", "Roses regency teacup and saucer",
        "Pack of 72 retrospot cake cases", "Alarm clock bakelike green", "Spotty bunting", "Heart of wicker, small",
            "Paper chain kit, 50’s Christmas",
        "Natural slate heart chalkboard", "Wooden picture frame, white finish", "Jam making set with jars", "Gardeners kneeling pad",
    ];

    private readonly string _name;

    /// <param name="name">Stands before every name that data gives: customers, items, segments, offers.</param>
    /// <param name="share">One in so many of the customers.</param>
    public Demonstration(string name = "", int share = 20)
    {
        _name = name.Length > 0 ? name + " " : "";
        Log = EventLog.From(Events(share));
        Rfm = RfmTable.From(Log, new RfmOptions { ReferenceDate = new DateTime(2011, 12, 10) });
        Segments = Rfm.Score().Segment(Segmentation());
        FeatureTable features = Rfm.ToFeatures();
        Clusters = new ClusterSelector(new ClusterSelectorOptions { MaxClusters = 6, KMeans = new KMeansOptions { Seed = 1 } })
            .Fit(features.Log1P().Standardize(), cancellationToken: TestContext.Current.CancellationToken);
        ClusterProfiles = ClusterProfiles.From(
            Clusters.Model, features, [.. Enumerable.Range(0, Rfm.Count).Select(row => Rfm[row].Monetary)]);
        Recommendations = new ItemNeighborsTrainer().Fit(Log, cancellationToken: TestContext.Current.CancellationToken).RecommendAll(8);
        Offers = Plan(BudgetBasis.WorstCase, 4_000m / share);
        Cleaning = Account();
    }

    public CleaningReport Cleaning { get; }

    public EventLog Log { get; }

    public RfmTable Rfm { get; }

    public SegmentTable Segments { get; }

    public ClusterSelection Clusters { get; }

    public ClusterProfiles ClusterProfiles { get; }

    public IReadOnlyList<string> ClusterNames => [.. ClusterNameBook.Default.Name(ClusterProfiles).Select(name => _name + name)];

    public IReadOnlyList<CustomerRecommendations> Recommendations { get; }

    public OfferPlan Offers { get; }

    /// <summary>The whole page: what each feature tells, in the order of the job.</summary>
    public HtmlReport Report(
        string title = "Customers, recommendations and offers", string generated = "", string currency = "GBP", OfferPlan? offers = null)
    {
        ReportBuilder report = new(title) { Generated = generated, Money = ValueFormat.Currency(currency) };
        RfmGroups groups = RfmGroups.From(Rfm, Segments, Log)!;
        ReadReport.Add(report, Cleaning, Log);
        RfmReport.Add(report, groups);
        SegmentsReport.Add(report, groups);
        ClustersReport.Add(report, Clusters, ClusterProfiles, ClusterNames);
        RecommendationsReport.Add(report, Recommendations, Log, groups);
        OffersReport.Add(report, offers ?? Offers, groups);
        BusinessValueSection.Add(report, BookShopExample.Report);
        return report.Build();
    }

    public OfferPlan Plan(BudgetBasis basis, decimal budget)
    {
        Offer[] offers =
        [
            new()
            {
                Id = _name + "ten", Name = _name + "10 % off your next order", Kind = OfferKind.Percent, Value = .10m,
                Response = new OfferResponse { Redemption = .4, Uplift = .06 },
                    Validity = new OfferValidity { Duration = TimeSpan.FromDays(30) },
            },
            new()
            {
                Id = _name + "shipping", Name = _name + "Free shipping for two weeks", Kind = OfferKind.FreeShipping, Value = 5,
                Cost = new OfferCost { Contact = .02m, Redemption = new RedemptionCost { Fixed = 5 } },
                Eligibility = new EligibilityRule { RecencyDays = new ValueRange(90, null) },
                    Response = new OfferResponse { Redemption = .5, Uplift = .03 },
            },
            new()
            {
                Id = _name + "gift", Name = _name + "A surprise gift box", Kind = OfferKind.Gift, Value = 12, RecommendedItems = 2,
                Cost = new OfferCost { Contact = .5m, Redemption = new RedemptionCost { Fixed = 12 } }, Caps = new OfferCaps { Total = 40 },
                Eligibility = new EligibilityRule { Frequency = new ValueRange(5, null) },
                    Response = new OfferResponse { Redemption = .9, Uplift = .15 },
            },
        ];
        return new OfferAllocator(new AllocationOptions { Basis = basis, Budget = budget, PurchaseProbability = .2 }).Allocate(
            Customers(),
            new OfferCatalogue(offers),
            new DateTimeOffset(2011, 12, 12, 9, 0, 0, TimeSpan.Zero),
            cancellationToken: TestContext.Current.CancellationToken);
    }

    private CustomerTable Customers()
    {
        CustomerTable customers = Rfm.ToCustomerTable();
        return customers.With(Segments.ToColumns(customers));
    }

    private CleaningReport Account() => new()
    {
        Source = _name + "online_retail_II.csv.gz",
        Format = EventFileFormat.Csv,
        Layout = EventLayouts.OnlineRetail.Name,
        Encoding = "UTF-8",
        Delimiter = ',',
        RowsRead = 1_067_370,
        RowsKept = 805_549,
        ExactDuplicates = 22_523,
        ExactDuplicatesComplete = true,
        Rules =
        [
            new("unparsable", "A field can't be read.", 0, 0, 0, []),
            new(
                "no customer", "The row names no customer.", 243_007, 0, 243_007,
                [new(264, null, _name + "489464"), new(283, null, _name + "489463")]),
            new("cancelled", "The order is marked as cancelled.", 18_743, 0, 19_494, [new(180, null, _name + "C489449")]),
            new("non-positive price", "The price of a purchase or refund is missing or not above zero.", 71, 0, 6_207,
                [new(4_676, "Price", "0")]),
            new("item code normalized", "The item code was trimmed and upper-cased.", 0, 1_142, 0, [new(79, null, _name + "79323w")]),
        ],
        Columns = [new(EventField.Item, _name + "StockCode", "by the layout"), new(EventField.UnitPrice, "Price", "by the layout")],
        IgnoredColumns = [_name + "Country"],
        UnknownEvents = [],
    };

    private SegmentGrid Segmentation() => new(
        "The ten names",
        [.. SegmentGrids.TenNames.Segments.Select(segment => new Segment(
            _name + segment.Name, _name + segment.Description, _name + segment.Action))],
        (recency, frequency, monetary) => _name + SegmentGrids.TenNames.At(recency, frequency, monetary).Name);

    private IEnumerable<ShopEvent> Events(int share)
    {
        int customers = 0;
        foreach ((int Customers, double Recency, double Orders, double Basket) group in Groups)
        {
            for (int i = 0; i < Math.Max(2, group.Customers / share); i++)
            {
                // Three irrational steps fill the unit cube evenly: no generator needed.
                double a = ((i + 1) * .8191725) % 1, b = ((i + 1) * .6710436) % 1, c = ((i + 1) * .5497005) % 1;
                CustomerId customer = new(_name + (12_346 + customers++).ToString(CultureInfo.InvariantCulture));
                int orders = (int)Math.Max(1, Math.Round(group.Orders * Math.Exp(.45 * Quantile(b))));
                double recency = Math.Min(738, Math.Round(group.Recency * Math.Exp(.4 * Quantile(a))) + 1);
                double spacing = Math.Min(45, (738 - recency) / orders);
                for (int order = 0; order < orders; order++)
                {
                    DateTime time = new DateTime(2011, 12, 9).AddDays(1 - recency - (order * spacing));
                    for (int line = 0; line < 3; line++)
                    {
                        int item = ((customers * 7) + (order * 5) + (line * (1 + (customers % 3)))) % Titles.Length;
                        yield return new ShopEvent(customer, time, EventType.Purchase)
                        {
                            Item = new ItemId(_name + (22_000 + item).ToString(CultureInfo.InvariantCulture)),
                            ItemTitle = _name + Titles[item],
                            UnitPrice = (decimal)Math.Round(group.Basket / 3 * Math.Exp(.7 * Quantile(c)) / 6, 2),
                            Quantity = 6,
                            Order = $"{customers}-{order}",
                            Currency = "GBP",
                        };
                    }
                }
            }
        }

        for (int i = 0; i < 3; i++)
            yield return new ShopEvent(
                new CustomerId(_name + "looked " + i.ToString(CultureInfo.InvariantCulture)), new DateTime(2011, 11, 1 + i),
                    EventType.View);
    }

    /// <summary>A logistic stand-in for the normal quantile.</summary>
    private static double Quantile(double probability)
    {
        double inside = Math.Clamp(probability, .001, .999);
        return .55 * Math.Log(inside / (1 - inside));
    }
}

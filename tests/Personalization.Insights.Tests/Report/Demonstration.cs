namespace Personalization.Insights.Tests;

/// <summary>A shop that doesn't exist, large enough to see every section of the report.</summary>
internal static class Demonstration
{
    private static readonly (string Name, string Profile, int Customers, double Recency, double Orders, double Basket)[] Groups =
    [
        ("Champions", "Bought lately, buy often, and spend the most.", 690, 14, 17, 460),
        ("Loyal customers", "Buy regularly, and have done so recently enough.", 1180, 70, 6.5, 330),
        ("Potential loyalists", "Recent customers with a few orders.", 560, 28, 2.2, 300),
        ("New customers", "Their first order was within the last weeks.", 56, 9, 1, 260),
        ("Promising", "Recent, with one order.", 112, 40, 1, 240),
        ("Need attention", "In the middle of everything: could go either way.", 270, 95, 2.8, 290),
        ("About to sleep", "Below average on all counts.", 390, 140, 1.3, 250),
        ("At risk", "Used to buy often, but not for a long time.", 750, 390, 4, 310),
        ("Can’t lose them", "Were among the best, and have gone quiet.", 70, 340, 11, 420),
        ("Hibernating", "Few orders, long ago.", 1525, 470, 1.3, 210),
    ];

    /// <summary>The facts, all names replaced by <paramref name="name"/> where given, for one in <paramref name="share"/> of the customers.</summary>
    public static ReportFacts Facts(string? name = null, int share = 1)
    {
        RfmFacts rfm = Rfm(share);
        string N(string usual) => name ?? usual;
        return new ReportFacts
        {
            Title = "Customers, recommendations and offers",
            Currency = "GBP",
            Shop = new ShopFacts(rfm.Customers.Count, 4631, 36_969, 17_743_429.18m, new DateOnly(2009, 12, 1), new DateOnly(2011, 12, 9)),
            Cleaning = new CleaningFacts(N("online_retail_II.csv.gz"), 1_067_371, 805_549,
            [
                new("No customer", "Rows without a customer can’t be counted towards anybody.", 243_007, 0, 0, [N("row 264: 15056BL, 1 × £3.75"), "row 283: 21523, 1 × £5.95"]),
                new("Cancelled", "Invoices that begin with C take back an earlier one.", 18_744, 0, 0, ["row 180: C489449, 22087, −12 × £2.95"]),
                new("Price not positive", "Free items are gifts, samples or corrections.", 71, 0, 0, ["row 4,676: 22076, 12 × £0.00"]),
                new("Item code", "Spaces around the code and lower case are made alike.", 0, 1_142, 0, ["row 79: \"79323w\" became \"79323W\""]),
                new("Exact duplicate", "Rows that are equal in every column. Kept, as the same item may stand twice on an invoice.", 0, 0, 22_523, ["row 372 repeats row 371"]),
            ]),
            Rfm = rfm with { Segments = [.. rfm.Segments.Select(segment => segment with { Name = N(segment.Name) })] },
            ClusterChoice = new ClusterChoiceFacts(
                [new(2, 8920, .437, .88), new(3, 6710, .351, 1.02), new(4, 5120, .374, .93), new(5, 4480, .331, 1.01), new(6, 3990, .312, 1.05), new(7, 3610, .301, 1.06), new(8, 3310, .296, 1.04), new(9, 3080, .289, 1.09), new(10, 2890, .281, 1.1)],
                4,
                "The inertia curve bends at 4, and the silhouette there (0.374) is the best of all but 2 clusters, which would only part active customers from lapsed ones."),
            Clusters =
            [
                new(N("Luxury buyers"), "Few, loyal, and dear baskets.", 1_106, .71, 12, 14, 5_310, "Monetary +1.5, frequency +1.4, recency −1.2 standard deviations"),
                new("Occasional buyers", "Two or three orders a year.", 1_702, .17, 71, 3, 1_010, "Recency −0.4, frequency +0.1 standard deviations"),
                new("Lapsed", "One small order, over a year ago.", 1_834, .04, 412, 1, 245, "Recency +1.1, monetary −0.9 standard deviations"),
                new("Newcomers", "One order in the last two months.", 961, .08, 25, 2, 420, "Recency −1.0, frequency −0.5 standard deviations"),
            ],
            Suggestions =
            [
                .. new[] { ("13085", "Champions"), ("12748", "Champions"), ("14911", "Loyal customers"), ("17850", "At risk"), ("15311", "Loyal customers"), ("12346", "Hibernating") }.Select(customer => new SuggestionFacts(
                    N(customer.Item1), N(customer.Item2), "42 orders, £6,120; last bought " + N("WHITE HANGING HEART T-LIGHT HOLDER"),
                    [
                        new(N("RED HANGING HEART T-LIGHT HOLDER"), .82, "Bought with WHITE HANGING HEART T-LIGHT HOLDER by 412 customers"),
                        new("REGENCY CAKESTAND 3 TIER", .61, "Bought with ROSES REGENCY TEACUP AND SAUCER by 290 customers"),
                        new("JUMBO BAG RED RETROSPOT", .58, "Bought with LUNCH BAG RED RETROSPOT by 377 customers"),
                    ])),
            ],
            Offers = new OfferFacts
            {
                Budget = 10_000m,
                Spent = 9_991.50m,
                ExpectedValue = 31_870.20m,
                CustomersAsked = rfm.Customers.Count,
                Lines =
                [
                    new(N("Elite Club gift box"), "Champions", 412, 4_120m, 14_230m),
                    new("Pillar Rewards points", "Loyal customers", 903, 2_257.50m, 8_940.10m),
                    new("We Miss You, free shipping", "At risk", 511, 2_299.50m, 5_110.40m),
                    new("We Miss You, free shipping", "Can’t lose them", 62, 279m, 1_870.60m),
                    new("Welcome Aboard, 10% off", "New customers", 41, 738m, 1_212.10m),
                    new("Patron day letter", "Need attention", 148, 297.50m, 507m),
                ],
                Samples =
                [
                    new("13085", "Champions", N("Elite Club gift box"), 10m, 41.20m, ["Segment Champions may have it", "Best of 3 offers by expected value: £41.20, next £22.10", "Within its cap: 1 of 1 this month"]),
                    new("17850", "At risk", "We Miss You, free shipping", 4.50m, 11.80m, ["Last order 302 days ago, longer than 90", "Discounts would leave 4% margin, below the floor of 15%"]),
                    new("12346", "Hibernating", "No offer", 0m, 0m, ["Best offer expected to bring £0.31 at a cost of £4.50"]),
                ],
            },
            BusinessValue =
            [
                new(N("Active readers, +20% spend"), 28_246.40m, 28_246.40m, "388 customers at $364, a fifth more."),
                new("Other customers", 11_680.96m, 39_804.28m, "4% on $995,107, not on the average of averages."),
                new("Ten points of conversion", 257_210m, 113_634m, "Customer-weighted spend is $70.24, not $159."),
                new("Costs", 2_980m, null, "580 + 1,500 + 900."),
            ],
        };
    }

    /// <summary>Customers of each segment, one in <paramref name="share"/> of them.</summary>
    private static RfmFacts Rfm(int share)
    {
        List<string> customers = [];
        List<double> recency = [], frequency = [], monetary = [];
        List<int> segments = [];
        for (int segment = 0; segment < Groups.Length; segment++)
        {
            var group = Groups[segment];
            for (int i = 0; i < Math.Max(2, group.Customers / share); i++)
            {
                // Three irrational steps fill the unit cube evenly: no generator needed.
                double a = ((i + 1) * .8191725) % 1, b = ((i + 1) * .6710436) % 1, c = ((i + 1) * .5497005) % 1;
                double orders = Math.Max(1, Math.Round(group.Orders * Math.Exp(.45 * Quantile(b))));
                customers.Add((12_346 + customers.Count).ToString());
                recency.Add(Math.Min(738, Math.Round(group.Recency * Math.Exp(.4 * Quantile(a))) + 1));
                frequency.Add(orders);
                monetary.Add(Math.Round(orders * group.Basket * Math.Exp(.7 * Quantile(c)), 2));
                segments.Add(segment);
            }
        }

        return new RfmFacts
        {
            ReferenceDate = new DateOnly(2011, 12, 10),
            Customers = customers,
            Recency = [.. recency],
            Frequency = [.. frequency],
            Monetary = [.. monetary],
            SegmentOf = [.. segments],
            Segments = [.. Groups.Select(group => new SegmentFacts(group.Name, group.Profile))],
            ScoreGrid = [15, 48, 90, 290, 690, 60, 190, 240, 420, 310, 130, 270, 268, 260, 90, 340, 420, 210, 112, 20, 690, 470, 190, 98, 56],
            ScoreGridNames = [.. Enumerable.Repeat("", 25).Select((_, i) => $"cell {i + 1}")],
        };
    }

    /// <summary>A logistic stand-in for the normal quantile.</summary>
    private static double Quantile(double probability) => .55 * Math.Log(Math.Clamp(probability, .001, .999) / (1 - Math.Clamp(probability, .001, .999)));
}

namespace Personalization.Incentives;

/// <summary>
/// The book shop of "personalized experiences by customer segment" as an example of <see cref="BusinessValueCalculator"/>: four segments,
/// 16,177 customers, and the assumptions of the published calculation, which its corrected twin takes apart.
/// </summary>
public static class BookShopExample
{
    /// <summary>Name of the segment that the plan is about.</summary>
    public const string ActiveReaders = "Active Readers";

    /// <summary>Name of the segment of occasional customers.</summary>
    public const string Occasional = "Occasional";

    /// <summary>Name of the segment of customers who buy sparsely.</summary>
    public const string Sparse = "Sparse";

    /// <summary>Name of the segment of new customers.</summary>
    public const string New = "New";

    /// <summary>
    /// The plan. Of what the publication assumed, 15 % is stated; 150 and 225 paid customers are its $1,500 and $900 divided by $10 and $4;
    /// and $292,024 is its $11,680.96 divided by 4 %, since no combination of the segments' customers and spends was found that gives it.
    /// </summary>
    public static BusinessValuePlan Plan { get; } = new()
    {
        Segments =
        [
            new() { Name = ActiveReaders, Customers = 388, AverageSpend = 364, Visits = 11, IncentiveCost = 10 },
            new() { Name = Occasional, Customers = 923, AverageSpend = 167, Visits = 6, IncentiveCost = .50m },
            new() { Name = Sparse, Customers = 10_314, AverageSpend = 63, Visits = 3, IncentiveCost = 10 },
            new() { Name = New, Customers = 4_552, AverageSpend = 42, Visits = 2, IncentiveCost = 4 },
        ],
        TargetSegment = ActiveReaders,
        TargetUplift = .20m,
        OtherUplift = .04m,
        ConversionLift = .10m,
        Published = new()
        {
            TargetShare = .15m,
            OtherRevenue = 292_024,
            PaidCustomers = new Dictionary<string, int>(StringComparer.Ordinal) { [Sparse] = 150, [New] = 225 },
        },
    };

    /// <summary>Every figure of the plan, as published and corrected.</summary>
    public static BusinessValueReport Report { get; } = BusinessValueCalculator.Calculate(Plan);

    /// <summary>
    /// Four weeks of analysis, the incentives, and what they return, as published: the net present value is undiscounted.
    /// </summary>
    public static BusinessCase PublishedCase { get; } =
        new([.. Analysis(), Incentives(580m), Revenue(Report["total"].Published!.Value)]);

    /// <summary>The same with every incentive paid for whose gain is counted, and the corrected extra revenue.</summary>
    public static BusinessCase CorrectedCase { get; } =
        new([.. Analysis(), Incentives(Report["cost"].Corrected), Revenue(Report["total"].Corrected)]);

    /// <summary>What the publication expects of the shop's work: minutes to a sale, and conversion.</summary>
    public static IReadOnlyList<BusinessChange> Changes { get; } =
        [new("minutes to a sale", 10, 5), new("conversion", .05m, .15m)];

    private static CashItem[] Analysis() =>
    [
        CashItem.Cost("compute, four weeks", 400, 4),
        CashItem.Cost("virtual machine, four weeks", 200, 4),
        CashItem.Cost("five people, 35 hours a week each", 35 + 50 + 45 + 45 + 45, 4 * 35),
    ];

    private static CashItem Incentives(decimal cost) => CashItem.Cost("incentives", cost);

    private static CashItem Revenue(decimal amount) => CashItem.Return("extra revenue", amount);
}

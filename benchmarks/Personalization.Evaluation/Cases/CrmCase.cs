using System.Diagnostics;
using System.Text;
using Personalization.Clustering;
using Personalization.Core;
using Personalization.Data;
using Personalization.Numerics;
using Personalization.Simulation;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// A simulated file of customers of mixed kinds, 5 % unmatched: counts, kinds, planted differences found, and how well clusters of numbers
/// alone, of numbers and one-hot levels, and of mixed kinds find the planted groups (adjusted Rand).
/// </summary>
internal sealed class CrmCase : IEvaluationCase
{
    private static readonly string[] Numbers = ["age", "yearly_income", "visits_per_month"];
    private static readonly string[] Levels = ["city", "loyalty_tier", "gender", "device", "marketing_consent"];

    public string Name => "crm";

    public string Description => "a simulated file of customers: counts, kinds, differences, clusters of mixed kinds [--customers N] "
        + "[--seeds N]";

    public void Run(EvaluationContext context)
    {
        int customers = context.Option("customers", 10_000);
        for (int seed = 1; seed <= context.Option("seeds", 3); seed++) Measure(context, customers, (ulong)seed);
    }

    private static void Measure(EvaluationContext context, int customers, ulong seed)
    {
        SimulatedCustomerFile shop = SimulatedCustomerFile.Simulate(new() { CustomerCount = customers, Seed = seed });
        byte[] bytes = Encoding.UTF8.GetBytes(shop.Csv);
        Stopwatch watch = Stopwatch.StartNew();
        CustomerFileTable file = CustomerFile.Read(new MemoryStream(bytes), "crm.csv");
        double reading = watch.Elapsed.TotalSeconds;
        CustomerFileJoin join = file.Join(new CustomerTable(shop.Customers, new DateTime(2024, 6, 1)));
        context.Figure(
            "CustomerFile", "matched", join.Matched, reading, ("seed", seed), ("customers", customers), ("in_file_only", join.InFileOnly),
            ("in_events_only", join.InTableOnly), ("planted_unmatched", shop.Unmatched), ("megabytes", bytes.Length / 1e6));
        context.Figure(
            "CustomerFile", "columns", file.Columns.Count, null, ("seed", seed),
            ("kinds", string.Join(' ', file.Columns.Select(column => $"{column.Name}:{column.Kind}"))),
            ("left_out", string.Join(' ', file.Report.LeftOut.Select(left => left.Name))));

        CustomerTable all = new CustomerTable(shop.Customers, new DateTime(2024, 6, 1)).With([.. join.Columns]);
        CustomerTable table = all.ForCustomers(file.Customers);
        int[] truth = Array.ConvertAll(table.Customers.RowsIn(shop.Customers), row => shop.Groups[row]);
        Differences(context, table, truth, seed);

        FeatureTable numbers = MixedFeatures.From(table, Numbers).Standardize();
        FeatureTable oneHot = FeatureTable.From(
            table, [.. Numbers.Select(name => new FeatureColumn(name) { Missing = MissingNumber.Median }),
                .. Levels.Select(name => new FeatureColumn(name) { Encoding = ColumnEncoding.OneHot })]).Standardize();
        FeatureTable mixed = MixedFeatures.From(table, [.. Numbers, .. Levels]);
        KMeansOptions kMeans = new() { ClusterCount = SimulatedCustomerFile.GroupCount, Seed = seed };
        Agreement(context, "k-means, numbers alone", truth, seed, () => new KMeansTrainer(kMeans).Fit(numbers).TrainingLabels.ToArray());
        Agreement(context, "k-means, one-hot levels", truth, seed, () => new KMeansTrainer(kMeans).Fit(oneHot).TrainingLabels.ToArray());
        KPrototypesOptions options = new() { ClusterCount = SimulatedCustomerFile.GroupCount, Seed = seed };
        Agreement(context, "k-prototypes", truth, seed, () => new KPrototypesTrainer(options).Fit(mixed).TrainingLabels.ToArray());
        int[] rows = [.. Enumerable.Range(0, Math.Min(3_000, mixed.RowCount))];
        Matrix some = new(rows.Length, mixed.Names.Count);
        foreach (int row in rows) mixed.Values.Row(row).CopyTo(some.Row(row));
        AgglomerativeOptions gower = new()
        {
            Distance = SampleDistance.Gower,
            Linkage = Linkage.Average,
            ClusterCount = SimulatedCustomerFile.GroupCount,
            Categories = [.. Levels.Select(name => $"x{mixed.Names.ToList().IndexOf(name)}")],
        };
        Agreement(
            context, "hierarchical, Gower, average", truth[..rows.Length], seed,
            () => new AgglomerativeTrainer(gower).Fit(some).TrainingLabels.ToArray());
        Agreement(
            context, "hierarchical, Gower, complete", truth[..rows.Length], seed,
            () => new AgglomerativeTrainer(gower with { Linkage = Linkage.Complete }).Fit(some).TrainingLabels.ToArray());
    }

    private static void Differences(EvaluationContext context, CustomerTable table, int[] truth, ulong seed)
    {
        string[] groups = [.. Enumerable.Range(0, SimulatedCustomerFile.GroupCount).Select(group => $"group {group}")];
        IReadOnlyList<AttributeProfile> profiles =
            AttributeProfiles.From(table, truth, groups, [.. Numbers, .. Levels, "signup_date_days"]);
        int found = 0, planted = 0;
        foreach ((string column, string level, int group) in SimulatedCustomerFile.Planted)
        {
            if (level == "no") continue; // of a flag its "yes" is compared
            planted++;
            if (profiles[group].Differences.Any(d => d.Column == column && d.Level == level && d.IsMore)) found++;
        }

        int more = profiles.Sum(profile => profile.Differences.Count(d => d.Level is not null and not "yes" && d.IsMore));
        context.Figure(
            "AttributeProfiles", "planted_found", found, null, ("seed", seed), ("planted", planted),
            ("levels_told_more_often", more), ("signup_told", profiles.Sum(p => p.Differences.Count(d => d.Column == "signup_date_days"))));
    }

    private static void Agreement(EvaluationContext context, string name, int[] truth, ulong seed, Func<int[]> fit)
    {
        Stopwatch watch = Stopwatch.StartNew();
        int[] labels = fit();
        context.Figure(
            name, "adjusted_rand", ClusterMetrics.AdjustedRand(truth, labels), watch.Elapsed.TotalSeconds, ("seed", seed),
            ("customers", truth.Length));
    }
}

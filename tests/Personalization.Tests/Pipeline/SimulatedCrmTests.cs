using System.Text;
using Personalization.Clustering;
using Personalization.Core;
using Personalization.Data;
using Personalization.Simulation;

namespace Personalization.Tests;

/// <summary>A simulated file of customers of mixed kinds, with known truth: the short form of the case <c>crm</c>.</summary>
public sealed class SimulatedCrmTests
{
    private static readonly string[] Numbers = ["age", "yearly_income", "visits_per_month"];
    private static readonly string[] Levels = ["city", "loyalty_tier", "gender", "device", "marketing_consent"];

    private static readonly SimulatedCustomerFile Shop = SimulatedCustomerFile.Simulate(new() { CustomerCount = 2_000, Seed = 1 });
    private static readonly CustomerFileTable Crm = CustomerFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(Shop.Csv)), "crm.csv");
    private static readonly CustomerTable Everybody = new(Shop.Customers, new DateTime(2024, 6, 1));

    private static (CustomerTable Table, int[] Truth) Joined()
    {
        CustomerTable table = Everybody.With([.. Crm.Join(Everybody).Columns]).ForCustomers(Crm.Customers);
        return (table, Array.ConvertAll(table.Customers.RowsIn(Shop.Customers), row => Shop.Groups[row]));
    }

    [Fact]
    public void Join_FiveInAHundredUnmatched_CountedOnBothSides()
    {
        CustomerFileJoin join = Crm.Join(Everybody);

        Assert.Equal((1_900, 100, 100), (join.Matched, join.InFileOnly, join.InTableOnly));
    }

    [Fact]
    public void Read_MixedColumns_KindsAreThoseOfTheSimulation()
    {
        Assert.Equal(
            [
                ("age", ColumnKind.WholeNumber), ("yearly_income", ColumnKind.Number), ("visits_per_month", ColumnKind.Number),
                ("city", ColumnKind.Category), ("loyalty_tier", ColumnKind.Category), ("gender", ColumnKind.Category),
                ("device", ColumnKind.Category), ("marketing_consent", ColumnKind.Flag), ("signup_date", ColumnKind.Time),
                ("remark", ColumnKind.Text),
            ],
            Crm.Columns.Select(column => (column.Name, column.Kind)));
        Assert.Equal(["E-Mail", "Phone"], Crm.Report.LeftOut.Select(left => left.Name));
    }

    [Fact]
    public void From_PlantedDifferences_AreFoundAndNothingElse()
    {
        (CustomerTable table, int[] truth) = Joined();

        IReadOnlyList<AttributeProfile> profiles =
            AttributeProfiles.From(table, truth, ["0", "1", "2", "3"], [.. Numbers, .. Levels, "signup_date_days"]);

        Assert.All(
            SimulatedCustomerFile.Planted.Where(planted => planted.Level != "no"),
            planted => Assert.Contains(
                profiles[planted.Group].Differences, d => d.Column == planted.Column && d.Level == planted.Level && d.IsMore));
        Assert.DoesNotContain(profiles.SelectMany(profile => profile.Differences), d => d.Column == "signup_date_days");
    }

    [Fact]
    public void Fit_MixedKinds_AgreesMoreWithTheTruthThanNumbersAlone()
    {
        (CustomerTable table, int[] truth) = Joined();
        KMeansModel numbers = new KMeansTrainer(new() { ClusterCount = 4 }).Fit(
            MixedFeatures.From(table, Numbers).Standardize(), cancellationToken: TestContext.Current.CancellationToken);
        KPrototypesModel mixed = new KPrototypesTrainer(new() { ClusterCount = 4 }).Fit(
            MixedFeatures.From(table, [.. Numbers, .. Levels]), cancellationToken: TestContext.Current.CancellationToken);

        double alone = ClusterMetrics.AdjustedRand(truth, numbers.TrainingLabels.Span);
        double together = ClusterMetrics.AdjustedRand(truth, mixed.TrainingLabels.Span);

        Assert.InRange(alone, 0, .4);
        Assert.True(together > alone + .2, $"{together} with categories, {alone} without.");
    }
}

using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Prediction.Tests;

/// <summary>Customers whose probability is known: it bends with the age, is higher in town, and lower the more orders there are.</summary>
internal static class Simulated
{
    public static readonly IReadOnlyList<FeatureColumn> Columns =
        ["age", "orders", "city", new FeatureColumn("income") { Missing = MissingNumber.Median, FlagMissing = true }];

    public static ProbabilityData Data(int customers, int slices = 1, ulong seed = 1) =>
        new("leaves", Columns, [.. Enumerable.Range(0, slices).Select(slice => Slice(customers, slice, seed))]);

    public static double Truth(double age, double orders, bool town) =>
        1 / (1 + Math.Exp(-(((age - 45) * (age - 45) / 150) - 1.5 - (.3 * orders) + (town ? .8 : 0))));

    private static ProbabilitySlice Slice(int customers, int slice, ulong seed)
    {
        RandomStream random = new(seed, "simulated", (ulong)slice);
        double[] age = new double[customers], income = new double[customers];
        long[] orders = new long[customers];
        string[] city = new string[customers];
        bool[] happened = new bool[customers];
        for (int i = 0; i < customers; i++)
        {
            age[i] = 18 + (60 * random.NextDouble());
            orders[i] = random.NextInt32(6);
            city[i] = random.NextInt32(2) == 0 ? "town" : "village";
            income[i] = random.NextInt32(4) == 0 ? double.NaN : 20_000 + (50_000 * random.NextDouble());
            happened[i] = random.NextDouble() < Truth(age[i], orders[i], city[i] == "town");
        }

        IdIndex<CustomerId> ids = IdIndex<CustomerId>.From(Enumerable.Range(0, customers).Select(i => new CustomerId($"c{i:D6}")));
        return new ProbabilitySlice(
            new CustomerTable(ids, new DateTime(2026, 1, 1).AddMonths(slice)).With(
                new NumberColumn("age", age), new WholeNumberColumn("orders", orders), new CategoryColumn("city", city),
                new NumberColumn("income", income)),
            happened);
    }
}
